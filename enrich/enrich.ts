import type { Logger } from 'pino';
import { type Batch, type Bus, type OutgoingMessage, TOPICS } from '#ingest/bus/bus';
import type { BrandMention } from './brand-mention';
import type { BrandMentionJson, EnrichedJson, EnrichmentPool } from './enrichment-pool';
import type { Store } from './store/store';

/** What a batch came to, for counters. */
export type EnrichedBatch = {
  readonly mentions: number;
  readonly brandMentions: readonly Pick<BrandMentionJson, 'brand' | 'failed'>[];
  readonly unreadable: number;
  readonly durationMs: number;
};

export type EnrichStage = {
  readonly bus: Bus;
  readonly store: Store;
  readonly pool: EnrichmentPool;
  readonly log: Pick<Logger, 'info' | 'warn'>;
  readonly observe?: (batch: EnrichedBatch) => void;
  /** Mentions of the store that the story memory starts with; default 2,000. */
  readonly rememberMentions?: number;
};

/**
 * Reads mentions, saves and then publishes their brand mentions: what a rule hears of can be looked up. Ids are
 * derived from the mention, so that a batch delivered again overwrites itself.
 */
export async function startEnriching(stage: EnrichStage): Promise<{ stop(): Promise<void> }> {
  await rememberStored(stage);
  return await stage.bus.subscribe({
    group: 'enrich',
    topics: [TOPICS.mentions],
    maxBatch: 250,
    onBatch: (batch) => enrichBatch(stage, batch),
  });
}

async function enrichBatch({ bus, store, pool, log, observe }: EnrichStage, batch: Batch): Promise<void> {
  const startedAt = performance.now();
  const results = await pool.enrich(batch.messages.map(({ value }) => value));
  const unreadable = await buryUnreadable(batch, results);
  if (unreadable > 0) log.warn({ unreadable, topic: batch.topic }, 'mentions could not be read');
  const brandMentions = results.flatMap((result) => ('error' in result ? [] : result.brandMentions));
  if (brandMentions.length > 0) {
    await store.saveJson(brandMentions.map(({ json }) => json));
    await bus.publish(TOPICS.brandMentions, brandMentions.map(toMessage));
  }
  observe?.({
    mentions: batch.messages.length,
    brandMentions,
    unreadable,
    durationMs: performance.now() - startedAt,
  });
}

function toMessage({ brand, json }: BrandMentionJson): OutgoingMessage {
  return { key: brand, value: json };
}

async function buryUnreadable(batch: Batch, results: readonly EnrichedJson[]): Promise<number> {
  let unreadable = 0;
  for (const [index, result] of results.entries()) {
    const message = batch.messages[index];
    if (!message || !('error' in result)) continue;
    unreadable++;
    await batch.deadLetter(message, new Error(result.error));
  }
  return unreadable;
}

async function rememberStored({ store, pool, log, rememberMentions = 2_000 }: EnrichStage): Promise<void> {
  const known: BrandMention[] = [];
  let after: string | undefined;
  do {
    const limit = Math.min(1_000, rememberMentions - known.length);
    if (limit <= 0) break;
    const page = await store.search({ order: 'newest', limit, ...(after === undefined ? {} : { after }) });
    known.push(...page.mentions);
    after = page.next;
  } while (after !== undefined);
  if (known.length === 0) return;
  await pool.remember(known.reverse());
  log.info({ mentions: known.length }, 'running stories are known again');
}
