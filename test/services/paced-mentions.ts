import { type Bus, TOPICS } from '#ingest/bus/bus';
import type { Mention } from '#ingest/mention';
import { until } from '../contract/until';

const TICK_MS = 20;
const IN_BRAND_MENTION = /"mentionId":"good-(\d+)"/;

/** A mention of Acme, the numbered one; what is asked for replaces what it has. */
export function goodMention(number: number, more: Partial<Mention> = {}): Mention {
  const now = new Date().toISOString();
  return {
    ...{
      id: `good-${number}`,
      source: 'test',
      channel: 'social',
      text: `Acme opens its shop number ${number}`,
    },
    ...{ publishedAt: now, collectedAt: now },
    ...more,
  };
}

/** Publishes what `publish` is handed, so many a second, whatever each publication takes; resolves when all is durable. */
export async function atPace<Each>(
  all: readonly Each[],
  perSecond: number,
  publish: (some: readonly Each[]) => Promise<void>,
): Promise<void> {
  const startedAt = Date.now();
  const published: Promise<void>[] = [];
  for (let next = 0; next < all.length; ) {
    const due = Math.min(all.length, Math.ceil(((Date.now() - startedAt) / 1_000) * perSecond));
    if (due > next) {
      const publication = publish(all.slice(next, due));
      // It may reject long before it is awaited, when a test has given up.
      publication.catch(() => undefined);
      published.push(publication);
    }
    next = Math.max(next, due);
    await new Promise((resolve) => setTimeout(resolve, TICK_MS));
  }
  await Promise.all(published);
}

/**
 * Times good mentions from being handed to the bus to being read from `brand-mentions`, where they are published
 * once they are in the index.
 */
export async function startStopwatch(bus: Bus, mentions: number) {
  const startedAt = new Float64Array(mentions);
  const tookMs = new Float64Array(mentions).fill(Number.NaN);
  let arrived = 0;
  let repeated = 0;
  const arrive = (number: number, now: number) => {
    if (!Number.isNaN(tookMs[number])) {
      repeated += 1;
      return;
    }
    tookMs[number] = now - (startedAt[number] ?? 0);
    arrived += 1;
  };
  await bus.subscribe({
    group: 'stopwatch',
    topics: [TOPICS.brandMentions],
    onBatch: async ({ messages }) => {
      const now = Date.now();
      for (const { value } of messages) {
        const number = IN_BRAND_MENTION.exec(value)?.[1];
        if (number !== undefined) arrive(Number(number), now);
      }
    },
  });
  return {
    start: (number: number) => {
      startedAt[number] = Date.now();
    },
    /** Resolves when so many have arrived. */
    arrived: (count: number) => until(() => arrived >= count, 60_000),
    repeated: () => repeated,
    /** Of the mentions from this number on. */
    delays: (from: number, count: number) => [...tookMs.slice(from, from + count)],
  };
}

/** Of delays, the one that so large a share of them does not exceed; 1 gives the longest. Milliseconds. */
export function quantile(delays: readonly number[], share: number): number {
  const sorted = [...delays].sort((a, b) => a - b);
  return sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
}
