import type { BrandMention } from '#enrich/brand-mention';
import type { CountBy } from './rule';
import { hashId } from './seen-mentions';
import { BUCKETS_PER_WINDOW, bucketsOf } from './window-counts';

/**
 * The stories or authors of a group that were counted lately, as hashes; plain JSON. One entry a bucket of event time
 * (`bucketsOf`), oldest first.
 */
export type CountedLately = { readonly bucket: number; readonly ids: number[] }[];

/** Whether a mention counts; if so, its story or author is noted in `counted`, which is changed in place. */
export type CountOnce = (counted: CountedLately, mention: BrandMention, at: number) => boolean;

/** A group that holds more forgets the oldest first: then a repetition counts, which is better than a page too few. */
const MOST = 10_000;

/** What is unknown is nobody's copy: it counts for itself. */
const IDENTITY: Readonly<Record<Exclude<CountBy, 'mentions'>, (mention: BrandMention) => string>> = {
  stories: ({ story, id }) => story?.id ?? id,
  authors: ({ author, sender, outlet, id }) => author?.handle ?? author?.id ?? sender ?? outlet ?? id,
};

/**
 * Lets the first mention of a story or an author count, and the next one only where no window of the timeframe holds
 * both. What is too old to matter for mentions within the allowed lateness is forgotten. Durations are milliseconds.
 */
export function createCountOnce(
  countBy: Exclude<CountBy, 'mentions'>,
  { timeframe, allowedLateness }: { readonly timeframe: number; readonly allowedLateness: number },
): CountOnce {
  const bucketOf = bucketsOf(timeframe);
  const identityOf = IDENTITY[countBy];
  const keep = BUCKETS_PER_WINDOW + Math.ceil((allowedLateness * BUCKETS_PER_WINDOW) / timeframe) + 1;
  // Derived from the state, never part of it.
  const indexes = new WeakMap<CountedLately, CountedIndex>();

  return (counted, mention, at) => {
    const index = indexes.get(counted) ?? indexOf(counted);
    indexes.set(counted, index);
    const bucket = bucketOf(at);
    const id = hashId(identityOf(mention));
    const known = index.bucketsById.get(id);
    if (known?.some((other) => Math.abs(other - bucket) <= BUCKETS_PER_WINDOW)) return false;
    note(counted, index, { id, bucket });
    forget(counted, index, keep);
    return true;
  };
}

type CountedIndex = { readonly bucketsById: Map<number, number[]>; size: number };

function indexOf(counted: CountedLately): CountedIndex {
  const index: CountedIndex = { bucketsById: new Map(), size: 0 };
  for (const { bucket, ids } of counted) for (const id of ids) addToIndex(index, { id, bucket });
  return index;
}

type Entry = { readonly id: number; readonly bucket: number };

function addToIndex(index: CountedIndex, { id, bucket }: Entry): void {
  const known = index.bucketsById.get(id);
  if (known) known.push(bucket);
  else index.bucketsById.set(id, [bucket]);
  index.size++;
}

function note(counted: CountedLately, index: CountedIndex, entry: Entry): void {
  addToIndex(index, entry);
  const before = counted.findLastIndex(({ bucket }) => bucket <= entry.bucket);
  const place = counted[before];
  if (place?.bucket === entry.bucket) place.ids.push(entry.id);
  else counted.splice(before + 1, 0, { bucket: entry.bucket, ids: [entry.id] });
}

function forget(counted: CountedLately, index: CountedIndex, keep: number): void {
  const newest = counted.at(-1)?.bucket ?? 0;
  for (let oldest = counted[0]; oldest; oldest = counted[0]) {
    if (oldest.bucket >= newest - keep && index.size <= MOST) return;
    const id = oldest.ids.shift();
    if (id === undefined) {
      counted.shift();
      continue;
    }
    index.size--;
    const left = (index.bucketsById.get(id) ?? []).filter((bucket) => bucket !== oldest.bucket);
    if (left.length > 0) index.bucketsById.set(id, left);
    else index.bucketsById.delete(id);
  }
}
