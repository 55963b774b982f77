import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { writeConfig } from '../real-process';
import { temporaryFolder } from '../temporary-folder';
import { runCommand } from './run-command';

const folder = temporaryFolder();

const FILES = {
  'vigie.yaml': `console: { listen: { port: 0 } }
sources:
  - { name: recording, kind: replay, file: slow.ndjson, speed: 1 }
  - { name: partner, kind: webhook, port: 8790, secret: "\${PARTNER_SECRET}" }
  - { name: gone, kind: rss, url: "http://127.0.0.1:9/feed.xml", allowPrivateNetwork: true }
notifiers:
  - { name: slack, kind: slack, webhookUrl: "\${SLACK_URL}" }
receivers: [{ name: team, notifiers: [slack] }]
route: { receiver: team }
`,
  'brands/acme.yaml': 'id: acme\nname: Acme\nnames: [Acme]\nofficialDomains: [acme.com]\n',
  'bad.opml': 'no list',
  'slow.ndjson':
    '{"text":"a","publishedAt":"2026-01-01T00:00:00Z"}\n{"text":"b","publishedAt":"2026-01-01T09:00:00Z"}\n',
};

/** Runs the command in a configuration folder of its own. */
async function vigie(
  args: readonly string[],
  { input = '', env = {} }: { input?: string; env?: Record<string, string> } = {},
) {
  const config = writeConfig(join(folder(), 'config'), FILES);
  const { code, output, errors } = await runCommand(['--config', config, ...args], input, env);
  const plain = (text: string) => text.replaceAll(folder(), '').trim().split('\n');
  return { code, output: plain(output), errors: plain(errors) };
}

const help = '(vigie <command> --help shows what it takes)';
const searchHelp = '(a query that begins with a minus stands after --: vigie search -- -word)';
const privateAddress = 'http://127.0.0.1:9/x';

describe('a command that is called wrongly says what, where and how to mend it', () => {
  it.each([
    [['search', 'x', '--brand', 'acmee'], 1, ['vigie: no brand is called "acmee"; there are: acme']],
    [
      ['search', 'x', '--sentiment', 'angry'],
      2,
      [
        "error: option '--sentiment <label>' argument 'angry' is invalid. Allowed choices are negative, neutral, positive.",
        searchHelp,
      ],
    ],
    [['search', '-word'], 2, ["error: unknown option '-word'", searchHelp]],
    [['enrich', '--brand', 'x'], 1, ['vigie: no brand is called "x"; there are: acme']],
    [['incidents', '--brand', 'x'], 1, ['vigie: no brand is called "x"; there are: acme']],
    [
      ['incidents', 'ack'],
      2,
      [
        'error: vigie incidents has no "ack"; it has: show, export, acknowledge, snooze, resolve, reopen, rate',
        help,
      ],
    ],
    [['sources', 'imprt'], 2, ['error: vigie sources has no "imprt"; it has: import, export', help]],
    [['incidents', 'show', ''], 1, ['vigie: no incident begins with ""; there are: none']],
    [['incidents', 'show', 'inc'], 1, ['vigie: no incident begins with "inc"; there are: none']],
    [['incident', 'export', 'inc'], 1, ['vigie: no incident begins with "inc"; there are: none']],
    [
      ['incidents', 'snooze', 'inc', '--for', '0s'],
      1,
      ['vigie: --for "0s": expected a duration such as 30m or 2h'],
    ],
    [
      ['collect', '--once', '--feed', 'example'],
      1,
      ['vigie: --feed "example": expected an address such as https://example.com/feed.xml'],
    ],
    [
      ['collect', '--once', '--feed', privateAddress],
      1,
      [
        `${privateAddress}: 127.0.0.1 is a private or reserved address; add --allow-private-network if you trust it`,
        '0 mention(s) from 0 of 1 source(s)',
      ],
    ],
    [
      ['collect', '--opml', 'none.opml'],
      1,
      ['vigie: cannot read the feed list none.opml: there is no such file'],
    ],
    [
      ['replay', 'none.ndjson', '--speed', 'max'],
      1,
      ['vigie: cannot read the recording none.ndjson: there is no such file'],
    ],
  ])(
    '%j',
    async (args, code, errors) => {
      expect(await vigie(args)).toEqual({ code, output: [''], errors });
    },
    30_000,
  );
});

