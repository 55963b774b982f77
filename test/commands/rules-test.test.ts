import { join } from 'node:path';
import { startVigie, writeConfig } from '../real-process';
import { temporaryFolder } from '../temporary-folder';
import { runCommand } from './run-command';

const folder = temporaryFolder();

const FILES = {
  'vigie.yaml': `timezone: Europe/Paris
notifiers: [{ name: slack, kind: slack, webhookUrl: "\${SLACK_URL}" }]
receivers: [{ name: team, notifiers: [slack] }]
route: { receiver: team }
`,
  'brands/acme.yaml': 'id: acme\nname: Acme\nnames: [Acme]\nofficialDomains: [acme.com]\n',
  'rules/acme.yaml': `version: 1
rules:
  - { name: many, type: frequency, timeframe: 10m, num_events: 5 }
tests:
  - name: five pages
    start: 2016-11-22T16:00+01:00
    brand: acme
    input: [{ for: 5m, mentions: 5, sentiment: negative }]
    expect: [{ at: 4m, rule: many, pages: 1 }]
`,
  'rules/quiet.test.yaml': `version: 1
tests:
  - name: six are silent
    start: 2016-11-22T16:00+01:00
    brand: acme
    input: [{ for: 5m, mentions: 6 }]
    expect: []
`,
};

const writeFiles = () => writeConfig(join(folder(), 'config'), FILES);

/** Runs `vigie rules test` within this process; rejects as the command does. */
async function rulesTest(...args: string[]): Promise<string[]> {
  const { output, errors } = await runCommand(['--config', writeFiles(), 'rules', 'test', ...args]);
  if (errors.startsWith('vigie: ')) throw new Error(errors.trim().replace(/^vigie: /, ''));
  return output
    .trimEnd()
    .split('\n')
    .map((text) => text.trim());
}

const HEADLINE = 'Acme: 5 mentions in 10 min, since 16:03';

describe('vigie rules test', () => {
  it('tells of every test, and of those that fail what was expected and what came; without any secret set', async () => {
    const { child, ended, output, errors } = startVigie(['--config', writeFiles(), 'rules', 'test']);
    child.stdin?.end();
    const code = await ended;
    expect({ code, output: output().trimEnd().split('\n'), errors: errors() }).toEqual({
      code: 1,
      output: [
        'ok    rules/acme.yaml:5  five pages',
        'FAIL  rules/quiet.test.yaml:3  six are silent',
        '      expected   no page beyond those expected',
        '      got        1 page',
        `                 at 3m45s, 16:03 (first notification; many) ${HEADLINE}`,
        '2 test(s): 1 passed, 1 failed',
      ],
      errors: '',
    });
  }, 30_000);

  it('explains a test minute by minute, and takes only those that are named', async () => {
    const lines = await rulesTest(
      join(folder(), 'config', 'rules', 'acme.yaml'),
      '--only',
      'FIVE',
      '--explain',
    );
    expect(lines).toEqual([
      'ok    rules/acme.yaml:5  five pages',
      '0m 16:00     1 came, 1 negative | many 1 (1 in 10m)',
      '1m 16:01     1 came, 1 negative | many 1 (2 in 10m)',
      '2m 16:02     1 came, 1 negative | many 1 (3 in 10m)',
      '3m 16:03     1 came, 1 negative | many 1 (4 in 10m)',
      '4m 16:04     1 came, 1 negative | many 1 (5 in 10m)',
      '4m30s many fires: 5 mentions in 10 minutes; the alarm is set at 5 [the alarm is set at 5 in 10 minutes; over when there were 2 or fewer for 10 minutes]',
      '4m30s page 1 to team (first notification): Acme: 5 mentions in 10 min, since 16:04',
      '1 test(s): 1 passed, 0 failed',
    ]);
  }, 30_000);

  it('refuses a file without tests', async () => {
    await expect(rulesTest('none.yaml')).rejects.toThrow(
      /^none\.yaml holds no rule tests of this configuration; there are in: .*rules\/acme\.yaml, .*rules\/quiet\.test\.yaml$/,
    );
  });
});
