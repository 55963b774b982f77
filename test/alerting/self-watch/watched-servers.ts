import { pino } from 'pino';
import type { Notifier } from '#alerting/notifier';
import type { FoundationName, Page } from '#alerting/page';
import { dependenciesOf, type Place } from '#alerting/self-watch/dependency';
import { type SelfWatch, startSelfWatch } from '#alerting/self-watch/self-watch';
import type { State, StateRecord } from '#ingest/state/state';
import { createFakeClock, type FakeClock } from '../fake-clock';

export const START = Date.parse('2026-03-01T12:00:00.000Z');

/** From second to second: it fails at once, or hangs until the end. */
export type Failing = readonly (readonly [from: number, to: number, how?: 'hangs'])[];

/** When each thing fails. */
export type Script = Partial<Record<FoundationName, Failing>>;

export const PLACES: Readonly<Record<FoundationName, Place>> = {
  bus: { kind: 'kafka', at: 'kafka:9092' },
  state: { kind: 'elasticsearch', at: 'http://search:9200' },
  store: { kind: 'elasticsearch', at: 'http://search:9200' },
};

/** Servers on a fake clock that fail by script. The embedded ones live in threads, for which that clock cannot wait. */
export function servers(script: Script, clock: FakeClock = createFakeClock(START)) {
  const kept = new Map<string, StateRecord>();
  const asked: Record<FoundationName, number> = { bus: 0, state: 0, store: 0 };
  const seconds = () => (clock.now() - START) / 1_000;
  const answer = async (name: FoundationName): Promise<void> => {
    const now = seconds();
    const failing = script[name]?.find(([from, to]) => now >= from && now < to);
    if (!failing) return;
    if (failing[2] !== 'hangs') throw new Error(`${name}: connection refused`);
    await clock.sleep((failing[1] - now) * 1_000);
  };
  const ask = async (name: FoundationName): Promise<void> => {
    asked[name]++;
    await answer(name);
  };
  const state: Pick<State, 'acquire' | 'read'> = {
    read: async () => {
      await ask('state');
      return [...kept.values()].map((record) => ({ ...record, owner: 'operators' }));
    },
    acquire: async () => ({
      positions: () => [],
      get: async () => undefined,
      list: async () => [],
      commit: async ({ puts = [] }) => {
        await answer('state');
        for (const record of puts) kept.set(record.key, record);
      },
    }),
  };
  const bus = { lag: () => ask('bus').then(() => []) };
  const store = { get: () => ask('store').then(() => undefined) };
  return {
    clock,
    seconds,
    asked,
    state,
    dependencies: dependenciesOf({ bus, state, store, places: PLACES }),
  };
}

/** A watch over these servers, and what its operators were sent: `40s Vigie: Kafka does not answer …`. */
export function watchOver(world: ReturnType<typeof servers>, more: Partial<SelfWatch> = {}) {
  const told: string[] = [];
  const pages: Page[] = [];
  const channel: Notifier = {
    destinations: ['ops'],
    paceMs: 0,
    send: async ({ page }) => {
      told.push(`${world.seconds()}s ${page.headline}`);
      pages.push(page);
      return { ok: true };
    },
    check: async () => {},
  };
  const watching = startSelfWatch({
    dependencies: world.dependencies,
    state: world.state,
    operators: { receiver: 'operators', after: 30_000 },
    partitions: () => new Set([0, 1]),
    receivers: [{ name: 'operators', notifiers: ['channel'] }],
    notifiers: new Map([['channel', channel]]),
    clock: world.clock,
    random: () => 0,
    log: pino({ level: 'silent' }),
    timezone: 'UTC',
    ...more,
  });
  return { told, pages, stop: watching.stop };
}
