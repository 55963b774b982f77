import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfig } from '#config/load-config';
import { plugins } from '#config/plugins';
import { createEnrichment } from '#enrich/enrich-mention';
import { openEmbeddedStore } from '#enrich/store/embedded';
import { systemClock } from '#ingest/clock';
import { Mention } from '#ingest/mention';
import { packageRoot } from '#ingest/thread';
import { writeConfig } from '../real-process';
import { temporaryFolder } from '../temporary-folder';
import { runCommand } from './run-command';

const folder = temporaryFolder();
let config = '';

/** The shipped rules and brand over the recorded day to 17:00, as `vigie run` would have stored it. */
beforeAll(async () => {
  const shipped = join(packageRoot(), 'config');
  config = writeConfig(join(folder(), 'config'), {
    'vigie.yaml':
      'timezone: Europe/Paris\nnotifiers: [{ name: terminal, kind: console }]\nreceivers: [{ name: team, notifiers: [terminal] }]\nroute: { receiver: team }\n',
  });
  for (const name of ['brands', 'rules'])
    cpSync(join(shipped, name), join(config, name), { recursive: true });
  const { config: loaded } = await loadConfig({ folder: config, env: {}, plugins });
  if (!loaded) throw new Error('the configuration has mistakes');
  const { enrich } = await createEnrichment({ brands: loaded.brands });
  const mentions = readFileSync(join(shipped, 'replays/vinci-2016.ndjson'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => Mention.parse(JSON.parse(line)))
    .filter(({ publishedAt }) => publishedAt < '2016-11-22T16:00')
    .flatMap((mention) => enrich(mention));
  const store = await openEmbeddedStore({ dataFolder: loaded.settings.data, clock: systemClock });
  await store.save(mentions);
  await store.close();
});

async function vigie(...args: string[]) {
  const ran = await runCommand(['--config', config, 'rules', ...args]);
  const failure = ran.code === 0 ? undefined : ran.errors.trim();
  return { ...ran, failure };
}

const DAY = ['--from', '2016-11-22', '--to', '2016-11-22'];

describe('vigie rules backtest', () => {
  it('tells what the shipped rules would have done on 22 November 2016, and how soon', async () => {
    const incidents = join(folder(), 'incidents.yaml');
    writeFileSync(
      incidents,
      '- { name: the fake release, brand: vinci, from: "2016-11-22T16:05", to: "2016-11-22T16:49" }\n',
    );
    const { failure, output, progress } = await vigie('backtest', ...DAY, '--incidents', incidents, '--json');
    expect(failure).toBeUndefined();
    expect(progress[0]).toMatch(/^\[#+\.+\] +\d+ % {2}1,000 of 2,\d{3} mentions, \d+ s left$/);
    expect(progress.at(-1)).toBe('');
    const { rules, all, pages } = JSON.parse(output);
    const byRule = Object.fromEntries(rules.map((rule: { rule: string }) => [rule.rule, rule]));
    expect(byRule['vinci-press-release']).toMatchObject({
      alerts: 1,
      detected: [{ name: 'the fake release', afterMs: expect.any(Number) }],
    });
    expect(byRule['vinci-certificate']).toMatchObject({ alerts: 0, pages: 0, quietWeeks: 1, weeks: 1 });
    expect(all.detected[0].afterMs).toBeLessThan(10_000);
    expect(pages[0]).toMatchObject({ brand: 'vinci', reason: 'first notification', severity: 'critical' });
    expect(new Set(pages.map(({ incident }: { incident: string }) => incident)).size).toBe(1);
  });

  it('shows in a table what another version of a rule would have changed', async () => {
    const shipped = readFileSync(join(config, 'rules/vinci.yaml'), 'utf8');
    const bolder = join(folder(), 'bolder.yaml');
    writeFileSync(bolder, shipped.replace('threshold_cur: 50', 'threshold_cur: 20'));
    const { failure, output, errors } = await vigie(
      ...['backtest', ...DAY, '--rule', 'vinci-storm', '--against', bolder],
    );
    expect(failure).toBeUndefined();
    expect(errors).toContain(`A: rules/vinci.yaml\nB: ${bolder}\n`);
    const [a, b] = [...output.matchAll(/^vinci-storm +(\d+) +(\d+)/gm)].map(([, alerts]) => alerts);
    expect([a, b]).toEqual(['1', '1']);
    expect(output).toMatch(
      /^both +2016-11-22 16:07:\d\d +vinci +vinci-storm +first notification +B 1 minute \d+ seconds earlier$/m,
    );
  });

  it('lists the mistakes of the other version', async () => {
    const broken = join(folder(), 'broken.yaml');
    writeFileSync(broken, 'version: 1\nrules:\n  - { name: a, type: spike, timeframe: 10m }\n');
    const { failure, errors } = await vigie('backtest', ...DAY, '--against', broken);
    expect(failure).toMatch(/broken\.yaml has \d mistakes; mend them and try again$/);
    expect(errors).toContain('broken.yaml:3:5 rules[0]');
  });

  it.each([
    [['--from', 'yesterday', '--to', '2016-11-22'], /^vigie: --from "yesterday": expected a day such as/],
    [
      ['--from', '2016-11-23', '--to', '2016-11-22'],
      /^vigie: --from "2016-11-23": it must lie before --to "2016-11-22"/,
    ],
    [['--from', '2012-01-01', '--to', '2012-02-01'], /nor shortly before: the store holds 2016-11-22T/],
    [
      [...DAY, '--rule', 'vinci-strom'],
      /^vigie: no rule is called "vinci-strom"; there are: vinci-press-release, /,
    ],
    [[...DAY, '--against', 'none.yaml', '--rule', 'x'], /^vigie: --against none.yaml: there is no such file/],
    [[...DAY, '--incidents', 'none.yaml'], /^vigie: --incidents none.yaml: there is no such file/],
  ])('%j says what is wrong', async (args, message) => {
    expect((await vigie('backtest', ...args)).failure).toMatch(message);
  });
});

describe('vigie rules explain', () => {
  it('says so when nothing is stored of the time before', async () => {
    const { output, errors } = await vigie(
      'explain',
      'vinci-negativity',
      '--at',
      '2012-01-31T12:00',
      '--json',
    );
    expect(errors).toBe('no mention is stored from 2012-01-24T11:00:00.000Z to --at\n');
    expect(JSON.parse(output)).toMatchObject({
      group: { brand: 'vinci' },
      seen: 0,
      outcome: { kind: 'quiet' },
    });
  });

  it('says when a time cannot be read, a rule is not there, or is not about the brand', async () => {
    const failures = [
      await vigie('explain', 'vinci-negativity', '--at', 'noon'),
      await vigie('explain', 'vinci-tone', '--at', '2016-11-22T16:12'),
      await vigie('explain', 'vinci-negativity', '--at', '2016-11-22T16:12', '--brand', 'acme'),
    ].map(({ failure }) => failure);
    expect(failures).toEqual([
      expect.stringMatching(/^vigie: --at "noon": expected a day such as .*, or a time such as/),
      expect.stringMatching(/^vigie: no rule is called "vinci-tone"; there are: vinci-press-release, /),
      'vigie: no brand is called "acme"; there are: vinci',
    ]);
  });

  it.each([
    [
      'vinci-storm',
      '2016-11-22T16:12',
      ['fires since 2016-11-22 16:07:', 'not over: the whole window ', 'opened'],
    ],
    ['vinci-storm', '2016-11-22T15:30', ['does not fire', 'threshold_cur ', 'at least 50', 'held']],
    ['vinci-press-release', '2016-11-22T16:06', ['fires since 2016-11-22 16:05:02', 'likely-fake', 'opened']],
    [
      'vinci-negativity',
      '2016-11-22T15:30',
      ['does not fire', 'min_denominator ', 'nineteen times in twenty', 'held'],
    ],
  ])('shows what %s saw at %s', async (name, at, parts) => {
    const { failure, output } = await vigie('explain', name, '--at', at, '--brand', 'vinci');
    expect(failure).toBeUndefined();
    for (const part of parts) expect(output).toContain(part);
  });
});
