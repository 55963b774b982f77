import { join } from 'node:path';
import pino from 'pino';
import { type Command, type Incident, Command as Schema } from '#alerting/incident';
import { TOPICS } from '#ingest/bus/bus';
import { systemClock } from '#ingest/clock';
import { openEmbeddedBusAndState } from '#ingest/open-embedded';
import { onePage, ratedIncident } from '../alerting/noise/rated-incident';
import { until } from '../contract/until';
import { writeConfig } from '../real-process';
import { temporaryFolder } from '../temporary-folder';
import { runCommand } from './run-command';

const folder = temporaryFolder();
const FILES = {
  'vigie.yaml': `timezone: Europe/Paris
notifiers: [{ name: terminal, kind: console }]
receivers: [{ name: team, notifiers: [terminal] }]
route: { receiver: team }
`,
  'brands/vinci.yaml': 'id: vinci\nname: Vinci\nnames: [Vinci]\nofficialDomains: [vinci.com]\n',
  'rules/vinci.yaml': `version: 1
rules:
  - { name: vinci-storm, type: frequency, timeframe: 10m, num_events: 20 }
  - { name: vinci-idle, type: frequency, timeframe: 10m, num_events: 90 }
`,
};
const frequency = { type: 'frequency' };
const INCIDENTS: readonly Incident[] = [
  onePage('inc-good', { ...frequency, seen: 50 }, true),
  onePage('inc-bad', { ...frequency, seen: 24 }, false),
  onePage('inc-new', { ...frequency, seen: 60 }),
  ratedIncident({ id: 'inc-calm', course: [{}] }),
];

const open = () =>
  openEmbeddedBusAndState({
    dataFolder: join(folder(), 'data'),
    clock: systemClock,
    log: pino({ level: 'silent' }),
  });

async function vigie(...args: readonly string[]) {
  const { code, output, errors } = await runCommand(['--config', join(folder(), 'config'), ...args]);
  const [told, failure] = code === 0 ? [errors, undefined] : ['', errors];
  return { output: output.trim(), errors: told.trim(), failure: failure?.trim().replace(/^vigie: /, '') };
}

describe('what people say of pages', () => {
  beforeEach(async () => {
    writeConfig(join(folder(), 'config'), FILES);
    const { bus, state } = await open();
    const owned = await state.acquire('alerting/0');
    await owned.commit({
      puts: INCIDENTS.map((value) => ({ namespace: 'incidents', key: value.id, value })),
    });
    await bus.close();
    await state.close();
  });

  it('is reported by rule, over the days that were asked for in the configured timezone', async () => {
    const january = ['--from', '2026-01-01', '--to', '2026-01-28'];
    expect(await vigie('rules', 'report', ...january)).toEqual({
      output: [
        'rule         a week  pages  rated  useful    threshold',
        'vinci-storm  0.8     3      2      1 (50 %)  num_events 50 (now 20) would have kept the useful one and spared the other',
        'vinci-idle   0.0     0      0      –         no pages',
      ].join('\n'),
      errors:
        'pages from 2026-01-01 00:00:00 to 2026-01-29 00:00:00; one that two rules raised counts for both; one that a threshold keeps may come later',
      failure: undefined,
    });
    const { output } = await vigie('rules', 'report', ...january, '--json');
    expect(JSON.parse(output)).toMatchObject({
      from: '2025-12-31T23:00:00.000Z',
      rules: [{ rule: 'vinci-storm', advice: { kind: 'threshold', setting: 50 } }, { rule: 'vinci-idle' }],
    });
  });

  it.each([
    [['--from', 'January'], /^--from "January": expected a day such as/],
    [
      ['--from', '2026-02-01', '--to', '2026-01-01'],
      /^--from "2026-02-01": it must lie before --to "2026-01-01"$/,
    ],
  ])('is not reported for %j', async (options, message) => {
    expect((await vigie('rules', 'report', ...options)).failure).toMatch(message);
  });

  it('is asked of the running vigie in the name of a person, and refused where there is no page', async () => {
    const word = await vigie(
      'incidents',
      'rate',
      'inc-new',
      'not-useful',
      '--by',
      'Ada',
      '--note',
      'a match',
    );
    expect(word).toEqual({
      output: '"not useful" on page 1 of inc-new is on its way',
      errors: '',
      failure: undefined,
    });
    expect((await vigie('incidents', 'rate', 'inc-calm', 'useful')).failure).toBe(
      'inc-calm: nobody has been paged about the incident: there is nothing to rate',
    );
    expect((await vigie('incidents', 'rate', 'inc-new', 'nice')).failure).toContain(
      'Allowed choices are useful, not-useful.',
    );
    expect((await vigie('incidents', 'show', 'inc-bad')).output).toContain('Page 1 was not useful, says Ada');
    const { bus, state } = await open();
    const asked: Command[] = [];
    const { stop } = await bus.subscribe({
      group: 'alerting',
      topics: [TOPICS.commands],
      onBatch: async ({ messages }) => {
        asked.push(...messages.map(({ value }) => Schema.parse(JSON.parse(value))));
      },
    });
    await until(() => asked.length > 0);
    expect(asked).toEqual([
      expect.objectContaining({
        by: 'Ada',
        brand: 'vinci',
        incident: 'inc-new',
        do: { kind: 'rate', useful: false, page: 1, note: 'a match' },
      }),
    ]);
    await stop();
    await bus.close();
    await state.close();
  });
});
