import type { Moments } from '../calendar';
import { BUCKETS_PER_WINDOW as WINDOW } from '../window-counts';
import { type DeclaredReference, declareReference } from './expected-times';
import { referenceAt } from './reference';
import { newestBucket, sumSparse } from './sparse-counts';
import { type Spike, type SpikeState, scatterIn } from './spike-state';
import { upperTail } from './tail';

/** Mentions that come a bucket or two out of order belong to the present. */
const OUT_OF_ORDER = 2;

/** Notes that a mention came after others that are newer. */
export function noteLate(state: SpikeState, bucket: number): void {
  const newest = newestBucket(state.counts);
  if (newest === undefined || bucket > newest - OUT_OF_ORDER) return;
  state.late = Math.min(state.late ?? bucket, bucket);
}

/** A past window that late mentions have filled: `end` is its last bucket. */
export type LateWindow = {
  readonly end: number;
  readonly seen: number;
  readonly reference: DeclaredReference;
};

/**
 * The fullest of the windows that hold the oldest late mention, if it should have raised the alarm and none was raised
 * for it. `chance` is what it must be rarer than.
 */
export function lateWindow(
  spike: Spike,
  state: SpikeState,
  {
    now,
    chance,
    moments,
  }: { readonly now: number; readonly chance: number; readonly moments: Moments | undefined },
): LateWindow | undefined {
  const { options } = spike;
  const { counts, since = 0, storm, late = 0 } = state;
  let end = -1;
  let most = 0;
  let seen = sumSparse(counts, late - WINDOW + 1, late);
  for (let bucket = late; bucket < Math.min(now, late + WINDOW); bucket++) {
    if (bucket > late)
      seen += sumSparse(counts, bucket, bucket) - sumSparse(counts, bucket - WINDOW, bucket - WINDOW);
    const isTold = storm !== undefined && storm.to > bucket - WINDOW && storm.from <= bucket;
    if (isTold || seen <= most) continue;
    end = bucket;
    most = seen;
  }
  if (end < 0 || most < options.threshold_cur) return undefined;
  const past = referenceAt({ counts, since, storm }, end, {
    windows: options.reference_windows,
    floor: options.threshold_ref,
  });
  const reference = declareReference(spike, state, past, { now: end, moments });
  if (!reference.isProven || most < options.spike_height * reference.expected) return undefined;
  const isRare = upperTail(most, reference.cautious, scatterIn(state)) <= chance;
  return isRare ? { end, seen: most, reference } : undefined;
}
