import { BUCKETS_PER_WINDOW as WINDOW } from '../window-counts';
import { type SparseCounts, sumSparse } from './sparse-counts';

/** Bucket numbers of a storm, both ends included; they are no reference for what comes after. */
export type Storm = { from: number; to: number; expected: number };

/** What the windows before let expect of one. */
export type Reference = {
  /** Never below the floor. */
  readonly expected: number;
  /** Undefined for want of history. */
  readonly mean?: number;
  /** As many as may well have been meant, where the mean stands on few mentions. */
  readonly cautious: number;
  /** It stands on a whole window or more. */
  readonly isProven: boolean;
  /** By what this hour usually brings, not by the windows before. */
  readonly isSeasonal?: true;
  /** What this hour usually brings, whatever today is like. */
  readonly seasonal?: number;
};

type Past = {
  readonly counts: SparseCounts;
  /** The bucket in which counting began. */
  readonly since: number;
  readonly storm: Storm | undefined;
};

/** Mean count of a window before the current one, without the last storm; the storm's own reference if nothing is left. */
export function referenceAt(
  { counts, since, storm }: Past,
  now: number,
  { windows, floor }: { readonly windows: number; readonly floor: number },
): Reference {
  const to = now - WINDOW;
  const from = Math.max(to - windows * WINDOW + 1, since + 1);
  const cut = storm && { from: Math.max(from, storm.from), to: Math.min(to, storm.to) };
  const isCut = cut !== undefined && cut.to >= cut.from;
  const buckets = Math.max(0, to - from + 1) - (isCut ? cut.to - cut.from + 1 : 0);
  // Less than a quarter of a window tells too little to be scaled up.
  if (buckets < WINDOW / 4) {
    const mean = isCut ? storm?.expected : undefined;
    const expected = Math.max(mean ?? 0, floor);
    return { expected, mean, cautious: Math.max(1, expected), isProven: false };
  }
  const sum = sumSparse(counts, from, to) - (isCut ? sumSparse(counts, cut.from, cut.to) : 0);
  const mean = (sum * WINDOW) / buckets;
  const cautious = ((sum + 1) * WINDOW) / buckets;
  return {
    expected: Math.max(mean, floor),
    mean,
    cautious: Math.max(cautious, floor),
    isProven: buckets >= WINDOW,
  };
}
