import type { Moments } from '../calendar';
import { type DeclaredReference, declareReference } from './expected-times';
import { type Reference, referenceAt } from './reference';
import { seasonAt } from './season';
import type { Spike, SpikeState } from './spike-state';

const HOUR_MINUTES = 60;
/** The level of today may lie this far above what the season knows: beyond that a ramp would hide in its own past. */
const MOST_ABOVE_SEASON = 2;

/** What is expected of the window that ends in bucket `now`; the same for all of the bucket. */
export function referenceOf(
  spike: Spike,
  state: SpikeState,
  now: number,
  moments: Moments | undefined,
): DeclaredReference {
  const known = spike.references.get(state);
  if (known?.now === now) return known.reference;
  const { counts, since = now, storm } = state;
  const previous = referenceAt({ counts, since, storm }, now, {
    windows: spike.options.reference_windows,
    floor: spike.options.threshold_ref,
  });
  const plain = bySeason(spike, state, now, previous) ?? previous;
  const reference = declareReference(spike, state, plain, { now, moments });
  spike.references.set(state, { now, reference });
  return reference;
}

function bySeason(
  { minutes, width, options }: Spike,
  { season }: SpikeState,
  now: number,
  previous: Reference,
): Reference | undefined {
  const usual = season && seasonAt(season, (now + 1) * width - (minutes / 2) * 60_000);
  if (!usual) return undefined;
  const seasonal = (usual.perHour * minutes) / HOUR_MINUTES;
  const today = previous.isProven ? (previous.mean ?? 0) : 0;
  const mean = Math.max(seasonal, Math.min(today, MOST_ABOVE_SEASON * seasonal));
  // One standard error of a mean over so many weeks.
  const error = Math.sqrt((usual.perHour + 1) / usual.weeks) / HOUR_MINUTES;
  return {
    mean,
    expected: Math.max(mean, options.threshold_ref),
    cautious: Math.max(mean + error * minutes, options.threshold_ref),
    isProven: true,
    isSeasonal: true,
    seasonal,
  };
}
