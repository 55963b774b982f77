import type { Logger } from 'pino';
import { type Bus, type Subscription, TOPICS } from '#ingest/bus/bus';
import type { Clock } from '#ingest/clock';
import type { EnrichmentPool } from './enrichment-pool';

/** Covers what was told before it can be found in the store, and clocks that differ; hearing it twice is safe. */
const LOOK_BACK_MS = 60_000;

/** Publishes what this process has learned of stories; `origin` is its own name among all, made anew at each start. */
export function tellStories(bus: Pick<Bus, 'publish'>, origin: string): (news: string) => Promise<void> {
  // One key: what a process tells stays in order.
  return (news) => bus.publish(TOPICS.stories, [{ key: origin, value: news }]);
}

/** Hands what other processes tell of stories to the enrichment threads, until stopped. */
export async function followStories({
  bus,
  origin,
  pool,
  clock,
  log,
}: {
  readonly bus: Pick<Bus, 'follow'>;
  readonly origin: string;
  readonly pool: Pick<EnrichmentPool, 'hear'>;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'warn'>;
}): Promise<Subscription> {
  return await bus.follow({
    topic: TOPICS.stories,
    since: clock.now() - LOOK_BACK_MS,
    onMessages: async (messages) => {
      const news = messages.filter(({ key }) => key !== origin).map(({ value }) => value);
      if (news.length === 0) return;
      const unreadable = await pool.hear(news);
      if (unreadable.length > 0)
        log.warn({ unreadable }, 'could not read what other enrich workers tell of stories');
    },
  });
}
