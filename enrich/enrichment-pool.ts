import { RetriableError } from '#ingest/bus/bus';
import { startThread, type Thread } from '#ingest/thread';
import type { Brand } from './brand';
import type { BrandMention } from './brand-mention';

/** What an enrichment thread needs to know; plain data, as it is handed to the thread. */
export type EnrichmentConfig = {
  readonly brands: readonly Brand[];
  readonly options?: Readonly<Record<string, unknown>>;
  readonly forcedBrands?: readonly string[];
  readonly sharesStories?: boolean;
};

/** A brand mention as JSON, with what is needed of it without reading that. */
export type BrandMentionJson = {
  readonly id: string;
  readonly brand: string;
  readonly json: string;
  /** Kinds of the enrichers that failed on it. */
  readonly failed: readonly string[];
};

/** A mention's brand mentions as JSON, or why it can never be read. */
export type EnrichedJson =
  | { readonly brandMentions: readonly BrandMentionJson[] }
  | { readonly error: string };

/** What a thread makes of some mentions, and the `StoryNews` in it as JSON. */
export type EnrichedPart = { readonly results: readonly EnrichedJson[]; readonly news: string | undefined };

/**
 * Enriches off the main thread. Answers stand in the order of the mentions. When a thread dies the call is tried
 * once on a new one, then rejects with a `RetriableError`.
 */
export type EnrichmentPool = {
  /** Answers when every other memory of stories could know of them too: its threads, and whom `tell` reaches. */
  readonly enrich: (mentions: readonly string[]) => Promise<readonly EnrichedJson[]>;
  /** Tells every thread what was judged before a restart, oldest first; see `Enrichment.remember`. */
  readonly remember: (known: readonly BrandMention[]) => Promise<void>;
  /** Tells every thread `StoryNews` of other processes, as JSON; resolves to why some of it cannot be read. */
  readonly hear: (news: readonly string[]) => Promise<readonly string[]>;
  readonly close: () => Promise<void>;
};

/** About 80 MB live; without a limit V8 lets garbage grow to three times as much before it looks. */
const OLD_GENERATION_MB = 160;
const YOUNG_GENERATION_MB = 16;

type Slot = { thread: Thread; busy: number };

/** Each thread keeps its own memory of stories; they tell each other. */
export function createEnrichmentPool({
  threads = 1,
  config,
  tell,
  youngGenerationMb = YOUNG_GENERATION_MB,
  start,
}: {
  readonly threads?: number;
  readonly config: EnrichmentConfig;
  /** Memory of each thread for what is new; three times the default saves a tenth of the processor time. */
  readonly youngGenerationMb?: number;
  /** Tells other processes of stories. Default: there are none. */
  readonly tell?: (news: string) => Promise<void>;
  readonly start?: () => Thread;
}): EnrichmentPool {
  const workerData: EnrichmentConfig = { ...config, sharesStories: threads > 1 || tell !== undefined };
  const resourceLimits = {
    maxYoungGenerationSizeMb: youngGenerationMb,
    maxOldGenerationSizeMb: OLD_GENERATION_MB,
  };
  const startOne = start ?? (() => startThread('enrichment', { workerData, resourceLimits }));
  let closed = false;
  const slots: Slot[] = Array.from({ length: threads }, () => ({ thread: startOne(), busy: 0 }));

  const callOn = async <Result>(slot: Slot, method: string, argument: unknown): Promise<Result> => {
    const { thread } = slot;
    slot.busy++;
    try {
      return await thread.call<Result>(method, argument);
    } catch (error) {
      if (closed || !isThreadDeath(error)) throw error;
      if (slot.thread === thread) slot.thread = startOne();
      return await retryOnce<Result>(slot, method, argument, error);
    } finally {
      slot.busy--;
    }
  };
  const hear = (slot: Slot, news: readonly string[]) => callOn<readonly string[]>(slot, 'hear', news);
  const spread = async (from: Slot, news: string) => {
    const others = slots.filter((slot) => slot !== from);
    await Promise.all([tell?.(news), ...others.map((slot) => hear(slot, [news]))]);
  };

  return {
    enrich: async (mentions) => {
      const free = slots.reduce((least, slot) => (slot.busy < least.busy ? slot : least));
      const { results, news } = await callOn<EnrichedPart>(free, 'enrich', mentions);
      if (news !== undefined) await spread(free, news);
      return results;
    },
    remember: async (known) => {
      await Promise.all(slots.map((slot) => callOn<void>(slot, 'remember', known)));
    },
    hear: async (news) => {
      const [unreadable = []] = await Promise.all(slots.map((slot) => hear(slot, news)));
      return unreadable;
    },
    close: async () => {
      closed = true;
      await Promise.all(slots.map(({ thread }) => thread.close()));
    },
  };
}

async function retryOnce<Result>(
  { thread }: Slot,
  method: string,
  argument: unknown,
  first: unknown,
): Promise<Result> {
  try {
    return await thread.call<Result>(method, argument);
  } catch (error) {
    if (!isThreadDeath(error)) throw error;
    throw new RetriableError('the enrichment thread died twice over the same mentions', { cause: first });
  }
}

/** `startThread` rejects with these words when the thread is gone; errors of a method have the method's own. */
function isThreadDeath(error: unknown): boolean {
  return error instanceof Error && /^thread enrichment (failed|ended|is closed)/.test(error.message);
}
