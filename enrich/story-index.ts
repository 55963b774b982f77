import { bitCount, type Simhash } from './simhash';
import { isOlder, type KnownStory, type Likeness } from './story-union';

/** What is known of a text: its hash, and how like another's must be. */
export type Fingerprint = { readonly hash: Simhash; readonly likeness: Likeness };

/** The stories of the last days, findable by likeness; the oldest give way when it is full. */
export type StoryIndex = {
  /** The story that is nearest to a text published at this instant. */
  find(text: Fingerprint, at: number): KnownStory | undefined;
  /** Every other story whose text the story's could be a copy of. */
  alike(story: KnownStory): readonly KnownStory[];
  get(id: string): KnownStory | undefined;
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
  const byId = new Map<string, KnownStory>();
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

  /** Shows every story within so many bits; `look` answers within how many the next ones are of interest. */
  const scan = (
    { hash, likeness }: Fingerprint,
    at: number,
    look: (story: KnownStory, bits: number) => number,
  ) => {
    const { high, low } = hash;
    const oldest = Math.max(0, count - capacity);
    let most = likeness === 'equal' ? 0 : maxBits;
    for (let band = 0; band < BAND_SHIFTS.length; band++) {
      const chain = chains[band]!;
      let number = heads[band]![bucket(hash, band)]!;
      for (; number >= oldest; number = chain[number % capacity]!) {
        const slot = number % capacity;
        const bits = bitCount(high ^ highs[slot]!) + bitCount(low ^ lows[slot]!);
        if (bits > most) continue;
        const story = stories[slot]!;
        if (story.likeness !== likeness || Math.abs(at - story.firstAt) > maxAgeMs) continue;
        most = look(story, bits);
      }
    }
  };

  return {
    find: (text, at) => {
      let found: KnownStory | undefined;
      let foundBits = 64;
      scan(text, at, (story, bits) => {
        // The older of two equally near stories, whatever band finds it first.
        if (!found || bits < foundBits || isOlder(story, found)) {
          found = story;
          foundBits = bits;
        }
        return foundBits;
      });
      return found;
    },
    alike: (story) => {
      const others = new Set<KnownStory>();
      scan(story, story.firstAt, (other) => {
        if (other !== story) others.add(other);
        return story.likeness === 'equal' ? 0 : maxBits;
      });
      return [...others];
    },
    get: (id) => byId.get(id),
    add: (story) => {
      if (count === LAST_NUMBER) {
        for (const head of heads) head.fill(-1);
        count = 0;
      }
      const slot = count % capacity;
      const forgotten = stories[slot];
      if (forgotten && byId.get(forgotten.id) === forgotten) byId.delete(forgotten.id);
      byId.set(story.id, story);
      stories[slot] = story;
      highs[slot] = story.hash.high;
      lows[slot] = story.hash.low;
      for (let band = 0; band < BAND_SHIFTS.length && story.likeness !== 'none'; band++) {
        const at = bucket(story.hash, band);
        chains[band]![slot] = heads[band]![at]!;
        heads[band]![at] = count;
      }
      count++;
    },
  };
}
