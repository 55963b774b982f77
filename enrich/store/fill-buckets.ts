import type { Bucket } from './store';

const MOST_BUCKETS = 20_000;

/** Starts of the buckets that hold `from` (inclusive) to `to` (exclusive), at whole multiples of `bucketMs`. */
export function bucketStarts(from: number, to: number, bucketMs: number): readonly number[] {
  if (!(Number.isInteger(bucketMs) && bucketMs > 0))
    throw new RangeError(`a bucket of ${bucketMs} ms: expected a whole number of milliseconds above 0`);
  const first = Math.floor(from / bucketMs);
  const count = Math.max(0, Math.ceil(to / bucketMs) - first);
  if (count > MOST_BUCKETS)
    throw new RangeError(
      `${count} buckets of ${bucketMs} ms asked for, at most ${MOST_BUCKETS} are given: choose a larger bucket or a shorter time`,
    );
  return Array.from({ length: from < to ? count : 0 }, (_, index) => (first + index) * bucketMs);
}

/** One bucket a start, zeros where nothing was found. `slot` counts from the first start. */
export function fillBuckets(
  starts: readonly number[],
  found: readonly (Omit<Bucket, 'at' | 'meanSentiment'> & { slot: number; meanSentiment: number | null })[],
): readonly Bucket[] {
  const bySlot = new Map(found.map((bucket) => [bucket.slot, bucket]));
  return starts.map((at, slot) => {
    const { count = 0, negative = 0, positive = 0, meanSentiment = null } = bySlot.get(slot) ?? {};
    return { at, count, negative, positive, ...(meanSentiment !== null && { meanSentiment }) };
  });
}
