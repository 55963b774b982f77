import type { WindowCounts } from '../window-counts';

/**
 * Mentions in buckets of event time, of which only those that hold some take room: `bucket × 4,096 + count`, oldest
 * first; plain JSON. A bucket that holds more stands there several times.
 */
export type SparseCounts = number[];

/** A bucket of a millisecond, today, still fits into a whole number beside it. */
const UNIT = 4_096;
const MOST = UNIT - 1;

const bucketOf = (entry: number): number => Math.floor(entry / UNIT);
const countOf = (entry: number): number => entry - Math.floor(entry / UNIT) * UNIT;

/** The newest bucket that holds something. */
export function newestBucket(counts: SparseCounts): number | undefined {
  const newest = counts.at(-1);
  return newest === undefined ? undefined : bucketOf(newest);
}

/** Adds one to a bucket and forgets those that lie `keep` or more behind the newest; one that is forgotten stays so. */
export function addSparse(counts: SparseCounts, bucket: number, keep: number): void {
  const last = counts.length - 1;
  const newest = last < 0 ? Number.NEGATIVE_INFINITY : bucketOf(counts[last] as number);
  if (bucket > newest) {
    forgetUpTo(counts, bucket - keep);
    counts.push(bucket * UNIT + 1);
  } else if (bucket > newest - keep) {
    let place = last;
    while (place >= 0 && bucketOf(counts[place] as number) > bucket) place--;
    const entry = counts[place];
    const hasRoom = entry !== undefined && bucketOf(entry) === bucket && countOf(entry) < MOST;
    if (hasRoom) counts[place] = entry + 1;
    else counts.splice(place + 1, 0, bucket * UNIT + 1);
  }
}

function forgetUpTo(counts: SparseCounts, bucket: number): void {
  const end = (bucket + 1) * UNIT;
  let old = 0;
  while (old < counts.length && (counts[old] as number) < end) old++;
  if (old > 0) counts.splice(0, old);
}

/** Sum of the buckets from `from` to `to`, both included. */
export function sumSparse(counts: SparseCounts, from: number, to: number): number {
  const least = from * UNIT;
  const end = (to + 1) * UNIT;
  let sum = 0;
  for (let index = counts.length - 1; index >= 0; index--) {
    const entry = counts[index] as number;
    if (entry < least) break;
    if (entry < end) sum += countOf(entry);
  }
  return sum;
}

/** The same counts as an earlier version stored them, one number for each bucket. */
export function toSparse(stored: SparseCounts | WindowCounts): SparseCounts {
  if (Array.isArray(stored)) return stored;
  return stored.counts.flatMap((count, index) => {
    const entries: number[] = [];
    for (let left = count; left > 0; left -= MOST)
      entries.push((stored.first + index) * UNIT + Math.min(left, MOST));
    return entries;
  });
}
