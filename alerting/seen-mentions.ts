import { createNumberSet } from './number-set';

/** Ids of one stretch of mentions, as stored: `latest` is the newest event time among them. */
export type SeenChunk = { latest: number; ids: number[] };

const CHUNK = 1_000;

/** 53 bits of a text, never 0: two different ids among a million share one with a chance of one in ten thousand. */
export function hashId(text: string): number {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    high = Math.imul(high ^ code, 2_654_435_761);
    low = Math.imul(low ^ code, 1_597_334_677);
  }
  high = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909);
  low = Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909);
  return 4_294_967_296 * (2_097_151 & low) + (high >>> 0) || 1;
}

/** Which mentions were counted already, in chunks of which only the last one changes. */
export type SeenMentions = {
  /** False when the id was there. */
  readonly add: (id: string, at: number) => boolean;
  /** Forgets chunks that hold nothing as new as this. */
  readonly forgetBefore: (at: number) => void;
  /** Chunks that changed since the last call; `undefined` for a forgotten one. */
  readonly takeChanges: () => [number, SeenChunk | undefined][];
};

export function createSeenMentions(stored: readonly (readonly [number, SeenChunk])[] = []): SeenMentions {
  const chunks = new Map(stored.map(([number, chunk]) => [number, chunk]));
  const known = createNumberSet(stored.flatMap(([, { ids }]) => ids));
  let last = Math.max(0, ...chunks.keys());
  let oldest = Math.min(...[...chunks.values()].map(({ latest }) => latest));
  const changed = new Set<number>();

  const forgetBefore = (at: number): void => {
    if (at <= oldest) return;
    oldest = Number.POSITIVE_INFINITY;
    for (const [number, { latest, ids }] of chunks) {
      if (latest >= at) {
        oldest = Math.min(oldest, latest);
        continue;
      }
      for (const id of ids) known.delete(id);
      chunks.delete(number);
      changed.add(number);
    }
  };

  return {
    add: (id, at) => {
      const hash = hashId(id);
      if (!known.add(hash)) return false;
      let chunk = chunks.get(last);
      if (!chunk || chunk.ids.length >= CHUNK) {
        chunk = { latest: at, ids: [] };
        chunks.set(++last, chunk);
      }
      chunk.ids.push(hash);
      chunk.latest = Math.max(chunk.latest, at);
      oldest = Math.min(oldest, chunk.latest);
      changed.add(last);
      return true;
    },
    forgetBefore,
    takeChanges: () => {
      const changes = [...changed].map((number): [number, SeenChunk | undefined] => [
        number,
        chunks.get(number),
      ]);
      changed.clear();
      return changes;
    },
  };
}
