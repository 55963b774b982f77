import { rule } from '../rule';
import { play } from './play';

const calm = '{ for: 10m, mentions: 2 }';
const storm = '{ for: 1m, mentions: 6 }';

describe('a rule test passes', () => {
  it.each([
    ['when silence is wanted and nothing comes', `input: [${calm}]`],
    [
      'when so many pages come as are expected',
      `input: [${calm}, ${storm}]\nexpect: [{ at: 10m, rule: many, pages: 1 }]`,
    ],
    [
      'when a page is enough',
      `input: [${calm}, ${storm}]\nexpect: [{ at: 10m, page: { kind: first, severity: warning } }]`,
    ],
    ['when an alert is enough', `input: [${calm}, ${storm}]\nexpect: [{ at: 10m, rule: many, fires: true }]`],
    [
      'when silence before it and the end after it are as expected',
      `input: [${calm}, ${storm}, { for: 30m, mentions: 1 }]
expect:
  - { within: [0m, 10m], silent: true }
  - { within: [10m, 11m], pages: 1, page: { kind: first } }
  - { within: [12m, 35m], pages: 1, page: { kind: resolved } }`,
    ],
    [
      'when the page says what it should, in every form',
      `input: [{ for: 1m, mentions: 6, text: "Is <this> & that true?" }]
expect: [{ at: 0m, page: { headline: ["Acme: ", 16:00], slack: "<this> & that", email: [Is <this>, 5 mentions], receiver: desk } }]`,
    ],
  ])('%s', async (_, yaml) => {
    expect((await play(yaml)).shortfalls).toEqual([]);
  });
});

describe('a rule test fails', () => {
  const got = expect.stringContaining(
    '1 page\nat 10m25s, 16:10 (first notification; many) Acme: 5 mentions in 10 min',
  );
  it.each([
    [
      'when a page comes that nobody expected',
      `input: [${calm}, ${storm}]`,
      [{ expected: 'no page beyond those expected', got }],
    ],
    [
      'when an expected page does not come',
      `input: [${calm}]\nexpect: [{ at: 9m, rule: many, pages: 1 }]`,
      [
        {
          expectation: 0,
          expected: '1 page of many in the minute from 9m',
          got: 'many does not fire then; no page',
        },
      ],
    ],
    [
      'when it comes too late, twice over: there is one missing and one too many',
      `input: [${calm}, ${storm}]\nexpect: [{ within: [0m, 10m], pages: 1 }]`,
      [
        { expectation: 0, expected: '1 page between 0m and 10m', got: 'no rule fires then; no page' },
        { expected: 'no page beyond those expected', got },
      ],
    ],
    [
      'when more come than expected',
      `input: [${calm}, ${storm}]\nexpect: [{ within: [0m, 11m], pages: 2 }]`,
      [
        {
          expectation: 0,
          expected: '2 pages between 0m and 11m',
          got: expect.stringContaining('; 1 page\nat 10m25s'),
        },
      ],
    ],
    [
      'when a page comes where none should',
      `input: [${calm}, ${storm}]\nexpect: [{ within: [10m, 11m], pages: 0 }]`,
      [
        {
          expectation: 0,
          expected: 'no page between 10m and 11m',
          got: expect.stringContaining('many fires since 10m25s, 16:10; 1 page'),
        },
        { expected: 'no page beyond those expected', got },
      ],
    ],
    [
      'when a rule fires that should be silent',
      `input: [${calm}, ${storm}]\nexpect: [{ within: [0m, 11m], rule: many, silent: true }]`,
      [
        {
          expectation: 0,
          expected: 'many is silent between 0m and 11m',
          got: expect.stringContaining('many fires since 10m25s'),
        },
        { expected: 'no page beyond those expected', got },
      ],
    ],
    [
      'when the page does not say what it should',
      `input: [${calm}, ${storm}]\nexpect: [{ at: 10m, pages: 1, page: { slack: [Acme, recall] } }]`,
      [
        {
          expectation: 0,
          expected: 'the Slack message of the page at 10m25s, 16:10 contains "recall"',
          got: expect.stringContaining('🟠 Acme: 5 mentions in 10 min'),
        },
      ],
    ],
  ])('%s', async (_, yaml, expected) => {
    expect((await play(yaml)).shortfalls).toEqual(expected);
  });
});

describe('what a rule test plays', () => {
  it('goes to the receiver that the route says', async () => {
    const { run } = await play(`input: [${storm}]`, [rule({ severity: 'critical' })]);
    expect(run.pages.map(({ receiver }) => receiver)).toEqual(['duty']);
  });

  it('is heard by the named rules only', async () => {
    const rules = [rule(), rule({ name: 'few', options: { num_events: 2 } })];
    const heard = async (yaml: string) => (await play(yaml, rules)).run.alerts.map(({ rule: name }) => name);
    expect(await heard(`input: [${storm}]`)).toEqual(['few', 'many']);
    expect(await heard(`input: [${storm}]\nrules: [many]`)).toEqual(['many']);
  });

  it('counts what comes twice once, and what comes late where it belongs', async () => {
    const twice = await play('input: [{ for: 2m, mentions: 4, duplicate: 100% }]');
    expect(twice.run.pages).toEqual([]);
    const rest = '{ at: 20m, for: 5m, mentions: 4 }';
    const late = await play(`input: [{ for: 1m, mentions: 1, late: 100% up to 36m }, ${rest}]`);
    const inTime = await play(`input: [{ at: 22m, for: 1m, mentions: 1 }, ${rest}]`);
    expect([late.run.alerts.length, inTime.run.alerts.length]).toEqual([0, 1]);
  });

  it('goes on after the process has died: counts and incidents are still there, nothing is told twice', async () => {
    const input = 'input: [{ for: 4m, mentions: 4 }, { for: 4m, mentions: 4 }]';
    const without = await play(input);
    const died = await play(`${input}\nrestart: [{ at: 3m }, { at: 5m }]`);
    expect(without.run.pages.map(({ at, page: { number } }) => [at, number])).toEqual([[270_000, 1]]);
    expect(died.run.pages.map(({ at, page: { number } }) => [at, number])).toEqual([[270_000, 1]]);
  });

  it('waits while the process is away, and is taken in when it is back', async () => {
    const { run } = await play(
      'input: [{ for: 5m, mentions: 6 }, { for: 5m, mentions: 1 }]\nrestart: { at: 1m, away: 6m }',
    );
    expect(run.pages.map(({ at }) => at)).toEqual([420_000]);
  });

  it('is told in the hours of its zone, on the day when the clocks change too', async () => {
    const { run } = await play(`start: 2016-10-30T01:30
timezone: Europe/Paris
input: [{ for: 1h, mentions: 1 }, { for: 2h, mentions: 1 }, ${storm}]`);
    expect(run.pages.map(({ page: { headline } }) => headline)).toEqual([
      expect.stringContaining('since 03:30'),
    ]);
  });

  it('ends with the last span in which something is expected', async () => {
    const { shortfalls } = await play(`input: [${storm}]\nexpect: [{ within: [0m, 60m], pages: 2 }]`);
    expect(shortfalls).toEqual([]);
  });
});
