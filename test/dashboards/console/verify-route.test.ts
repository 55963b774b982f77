import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MAX_RECEIVED_BYTES } from '#dashboards/console/verify-route';
import { systemClock } from '#ingest/clock';
import { mention, type Storm, startStorm } from './storm';

const BODY =
  'Acme announces that it restates its accounts for 2025 after irregularities. About Acme: anvils.';
const RELEASE = `Press release\n${BODY}`;
const MAIL = (sender: string, authentication: string) =>
  Buffer.from(
    [
      `Authentication-Results: mx.desk.example; ${authentication}`,
      `From: Acme <${sender}>`,
      'Subject: Acme restates its accounts',
      'Date: Tue, 10 Mar 2026 17:00:00 +0000',
      'Content-Type: text/plain; charset=utf-8',
      '',
      BODY,
    ].join('\r\n'),
  ).toString('base64');

describe('POST /api/verify', () => {
  let storm: Storm;
  let folder = '';
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'vigie-test-'));
    storm = await startStorm(folder);
  });
  afterEach(async () => {
    await storm.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function send(body: string, headers: Record<string, string | undefined> = {}) {
    const own = { origin: storm.url, 'content-type': 'application/json', 'x-vigie-console': '1' };
    const present = Object.entries({ ...own, ...headers }).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] as const],
    );
    const response = await fetch(`${storm.url}/api/verify`, {
      method: 'POST',
      headers: Object.fromEntries(present),
      body,
    });
    const text = await response.text();
    return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : text };
  }
  const ask = async (body: object) => await send(JSON.stringify({ brand: 'acme', ...body }));
  const verdictOf = async (body: object) => (await ask(body)).body.verdict;
  const say = (hoursAgo: number, text: string, more: Parameters<typeof mention>[2] = {}) =>
    storm.store.save([
      mention(systemClock.now() - hoursAgo * 3_600_000, text, {
        ...{ source: 'newsroom', channel: 'newsroom', url: 'https://acme.example/1', outlet: 'Acme' },
        ...more,
      }),
    ]);

  it('answers with the verdict, its name, what to do on it and every signal', async () => {
    const { status, body } = await ask({ text: `${RELEASE} See acme.press/1` });
    expect([status, body]).toEqual([
      200,
      expect.objectContaining({
        verdict: 'likely-fake',
        name: 'likely fake',
        advice: 'Do not use it, do not answer it. Warn the brand and the desk.',
        score: expect.any(Number),
      }),
    ]);
    expect(body.signals[0]).toEqual({
      name: 'origin',
      weight: 3,
      evidence: 'acme.press (points to)',
      explanation: 'It points to acme.press, which has the name of acme.example under another suffix.',
    });
  });

  it('answers that what is no release has no verdict', async () => {
    expect((await ask({ text: 'A fine day at Acme' })).body).toEqual({
      verdict: null,
      score: 0,
      signals: [],
      name: 'no verdict',
      advice: 'The text neither poses as a release of the brand nor reports one.',
    });
  });

  it('writes nothing', async () => {
    const before = await storm.store.search({ brand: 'acme' });
    await ask({ text: RELEASE });
    expect([(await storm.store.search({ brand: 'acme' })).total, storm.commands]).toEqual([before.total, []]);
  });

  it.each([
    [
      'a mail that the brand’s domain vouches for',
      'real.eml',
      MAIL('press@acme.example', 'dmarc=pass'),
      'official',
    ],
    ['a mail that it disowns', 'fake.eml', MAIL('press@acme.example', 'dmarc=fail'), 'likely-fake'],
    ['a mail from a look-alike', 'fake.eml', MAIL('press@acme.press', 'dmarc=pass'), 'likely-fake'],
    [
      'a page',
      'a.html',
      Buffer.from(`<p>${BODY}<a href="https://acme.press/">x</a>`).toString('base64'),
      'likely-fake',
    ],
    ['a text', 'a.txt', Buffer.from('A fine day').toString('base64'), null],
  ])('reads a dropped file: %s', async (_, name, base64, verdict) => {
    expect(await verdictOf({ file: { name, base64 } })).toBe(verdict);
  });

  it.each([
    ['an address of the brand’s site', 'https://acme.example/press/1', 'official'],
    ['an address of a look-alike', ' https://acme.press/1 ', 'likely-fake'],
    ['a host without a scheme', 'it came from www.acme.press', 'likely-fake'],
    ['a sender who looks alike', 'Acme <press@acme.press>', 'likely-fake'],
  ])('takes where it came from, as people write it: %s', async (_, from, verdict) => {
    expect(await verdictOf({ text: RELEASE, from })).toBe(verdict);
  });

  it('does not take a claimed sender for a proven one', async () => {
    const { body } = await ask({ text: RELEASE, from: 'press@acme.example' });
    expect([body.verdict, body.origin]).toEqual(['unverified', 'unproven-mail']);
  });

  it('holds it against what the newsroom has said lately: the same corroborates', async () => {
    expect(await verdictOf({ text: RELEASE })).not.toBe('corroborated');
    await say(2, BODY);
    expect(await verdictOf({ text: RELEASE })).toBe('corroborated');
  });

  it('a regulated notice corroborates too', async () => {
    await say(2, BODY, { channel: 'regulator', url: 'https://www.info-financiere.fr/1', outlet: 'AMF' });
    expect(await verdictOf({ text: RELEASE })).toBe('corroborated');
  });

  it('a denial of the newsroom refutes', async () => {
    await say(2, 'Acme denies all of the information: it does not restate its accounts.');
    const { body } = await ask({ text: RELEASE });
    expect([body.verdict, body.advice]).toEqual([
      'refuted',
      'The brand has denied it. Withdraw what was published.',
    ]);
  });

  it.each<[string, number, string, Parameters<typeof mention>[2]]>([
    ['said four days ago', 96, BODY, {}],
    ['said about something else', 2, 'Acme announces that its CEO resigns.', {}],
    [
      'said by a newspaper',
      2,
      BODY,
      { channel: 'news', url: 'https://journal.example/1', outlet: 'Journal' },
    ],
    ['said of another brand', 2, BODY, { brand: 'other' }],
  ])('what was %s corroborates nothing', async (_, hoursAgo, text, more) => {
    await say(hoursAgo, text, more);
    expect(await verdictOf({ text: RELEASE })).not.toBe('corroborated');
  });

  it.each([
    ['an unknown brand', { brand: 'none', text: RELEASE }, 404, 'no brand "none" is configured'],
    [
      'no brand',
      { brand: undefined, text: RELEASE },
      400,
      'body: "brand": Invalid input: expected string, received undefined',
    ],
    ['an unknown field', { text: RELEASE, verdict: 'official' }, 400, 'body: Unrecognized key: "verdict"'],
    ['nothing to judge', {}, 400, 'the input is empty: paste or name the text to be judged'],
    [
      'a file that is no base64',
      { file: { name: 'a.txt', base64: 'é' } },
      400,
      'body: "file.base64": Invalid base64-encoded string',
    ],
    [
      'an empty file',
      { file: { name: 'a.txt', base64: '' } },
      400,
      'a.txt is empty: paste or name the text to be judged',
    ],
    [
      'a file that is no mail',
      { file: { name: 'a.eml', base64: 'QQ==' } },
      400,
      'this is no e-mail: it has no From, Subject, Date or Message-ID',
    ],
    [
      'broken JSON to judge',
      { text: '{"text":' },
      400,
      expect.stringMatching(/^the input begins like JSON and cannot be read as such: /),
    ],
    [
      'where it came from, at length',
      { text: RELEASE, from: 'x'.repeat(501) },
      400,
      'body: "from": Too big: expected string to have <=500 characters',
    ],
    [
      'a text beyond the limit',
      { text: 'x'.repeat(MAX_RECEIVED_BYTES + 1) },
      400,
      `body: "text": Too big: expected string to have <=${MAX_RECEIVED_BYTES} characters`,
    ],
  ])('refuses %s', async (_, body, status, error) => {
    expect(await ask(body)).toEqual({ status, body: { error } });
  });

  it('takes a text as long as the limit', async () => {
    const { status, body } = await ask({ text: RELEASE.padEnd(MAX_RECEIVED_BYTES, '.') });
    expect([status, body.role]).toEqual([200, 'release']);
  });

  it('refuses a body that is far too large, without reading it', async () => {
    expect(await ask({ text: 'x'.repeat(2 * MAX_RECEIVED_BYTES) })).toEqual({
      status: 413,
      body: { error: `body: at most ${MAX_RECEIVED_BYTES} bytes of text` },
    });
  });

  it.each([
    ['what is no JSON', '{', {}, 400],
    ['a form', '{}', { 'content-type': 'text/plain' }, 415],
    ['another site', '{}', { origin: 'https://evil.example' }, 403],
    ['a page that is not ours', '{}', { 'x-vigie-console': undefined }, 403],
  ])('refuses %s', async (_, body, headers, status) => {
    expect((await send(body, headers)).status).toBe(status);
  });
});
