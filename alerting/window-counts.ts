/** A window is counted in this many buckets. */
export const BUCKETS_PER_WINDOW = 60;

/** Counts in buckets of event time, oldest first; plain JSON. `first` is the number of the oldest bucket. */
export type WindowCounts = { first: number; counts: number[] };

/** Number of the bucket that holds this instant. */
export type BucketOf = (at: number) => number;

/** Buckets of a sixtieth of the timeframe. */
export function bucketsOf(timeframe: number): BucketOf {
  const width = Math.max(1, timeframe / BUCKETS_PER_WINDOW);
  return (at) => Math.floor(at / width);
}

export function emptyCounts(): WindowCounts {
  return { first: 0, counts: [] };
}

/**
 * Adds one to a bucket and forgets those more than `keep` behind the newest. A bucket that is already
 * forgotten stays so.
 */
export function addCount(window: WindowCounts, bucket: number, keep: number): void {
  addAmount(window, { bucket, amount: 1 }, keep);
}

/** The same with another amount than one; a whole number keeps sums exact. */
export function addAmount(
  window: WindowCounts,
  { bucket, amount }: { readonly bucket: number; readonly amount: number },
  keep: number,
): void {
  const { counts } = window;
  const newest = window.first + counts.length - 1;
  if (counts.length === 0 || bucket - newest >= keep) {
    window.first = bucket;
    window.counts = [amount];
    return;
  }
  if (bucket <= newest - keep) return;
  for (; window.first > bucket; window.first--) counts.unshift(0);
  while (window.first + counts.length <= bucket) counts.push(0);
  counts[bucket - window.first] = (counts[bucket - window.first] ?? 0) + amount;
  const surplus = counts.length - keep;
  if (surplus > 0) {
    counts.splice(0, surplus);
    window.first += surplus;
  }
}

/** Sum of the buckets from `from` to `to`, both included. */
export function sumCounts({ first, counts }: WindowCounts, from: number, to: number): number {
  const end = to - first < counts.length ? to - first : counts.length - 1;
  let sum = 0;
  for (let index = from > first ? from - first : 0; index <= end; index++) sum += counts[index] as number;
  return sum;
}
