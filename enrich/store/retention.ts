import { createTask } from 'node-cron';
import type { Logger } from 'pino';
import type { Bus } from '#ingest/bus/bus';
import type { Clock } from '#ingest/clock';
import type { Store } from './store';

export type RetentionOptions = {
  readonly bus: Pick<Bus, 'deleteOlderThan'>;
  readonly store: Pick<Store, 'deleteStoredBefore'>;
  /** How long messages and mentions are kept, from when we got them. Milliseconds. */
  readonly busMs: number;
  readonly storeMs: number;
  readonly clock: Clock;
  readonly log: Logger;
};

const ignore = () => {};
/** node-cron prints to the console unless it is given a logger. */
const SILENT = { info: ignore, warn: ignore, error: ignore, debug: ignore };

/** Deletes once what has been held longer than agreed. */
export async function deleteExpired({
  bus,
  store,
  busMs,
  storeMs,
  clock,
  log,
}: RetentionOptions): Promise<void> {
  try {
    const messages = await bus.deleteOlderThan(clock.now() - busMs);
    const mentions = await store.deleteStoredBefore(clock.now() - storeMs);
    if (messages + mentions > 0) log.info({ messages, mentions }, 'deleted what was held long enough');
  } catch (err) {
    log.error({ err }, 'retention failed; it is tried again within the hour');
  }
}

/** Deletes every hour, at an odd minute, what has been held longer than agreed. */
export function startRetention(options: RetentionOptions): { stop: () => Promise<void> } {
  const task = createTask('23 * * * *', () => deleteExpired(options), {
    logger: SILENT,
    unref: true,
    noOverlap: true,
  });
  void task.start();
  return { stop: async () => void (await task.destroy()) };
}
