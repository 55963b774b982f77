import { bitCount, type Simhash } from './simhash';

export type KnownStory = {
  readonly id: string;
  readonly hash: Simhash;
  /** Only an equal hash is the same story: the text is too short to be alike. */
  readonly exact: boolean;
  readonly firstAt: number;
  copies: number;
};

/** The stories of the last days, findable by likeness; the oldest give way when it is full. */
export type StoryIndex = {
  find(hash: Simhash, exact: boolean, at: number): KnownStory | undefined;
  add(story: KnownStory): void;
};

const BAND_SHIFTS: readonly (readonly ['high' | 'low', number])[] = [
  ['high', 0],
  ['high', 11],
  ['high', 21],
  ['low', 0],
  ['low', 11],
  ['low', 21],
];
const BAND_BUCKETS = 2_048;
/** Numbers are 32 bits wide: after so many stories, the memory begins anew. */
const LAST_NUMBER = 2 ** 31 - 1;

/**
 * Stories are found by six bands of the hash, of which one must be equal. Each band is a chain of sequence
 * numbers, newest first, so that forgetting is free: a chain is followed until it leaves the kept range.
 */
export function createStoryIndex(limits: {
  readonly capacity: number;
  readonly maxBits: number;
  readonly maxAgeMs: number;
}): StoryIndex {
  const { capacity, maxBits, maxAgeMs } = limits;
  const stories: KnownStory[] = [];
  // What is compared stands in columns: a chain followed through objects is several times slower.
  const highs = new Uint32Array(capacity);
  const lows = new Uint32Array(capacity);
  const heads = BAND_SHIFTS.map(() => new Int32Array(BAND_BUCKETS).fill(-1));
  const chains = BAND_SHIFTS.map(() => new Int32Array(capacity));
  let count = 0;
  const bucket = (hash: Simhash, band: number) => {
    const [half, shift] = BAND_SHIFTS[band]!;
    return (hash[half] >>> shift) & (BAND_BUCKETS - 1);
  };

  return {
    find: (hash, exact, at) => {
      const { high, low } = hash;
      const oldest = Math.max(0, count - capacity);
      let found: KnownStory | undefined;
      let foundBits = exact ? 0 : maxBits;
      for (let band = 0; band < BAND_SHIFTS.length; band++) {
        const chain = chains[band]!;
        let number = heads[band]![bucket(hash, band)]!;
        for (; number >= oldest; number = chain[number % capacity]!) {
          const slot = number % capacity;
          const bits = bitCount(high ^ highs[slot]!) + bitCount(low ^ lows[slot]!);
          if (bits > foundBits) continue;
          const story = stories[slot]!;
          if (story.exact !== exact || Math.abs(at - story.firstAt) > maxAgeMs) continue;
          // The older of two equally near stories, whatever band finds it first.
          if (bits < foundBits || isOlder(story, found)) {
            found = story;
            foundBits = bits;
          }
        }
      }
      return found;
    },
    add: (story) => {
      if (count === LAST_NUMBER) {
        for (const head of heads) head.fill(-1);
        count = 0;
      }
      const slot = count % capacity;
      stories[slot] = story;
      highs[slot] = story.hash.high;
      lows[slot] = story.hash.low;
      for (let band = 0; band < BAND_SHIFTS.length; band++) {
        const at = bucket(story.hash, band);
        chains[band]![slot] = heads[band]![at]!;
        heads[band]![at] = count;
      }
      count++;
    },
  };
}

function isOlder(story: KnownStory, than: KnownStory | undefined): boolean {
  if (!than) return true;
  return story.firstAt < than.firstAt || (story.firstAt === than.firstAt && story.id < than.id);
}
