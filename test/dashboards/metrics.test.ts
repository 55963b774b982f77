import pino from 'pino';
import { createMetrics } from '#dashboards/metrics';
import { systemClock } from '#ingest/clock';
import { openEmbeddedBusAndState } from '#ingest/open-embedded';
import { temporaryFolder } from '../temporary-folder';

const folder = temporaryFolder();

it('answers beside a source whose record cannot be read', async () => {
  const { bus, state } = await openEmbeddedBusAndState({
    dataFolder: folder(),
    clock: systemClock,
    log: pino({ level: 'silent' }),
  });
  const owned = await state.acquire('source/old');
  await owned.commit({ puts: [{ namespace: 'sources', key: 'old', value: { shape: 'of old' } }] });
  expect(await createMetrics({ bus, state, clock: systemClock }).text()).toContain('vigie_bus_lag');
  await bus.close();
  await state.close();
});

it('tells what became of mentions before the rules: one that came too late is not silently gone', async () => {
  const { bus, state } = await openEmbeddedBusAndState({
    dataFolder: folder(),
    clock: systemClock,
    log: pino({ level: 'silent' }),
  });
  const metrics = createMetrics({ bus, state, clock: systemClock });
  metrics.alerting({ kind: 'evaluated', mentions: { counted: 5, duplicate: 1, backfill: 2, late: 3 } });
  const lines = (await metrics.text()).split('\n');
  expect(lines.filter((line) => line.startsWith('vigie_mentions_evaluated_total{'))).toEqual([
    'vigie_mentions_evaluated_total{outcome="counted"} 5',
    'vigie_mentions_evaluated_total{outcome="duplicate"} 1',
    'vigie_mentions_evaluated_total{outcome="backfill"} 2',
    'vigie_mentions_evaluated_total{outcome="late"} 3',
  ]);
  await bus.close();
  await state.close();
});
