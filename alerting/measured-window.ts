/**
 * What was measured within one bucket of event time: how many values, their sum, the lowest and the highest; `bins`
 * counts them by size, where percentiles are wanted.
 */
export type MeasuredBucket = Measured & { readonly bucket: number; bins?: Bin[] };
type Bin = [bin: number, count: number];
export type Measured = { n: number; sum: number; low: number; high: number };

/** Buckets that hold something, oldest first; plain JSON. As long as its buckets are many, however many values there are. */
export type MeasuredWindow = MeasuredBucket[];

/** Values up to 1 are told apart by 0.02, larger ones by a tenth: a percentile is off by 0.01 or a twentieth at most. */
const STEPS = 50;
const RATIO = 1.1;

/** Adds a value, and forgets buckets more than `keep` behind the newest; what belongs to a forgotten one is not taken. */
export function addValue(
  window: MeasuredWindow,
  bucket: number,
  value: number,
  { keep, withBins }: { readonly keep: number; readonly withBins: boolean },
): void {
  const newest = window.at(-1)?.bucket ?? bucket;
  if (bucket <= newest - keep) return;
  const measured = bucketAt(window, bucket, value);
  measured.n += 1;
  measured.sum += value;
  measured.low = Math.min(measured.low, value);
  measured.high = Math.max(measured.high, value);
  if (withBins) countBin(measured, value);
  while ((window[0]?.bucket ?? bucket) <= bucket - keep) window.shift();
}

function bucketAt(window: MeasuredWindow, bucket: number, value: number): MeasuredBucket {
  const before = window.findLastIndex((known) => known.bucket <= bucket);
  const known = window[before];
  if (known?.bucket === bucket) return known;
  const fresh = { bucket, n: 0, sum: 0, low: value, high: value };
  window.splice(before + 1, 0, fresh);
  return fresh;
}

function countBin(measured: MeasuredBucket, value: number): void {
  const bin = binOf(value);
  measured.bins ??= [];
  const known = measured.bins.find(([number]) => number === bin);
  if (known) known[1] += 1;
  else measured.bins.push([bin, 1]);
}

/** All that was measured from bucket `from` on; `n` is 0 where nothing was. */
export function mergeMeasured(window: MeasuredWindow, from: number): Measured {
  const merged = { n: 0, sum: 0, low: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY };
  for (const { bucket, n, sum, low, high } of window) {
    if (bucket < from) continue;
    merged.n += n;
    merged.sum += sum;
    if (low < merged.low) merged.low = low;
    if (high > merged.high) merged.high = high;
  }
  return merged;
}

/** The value that `percent` of 100 values from bucket `from` on do not exceed, by nearest rank. */
export function percentileOf(window: MeasuredWindow, from: number, percent: number): number {
  const { n, low, high } = mergeMeasured(window, from);
  const lowest = binOf(low);
  const counts = new Uint32Array(Math.max(0, binOf(high) - lowest + 1));
  for (const { bucket, bins = [] } of window) {
    if (bucket < from) continue;
    for (const [bin, count] of bins) counts[bin - lowest] = (counts[bin - lowest] ?? 0) + count;
  }
  const rank = Math.max(1, Math.ceil((percent / 100) * n));
  let counted = 0;
  const place = counts.findIndex((count) => {
    counted += count;
    return counted >= rank;
  });
  return Math.min(high, Math.max(low, sizeOf(lowest + place)));
}

function binOf(value: number): number {
  const size = Math.abs(value);
  const bin = size <= 1 ? size * STEPS : STEPS + Math.log(size) / Math.log(RATIO);
  return Math.sign(value) * Math.round(bin);
}

function sizeOf(bin: number): number {
  const place = Math.abs(bin);
  return Math.sign(bin) * (place <= STEPS ? place / STEPS : RATIO ** (place - STEPS));
}
