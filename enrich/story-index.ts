import { bitsBetween, type Simhash } from './simhash';

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
  const heads = BAND_SHIFTS.map(() => new Float64Array(BAND_BUCKETS).fill(-1));
  const chains = BAND_SHIFTS.map(() => new Float64Array(capacity));
  let count = 0;
  const bucket = (hash: Simhash, band: number) => {
    const [half, shift] = BAND_SHIFTS[band]!;
    return (hash[half] >>> shift) & (BAND_BUCKETS - 1);
  };

  return {
    find: (hash, exact, at) => {
      let found: KnownStory | undefined;
      let foundBits = exact ? 0 : maxBits;
      for (let band = 0; band < BAND_SHIFTS.length; band++) {
        let number = heads[band]![bucket(hash, band)]!;
        for (; number >= 0 && number >= count - capacity; number = chains[band]![number % capacity]!) {
          const story = stories[number % capacity]!;
          if (story.exact !== exact || Math.abs(at - story.firstAt) > maxAgeMs) continue;
          const bits = bitsBetween(hash, story.hash);
          // The older of two equally near stories, whatever band finds it first.
          if (bits < foundBits || (bits === foundBits && isOlder(story, found))) {
            found = story;
            foundBits = bits;
          }
        }
      }
      return found;
    },
    add: (story) => {
      const slot = count % capacity;
      stories[slot] = story;
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
