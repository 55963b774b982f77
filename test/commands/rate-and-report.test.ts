import { join } from 'node:path';
import pino from 'pino';
import { type Command, type Incident, Command as Schema } from '#alerting/incident';
import { TOPICS } from '#ingest/bus/bus';
import { systemClock } from '#ingest/clock';
import { openEmbeddedBusAndState } from '#ingest/open-embedded';
import { onePage, ratedIncident } from '../alerting/noise/rated-incident';
import { until } from '../contract/until';
import { startVigie, writeConfig } from '../real-process';
import { temporaryFolder } from '../temporary-folder';

const folder = temporaryFolder();
const FILES = {
  'vigie.yaml': `notifiers: [{ name: terminal, kind: console }]
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
  const { ended, output, errors } = startVigie(['--config', join(folder(), 'config'), ...args]);
  return { code: await ended, output: output().trim(), errors: errors().trim() };
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

  it('is reported by rule, over the time that was asked for', async () => {
    const january = ['--from', '2026-01-01', '--to', '2026-01-29'];
    const [table, json] = await Promise.all([
      vigie('rules', 'report', ...january),
      vigie('rules', 'report', ...january, '--json'),
    ]);
    expect(table).toEqual({
      code: 0,
      output: [
        'rule         a week  pages  rated  useful    threshold',
        'vinci-storm  0.8     3      2      1 (50 %)  num_events 50 (now 20) would have kept the useful one and spared the other',
        'vinci-idle   0.0     0      0      –         no pages',
      ].join('\n'),
      errors:
        'pages from 2026-01-01T00:00:00.000Z to 2026-01-29T00:00:00.000Z; one that two rules raised counts for both; one that a threshold keeps may come later',
    });
    expect(JSON.parse(json.output)).toMatchObject({
      from: '2026-01-01T00:00:00.000Z',
      rules: [{ rule: 'vinci-storm', advice: { kind: 'threshold', setting: 50 } }, { rule: 'vinci-idle' }],
    });
  }, 30_000);

  it('is asked of the running vigie in the name of a person, and refused where there is no page', async () => {
    const rate = (...args: readonly string[]) => vigie('incidents', 'rate', ...args);
    const [word, refused, shown] = await Promise.all([
      rate('inc-new', 'not-useful', '--by', 'Ada', '--note', 'a match'),
      rate('inc-calm', 'useful'),
      vigie('incidents', 'show', 'inc-bad'),
    ]);
    expect(word).toEqual({ code: 0, output: '"not useful" on page 1 of inc-new is on its way', errors: '' });
    expect([refused.code, refused.errors]).toEqual([
      1,
      'vigie: inc-calm: nobody has been paged about the incident: there is nothing to rate',
    ]);
    expect(shown.output).toContain('rated  page 1 not useful, by Ada');
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
  }, 30_000);
});
