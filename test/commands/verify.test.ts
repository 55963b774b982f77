import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { writeConfig } from '../real-process';
import { temporaryFolder } from '../temporary-folder';
import { runCommand } from './run-command';

const folder = temporaryFolder();

const BRAND = `id: valdor
name: Valdor
names: [Valdor]
officialDomains: [valdor.com]
pressContacts: [{ name: Jeanne Morel, phone: "+33 1 99 00 11 22", email: presse@valdor.com }]
languages: [fr, en]
`;
const RELEASE = `Press release
Lyon, 10 March 2026. Valdor announces that it restates its accounts for 2025 after irregularities.
About Valdor: turbines. Press contact: Jeanne Morel, +33 7 99 88 77 66.
`;
const BODY = 'Valdor announces that it restates its accounts for 2025. About Valdor: turbines.';
const MAIL = (authentication: string) =>
  [
    `Authentication-Results: mx.desk.example; ${authentication} header.from=valdor.com`,
    'Received: from a.example by mx.desk.example; Tue, 10 Mar 2026 18:00:05 +0100',
    'From: Valdor <presse@valdor.com>',
    'Subject: Valdor restates its accounts',
    'Content-Type: text/plain; charset=utf-8',
    '',
    BODY,
  ].join('\r\n');
const PAGE = `<html><title>Press release</title><p>${BODY}</p><a href="https://valdor.group/2">valdor.com</a></html>`;
const FILES = {
  'vigie.yaml': `notifiers: [{ name: slack, kind: slack, webhookUrl: "\${SLACK_URL}" }]
receivers: [{ name: team, notifiers: [slack] }]
route: { receiver: team }
`,
  'brands/valdor.yaml': BRAND,
  'own.yaml': BRAND,
  'wrong.yaml': 'id: valdor\nname: Valdor\nnames: [Valdor]\nofficialDomains: [valdor]\ncolour: red\n',
  'release.txt': RELEASE,
  'fake.eml': MAIL('dmarc=fail'),
  'real.eml': MAIL('dmarc=pass'),
  'page.html': PAGE,
  'quiet.txt': 'A fine day\nThe turbines of Valdor turn.',
  'empty.txt': '\n',
};

/** Runs the command in a folder that holds the files above. */
async function vigie(args: readonly string[], input = '') {
  const home = writeConfig(join(folder(), 'config'), FILES);
  const own = args.map((arg) => (arg in FILES ? join(home, arg) : arg));
  const { code, output, errors } = await runCommand(['--config', home, 'verify', ...own], input);
  const plain = (text: string) => text.replaceAll(home, '').trim();
  return { code, output: plain(output), errors: plain(errors).split('\n') };
}
const verdictIn = (output: string) => JSON.parse(output).verdict;

describe('vigie verify', () => {
  it('prints a table: the verdict, what to do, and each reason with its weight and its exact words', async () => {
    const { code, output } = await vigie(['--brand', 'valdor', 'release.txt']);
    const [verdict, advice, blank, ...reasons] = output.split('\n');
    expect([code, verdict, advice, blank]).toEqual([
      0,
      expect.stringMatching(/^Valdor: suspect \(score 0\.\d\d\)$/),
      'Do not use it. Call the brand on a number you had before.',
      '',
    ]);
    expect(reasons.slice(0, 4)).toEqual([
      '   +1.8  contacts      Jeanne Morel is on file as a press contact, this number is not.',
      '                       Jeanne Morel, +33 7 99 88 77 66',
      '   +1.3  claims        It claims: accounts restated.',
      '                       “restates its accounts” (sentence 2); figures: 2026, 2025',
    ]);
    expect(reasons).toContain('      ·  pose          It poses as a release of the brand.');
  });

  it('prints the same as JSON', async () => {
    const { code, output } = await vigie(['--brand', 'valdor', '--json', 'release.txt']);
    expect([code, output.split('\n').length]).toEqual([0, 1]);
    const { verdict, score, signals } = JSON.parse(output);
    expect([verdict, score > 0.5 && score < 1]).toEqual(['suspect', true]);
    expect(signals[0]).toEqual({
      name: 'contacts',
      weight: 1.8,
      evidence: 'Jeanne Morel, +33 7 99 88 77 66',
      explanation: 'Jeanne Morel is on file as a press contact, this number is not.',
    });
  });

  it.each([
    [['--json'], '{"verdict":null,"score":0,"signals":[]}'],
    [[], 'no verdict: the text neither poses as a release of Valdor nor reports one'],
  ])('says that there is no verdict on what is no release %j', async (options, output) => {
    const { code, ...printed } = await vigie(['--brand', 'valdor', ...options, 'quiet.txt']);
    expect([code, printed.output]).toEqual([0, output]);
  });

  it.each([
    ['standard input', ['--brand', 'valdor'], 'suspect'],
    ['standard input by its name', ['--brand', 'valdor', '-'], 'suspect'],
    ['a brand file', ['--brand', 'own.yaml', '-'], 'suspect'],
    ['a mail that its sender’s domain disowns', ['--brand', 'valdor', 'fake.eml'], 'likely-fake'],
    ['a mail that its sender’s domain vouches for', ['--brand', 'valdor', 'real.eml'], 'official'],
    ['a page whose links lie', ['--brand', 'valdor', 'page.html'], 'likely-fake'],
  ])('reads %s: %j', async (_, args, verdict) => {
    const { code, output, errors } = await vigie([...args, '--json'], RELEASE);
    expect([code, errors, verdictIn(output)]).toEqual([0, [''], verdict]);
  });

  it('takes what is said to have come before as seen', async () => {
    const flash = { text: 'VALDOR TO RESTATE ACCOUNTS', channel: 'newswire', time: '2026-03-10T17:10:00Z' };
    const said = { text: BODY, url: 'https://valdor.com/1', time: '2026-03-10T17:00:00Z' };
    const denied = { ...said, text: 'Valdor denies all of it: it does not restate its accounts.' };
    const lines = [[], [said], [denied]].map((context) => JSON.stringify({ ...flash, context }));
    const alone = await vigie(['--brand', 'valdor', '--json'], lines[1]);
    const { output } = await vigie(['--brand', 'valdor', '--ndjson'], lines.join('\n'));
    expect(output.split('\n').map(verdictIn)).toEqual(['unverified', 'corroborated', 'refuted']);
    expect(verdictIn(alone.output)).toBe('corroborated');
  });
});

