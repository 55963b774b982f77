import type { Logger } from 'pino';
import { type Batch, type Bus, type Message, type OutgoingMessage, TOPICS } from '#ingest/bus/bus';
import type { BrandMention } from './brand-mention';
import type { BrandMentionJson, EnrichedJson, EnrichmentPool } from './enrichment-pool';
import { MentionsRefused, type Store } from './store/store';

const SMALLEST_FULL_BATCH = 1_000;
/** So that the next parts are enriched while one is saved. */
const PARTS = 4;

/** What part of a batch came to, for counters. */
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
    maxBatch: Math.max(SMALLEST_FULL_BATCH, PARTS * stage.store.saveAtOnce),
    onBatch: (batch) => enrichBatch(stage, batch),
  });
}

/** While one part is saved and published, the pool already enriches the next. */
async function enrichBatch(stage: EnrichStage, batch: Batch): Promise<void> {
  const enriching = partsOf(batch.messages, stage.store.saveAtOnce).map((messages) => ({
    messages,
    results: stage.pool.enrich(messages.map(({ value }) => value)),
  }));
  // A part that fails fails the batch; the others' failures are then its repetition, not unheard ones.
  for (const { results } of enriching) results.catch(() => undefined);
  for (const { messages, results } of enriching) await passOn(stage, batch, messages, await results);
}

function partsOf(messages: readonly Message[], size: number): (readonly Message[])[] {
  const parts = Math.ceil(messages.length / size);
  return Array.from({ length: parts }, (_, part) => messages.slice(part * size, (part + 1) * size));
}

async function passOn(
  { bus, store, log, observe }: EnrichStage,
  batch: Batch,
  messages: readonly Message[],
  enriched: readonly EnrichedJson[],
): Promise<void> {
  const startedAt = performance.now();
  const results = await save(store, enriched);
  const brandMentions = results.flatMap((result) => ('error' in result ? [] : result.brandMentions));
  if (brandMentions.length > 0) await bus.publish(TOPICS.brandMentions, brandMentions.map(toMessage));
  // Last: a part that is handed over again because the store was away sets nothing aside twice.
  const unreadable = await setAside(batch, messages, results);
  if (unreadable > 0) log.warn({ unreadable, topic: batch.topic }, 'mentions could not be read or stored');
  observe?.({
    mentions: messages.length,
    brandMentions,
    unreadable,
    durationMs: performance.now() - startedAt,
  });
}

/** Saves what was enriched; the answer tells what the store refused as if it could not be read. */
async function save(store: Store, results: readonly EnrichedJson[]): Promise<readonly EnrichedJson[]> {
  const brandMentions = results.flatMap((result) => ('error' in result ? [] : result.brandMentions));
  if (brandMentions.length === 0) return results;
  try {
    await store.saveJson(brandMentions.map(({ json }) => json));
    return results;
  } catch (error) {
    if (!(error instanceof MentionsRefused)) throw error;
    return results.map((result) => refusalOf(result, error.reasons) ?? result);
  }
}

function refusalOf(
  result: EnrichedJson,
  reasons: MentionsRefused['reasons'],
): { readonly error: string } | undefined {
  if ('error' in result) return undefined;
  const refused = result.brandMentions.find(({ id }) => reasons.has(id));
  return refused && { error: `mention cannot be saved: ${reasons.get(refused.id)}` };
}

function toMessage({ brand, json }: BrandMentionJson): OutgoingMessage {
  return { key: brand, value: json };
}

/** All at once: a wave of them takes no longer than the one batch that carries their letters. */
async function setAside(
  batch: Batch,
  messages: readonly Message[],
  results: readonly EnrichedJson[],
): Promise<number> {
  const letters = results.flatMap((result, index) => {
    const message = messages[index];
    return message && 'error' in result ? [batch.deadLetter(message, new Error(result.error))] : [];
  });
  await Promise.all(letters);
  return letters.length;
}

/** Where releases come by; a storm of posts does not push them out of what is remembered. */
const RELEASE_CHANNELS = ['e-mail', 'newsroom', 'regulator', 'newswire'] as const;
const RELEASES_REMEMBERED = 200;

async function storedReleases(store: Store): Promise<BrandMention[]> {
  const pages = await Promise.all(
    RELEASE_CHANNELS.map((channel) => store.search({ channel, order: 'newest', limit: RELEASES_REMEMBERED })),
  );
  return pages.flatMap(({ mentions }) => mentions.filter(({ pressRelease }) => pressRelease !== undefined));
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
  known.push(...(await storedReleases(store)));
  if (known.length === 0) return;
  const once = [...new Map(known.map((mention) => [mention.id, mention])).values()];
  once.sort((a, b) => a.publishedAt.localeCompare(b.publishedAt));
  await pool.remember(once);
  log.info({ mentions: once.length }, 'running stories and judged releases are known again');
}
