import pino from 'pino';
import { createMetrics } from '#dashboards/metrics';
import { systemClock } from '#ingest/clock';
import { openEmbeddedBusAndState } from '#ingest/open-embedded';
import { createFakeClock } from '../alerting/fake-clock';
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

it('says of each thing that Vigie stands on whether it answered', async () => {
  const { bus, state } = await openEmbeddedBusAndState({
    dataFolder: folder(),
    clock: systemClock,
    log: pino({ level: 'silent' }),
  });
  const metrics = createMetrics({ bus, state, clock: systemClock });
  metrics.dependency('bus', true);
  metrics.dependency('store', true);
  metrics.dependency('store', false);
  const lines = (await metrics.text()).split('\n');
  expect(lines.filter((line) => line.startsWith('vigie_dependency_up{'))).toEqual([
    'vigie_dependency_up{dependency="bus"} 1',
    'vigie_dependency_up{dependency="store"} 0',
  ]);
  await bus.close();
  await state.close();
});

it('answers while the bus and the state do not: what it says of them is left out, the rest is there', async () => {
  const { bus, state } = await openEmbeddedBusAndState({
    dataFolder: folder(),
    clock: systemClock,
    log: pino({ level: 'silent' }),
  });
  const clock = createFakeClock(Date.parse('2026-03-01T12:00:00.000Z'));
  const metrics = createMetrics({
    bus: { ...bus, lag: () => Promise.reject(new Error('no broker answers')) },
    state: { ...state, read: () => new Promise(() => {}) },
    clock,
  });
  metrics.dependency('bus', false);
  const text = metrics.text();
  await clock.advance(5_000);
  expect(await text).toContain('vigie_dependency_up{dependency="bus"} 0');
  expect(await text).not.toMatch(/^vigie_bus_lag\{/m);
  await bus.close();
  await state.close();
});
