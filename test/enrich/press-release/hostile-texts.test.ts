import { readReceived } from '#enrich/press-release/read-received';
import { readVerifiable } from '#enrich/press-release/verifiable';
import { createReleaseReader, VALDOR } from './release';

const { judge } = await createReleaseReader(VALDOR, 1_000_000);
const N = 50_000;
const NOW = Date.parse('2026-03-10T17:00:00Z');

/** CPU milliseconds of the quicker of two runs. */
function costOf(run: () => unknown): number {
  const costs = [1, 2].map(() => {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  });
  return Math.min(...costs);
}

/** Four times the text may cost ten times as much, and the pauses of a machine; sixteen times tells a square. */
function expectLinear(run: (length: number) => unknown): void {
  run(N / 10);
  expect(costOf(() => run(4 * N))).toBeLessThan(10 * costOf(() => run(N)) + 60);
}
const filled = (unit: string, length: number) =>
  unit.repeat(Math.ceil(length / unit.length)).slice(0, length);

const HOSTILE: readonly (readonly [what: string, unit: string])[] = [
  ['dots', 'a.'],
  ['digits', '1'],
  ['zeros', '0'],
  ['digits in threes', '123 '],
  ['digits with dots', '1.'],
  ['at signs', '@'],
  ['addresses without an end', 'a@'],
  ['newlines', '\n'],
  ['question marks', '? '],
  ['names of the brand', 'Valdor '],
  ['names of the brand, no space', 'Valdor'],
  ['announcements', 'Valdor announces '],
  ['claims that nothing joins', 'Accounts. Restated.\n'],
  ['what is said of claims', 'restates its accounts, '],
  ['signs of currency', '$1 €'],
  ['links', 'http://a.b/'],
  ['markup', '<p'],
  ['entities', '&amp;'],
  ['brackets', '<'],
  ['capitals', 'A'],
  ['accents', 'e\u0301\u0301\u0301'],
  ['right to left', '\u202eשלום '],
  ['zero width', '\u200b\u200d'],
  ['lone surrogates', '\ud83d'],
  ['emoji', '👨\u200d👩\u200d👧'],
  ['letters outside the plane', '𝐕𝐚𝐥𝐝𝐨𝐫 '],
  ['one letter that folds to three', '\ufb03'],
];

describe('a text of 200,000 characters', () => {
  it.each(HOSTILE)('of %s is no release by itself', (_, unit) => {
    expect(judge({ text: filled(unit, 4 * N), url: 'https://invest.example/1' })).toBeUndefined();
  });

  it.each(HOSTILE)(
    'of %s behind the head of a release is judged, and costs no more than its length',
    (_, unit) => {
      const head = 'Press release. Valdor announces that it restates its accounts. About Valdor: ';
      const of = (length: number) => ({ title: 'Press release', text: head + filled(unit, length) });
      expect(judge(of(4 * N))?.result.pressRelease).toMatchObject({
        role: 'release',
        claims: expect.arrayContaining(['accounts-restated']),
      });
      expectLinear((length) => judge(of(length)));
    },
  );

  it.each([
    ['half accounts, half restatements', 'Accounts. ', 'Restated. '],
    ['half bids, half names', 'bids per share. ', 'Valdor '],
    ['half officers, half dismissals', 'CEO. ', 'fired. '],
  ])('of %s costs no more than its length', (_, left, right) => {
    const of = (length: number) => filled(left, length / 2) + filled(right, length / 2);
    expectLinear((length) => judge({ text: of(length), url: 'https://valdor.group/1' }));
  });

  it.each(HOSTILE)('of %s in every other field is judged too', (_, unit) => {
    const long = filled(unit, 4 * N);
    const judged = judge({
      ...{ text: 'Valdor announces its results.', title: long, url: `https://valdor.group/${long}` },
      ...{ outlet: long, sender: long, channel: 'e-mail', author: { id: 'a', name: long, handle: long } },
      mail: { headers: '', authentication: [long], replyTo: long },
      links: [long],
    });
    expect(judged?.result.pressRelease).toMatchObject({ role: 'release', origin: 'look-alike' });
  });
});

describe('what the desk received, of 200,000 characters', () => {
  it.each([
    ...HOSTILE,
    ['titles without an end', '<title'],
    ['titles with attributes', '<title a='],
  ] as const)('of %s as a page is read, and costs no more than its length', async (_, unit) => {
    const page = (length: number) => Buffer.from(`<html>${filled(unit, length)}`);
    const { mention } = await readReceived({ bytes: page(4 * N), name: 'a.html' }, NOW);
    expect(mention.text).toEqual(expect.any(String));
    const costs: number[] = [];
    for (const length of [N / 10, N, 4 * N]) {
      const before = process.cpuUsage();
      await readReceived({ bytes: page(length), name: 'a.html' }, NOW);
      const { user, system } = process.cpuUsage(before);
      costs.push((user + system) / 1_000);
    }
    expect(costs[2]).toBeLessThan(10 * (costs[1] ?? 0) + 60);
  });

  it.each([
    ['<a@', 'a@'],
    ['<', '<'],
    ['V <', 'a'],
    ['', ' '],
  ])('in the sender, %j and then %j, costs no more than its length', (head, unit) => {
    expectLinear((length) => {
      const { mention } = readVerifiable({ text: 'Valdor', from: head + filled(unit, length) }, NOW);
      return mention;
    });
  });
});
