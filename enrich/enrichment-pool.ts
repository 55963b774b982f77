import { RetriableError } from '#ingest/bus/bus';
import { startThread, type Thread } from '#ingest/thread';
import type { Brand } from './brand';
import type { BrandMention } from './brand-mention';

/** What an enrichment thread needs to know; plain data, as it is handed to the thread. */
export type EnrichmentConfig = {
  readonly brands: readonly Brand[];
  readonly options?: Readonly<Record<string, unknown>>;
  readonly forcedBrands?: readonly string[];
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

/**
 * Enriches off the main thread. Answers stand in the order of the mentions. When a thread dies the call is tried
 * once on a new one, then rejects with a `RetriableError`.
 */
export type EnrichmentPool = {
  readonly enrich: (mentions: readonly string[]) => Promise<readonly EnrichedJson[]>;
  /** Tells every thread what was judged before a restart, oldest first; see `Enrichment.remember`. */
  readonly remember: (known: readonly BrandMention[]) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** About 80 MB live; without a limit V8 lets garbage grow to three times as much before it looks. */
const LIMITS = { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 160 };

type Slot = { thread: Thread; busy: number };

/**
 * Each thread keeps its own memory of stories: with more than one, copies of a story that fall to different
 * threads may get different story ids. One thread enriches several thousand mentions a second.
 */
export function createEnrichmentPool({
  threads = 1,
  config,
  start = () => startThread('enrichment', { workerData: config, resourceLimits: LIMITS }),
}: {
  readonly threads?: number;
  readonly config: EnrichmentConfig;
  readonly start?: () => Thread;
}): EnrichmentPool {
  let closed = false;
  const slots: Slot[] = Array.from({ length: threads }, () => ({ thread: start(), busy: 0 }));

  const callOn = async <Result>(slot: Slot, method: string, argument: unknown): Promise<Result> => {
    const { thread } = slot;
    slot.busy++;
    try {
      return await thread.call<Result>(method, argument);
    } catch (error) {
      if (closed || !isThreadDeath(error)) throw error;
      if (slot.thread === thread) slot.thread = start();
      return await retryOnce<Result>(slot, method, argument, error);
    } finally {
      slot.busy--;
    }
  };

  return {
    enrich: (mentions) => {
      const free = slots.reduce((least, slot) => (slot.busy < least.busy ? slot : least));
      return callOn(free, 'enrich', mentions);
    },
    remember: async (known) => {
      await Promise.all(slots.map((slot) => callOn<void>(slot, 'remember', known)));
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