describe('vigie verify --ndjson', () => {
  const LINES = [
    JSON.stringify({ text: BODY, url: 'https://valdor.group/1' }),
    '',
    '{broken',
    '{"title":7}',
    JSON.stringify({ text: 'A fine day' }),
    JSON.stringify({ text: BODY, url: 'https://valdor.com/1' }),
  ].join('\r\n');

  it('answers each line in its place, and one that cannot be read with what is wrong', async () => {
    const { code, output, errors } = await vigie(['--brand', 'valdor', '--ndjson'], LINES);
    const answers = output.split('\n').map((line) => JSON.parse(line));
    expect(answers.map(({ verdict, error }) => verdict ?? error ?? null)).toEqual([
      'likely-fake',
      expect.stringMatching(/^line 3: .*JSON/),
      'line 4: the mention.title: Invalid input: expected string, received number',
      null,
      'official',
    ]);
    expect(Object.keys(answers[1])).toEqual(['error']);
    expect([code, errors]).toEqual([1, ['']]);
  });

  it('judges each line by itself: no line counts as seen for the next', async () => {
    const said = JSON.stringify({ text: BODY, url: 'https://valdor.com/1' });
    const flash = JSON.stringify({
      text: 'VALDOR TO RESTATE ACCOUNTS',
      channel: 'newswire',
      time: '2026-03-10T17:00:00Z',
    });
    const { code, output } = await vigie(['--brand', 'valdor', '--ndjson', '-'], `${said}\n${flash}\n`);
    expect([code, output.split('\n').map(verdictIn)]).toEqual([0, ['official', 'unverified']]);
  });

  it('prints nothing for nothing', async () => {
    expect(await vigie(['--brand', 'valdor', '--ndjson'], '\n\n')).toEqual({
      code: 0,
      output: '',
      errors: [''],
    });
  });
});

describe('vigie verify of an address', () => {
  let server: Server;
  let origin = '';
  beforeAll(async () => {
    server = createServer((request, response) => {
      if (request.url !== '/page') return response.writeHead(404).end('gone');
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(PAGE);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  it('fetches the page and judges it with where it stands', async () => {
    const args = ['--brand', 'valdor', '--json', '--allow-private-network', `${origin}/page`];
    const { code, output } = await vigie(args);
    const { verdict, origin: from, signals } = JSON.parse(output);
    expect([code, verdict, from]).toEqual([0, 'likely-fake', 'look-alike']);
    expect(signals.map(({ evidence }: { evidence: string }) => evidence)).toContain('127.0.0.1');
  });

  it('says what the server answered, and how to go on', async () => {
    const { code, output, errors } = await vigie([
      '--brand',
      'valdor',
      '--allow-private-network',
      `${origin}/x`,
    ]);
    expect([code, output, errors]).toEqual([
      1,
      '',
      [`vigie: ${origin}/x answered 404: save the page to a file and name that instead`],
    ]);
  });

  it('leaves this machine alone where nobody allowed it', async () => {
    const { code, errors } = await vigie(['--brand', 'valdor', `${origin}/page`]);
    expect([code, errors.join()]).toEqual([1, expect.stringContaining('--allow-private-network')]);
  });
});

describe('vigie verify called wrongly says what, where and how to mend it', () => {
  it.each([
    [['--brand', 'valdorr', 'release.txt'], 1, ['vigie: no brand is called "valdorr"; there are: valdor']],
    [
      ['release.txt'],
      2,
      [expect.stringMatching(/^error: required option '--brand <id\|file>' not specified/)],
    ],
    [['--brand', 'none.yaml', '-'], 1, ['vigie: --brand none.yaml: there is no such file']],
    [
      ['--brand', 'wrong.yaml', '-'],
      1,
      [
        expect.stringMatching(/^\/wrong\.yaml:4:19 officialDomains\[0\]: expected a host name/),
        expect.stringMatching(/^\/wrong\.yaml:5:1 colour: unknown key "colour"/),
        'vigie: --brand /wrong.yaml: mend the file and try again',
      ],
    ],
    [
      ['--brand', 'valdor', 'none.txt'],
      1,
      [
        expect.stringMatching(
          /^vigie: none\.txt cannot be read: ENOENT.*; name a file, an address \(https:\/\/…\), or - for standard input$/,
        ),
      ],
    ],
    [
      ['--brand', 'valdor', '--ndjson', 'none.ndjson'],
      1,
      [expect.stringMatching(/^vigie: none\.ndjson cannot be read: ENOENT/)],
    ],
    [
      ['--brand', 'valdor', 'empty.txt'],
      1,
      ['vigie: empty.txt is empty: paste or name the text to be judged'],
    ],
    [['--brand', 'valdor'], 1, ['vigie: the input is empty: paste or name the text to be judged']],
  ])('%j', async (args, code, errors) => {
    const answer = await vigie(args);
    expect([answer.code, answer.output, answer.errors.slice(0, errors.length)]).toEqual([code, '', errors]);
  });
});