describe('commands that only look', () => {
  it('need no secrets: whoever is on call can handle an incident from any shell', async () => {
    expect(await vigie(['incidents'])).toEqual({ code: 0, output: ['no incidents'], errors: [''] });
  }, 30_000);

  it('enrich in order what can be read, and tell of the lines that cannot', async () => {
    const input = ['{"text":"Acme one"}', 'garbage', '[1]', '', '{"id":"b","title":"Acme two"}'].join('\n');
    const { code, output, errors } = await vigie(['enrich'], { input });
    expect(output.map((line) => JSON.parse(line).text)).toEqual(['Acme one', 'Acme two']);
    expect(errors).toEqual([
      expect.stringContaining('standard input, line 2: not JSON: '),
      'standard input, line 3: not a mention: the line: Invalid input: expected object, received array',
    ]);
    expect(code).toBe(1);
  }, 30_000);
});

describe('replay', () => {
  const play = (name: string, bytes: Buffer | string) => {
    const file = join(folder(), name);
    writeFileSync(file, bytes);
    return vigie(['replay', file, '--speed', 'max'], {
      env: { PARTNER_SECRET: 'partner-secret', SLACK_URL: 'http://127.0.0.1:9/x' },
    });
  };

  it('refuses a compressed recording', async () => {
    const { code, errors } = await play('day.ndjson.gz', gzipSync('{"text":"Acme"}\n'));
    expect([code, errors]).toEqual([
      1,
      ['vigie: cannot read the recording /day.ndjson.gz: it is compressed; unpack it with gunzip first'],
    ]);
  }, 30_000);

  it('plays one with a byte-order mark, and counts at the end what it could not read', async () => {
    const { code, errors } = await play('day.ndjson', '\ufeff{"text":"Acme"}\r\n{bad\n[]\n');
    expect(errors.at(-1)).toMatch(
      /^1 mention\(s\) played in .* s; lines dropped: 1 not JSON, 1 not a mention$/,
    );
    expect(code).toBe(0);
  }, 30_000);

  it('fails when no line is a mention', async () => {
    const { code, errors } = await play('day.ndjson', 'a,b\n1,2\n');
    expect([code, errors.at(-1)]).toEqual([1, 'vigie: /day.ndjson: no line could be read as a mention']);
  }, 30_000);
});

it('collect --once waits for no recording', async () => {
  const env = { PARTNER_SECRET: 'partner-secret', SLACK_URL: 'http://127.0.0.1:9/x' };
  const { code, output } = await vigie(['collect', '--once', '--only', 'recording'], { env });
  expect([code, output.map((line) => JSON.parse(line).text)]).toEqual([0, ['a', 'b']]);
}, 30_000);

it('a doctor names every source and channel, and keeps their secrets', async () => {
  const env = { PARTNER_SECRET: 'partner-secret', SLACK_URL: 'http://127.0.0.1:9/services/slack-secret' };
  const { code, output, errors } = await vigie(['doctor'], { env });
  expect(output).toEqual([
    'ok    configuration: /config: 1 brand(s), 0 rule(s)',
    expect.stringMatching(/^ok {4}data folder: \/data is writable, \d+ GiB free$/),
    expect.stringContaining('source recording: '),
    'ok    source partner: takes what comes from http://127.0.0.1:8790/mentions; nothing to ask',
    expect.stringMatching(/^FAIL {2}source gone: http:\/\/127\.0\.0\.1:9\/feed\.xml: /),
    expect.stringMatching(/^FAIL {2}notifier slack: /),
  ]);
  expect([...output, ...errors].join()).not.toMatch(/partner-secret|slack-secret/);
  expect(code).toBe(1);
}, 30_000);
