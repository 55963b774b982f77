import type { DetectorContext } from '../detector';
import type { BucketOf } from '../window-counts';
import { type BurstState, freshBurst } from './burst';
import type { DeclaredReference } from './expected-times';
import type { Storm } from './reference';
import { freshScatter, type Scatter, scatterOf } from './scatter';
import { freshSeason, reviveSeason, type Season } from './season';
import { type SparseCounts, toSparse } from './sparse-counts';
import type { Direction, Limits } from './spike-words';

export type SpikeOptions = {
  readonly spike_height: number;
  readonly spike_type: 'up' | 'down' | 'both';
  readonly threshold_cur: number;
  readonly threshold_ref: number;
  readonly baseline: 'previous' | 'seasonal';
  readonly reference_windows: number;
  readonly adapt_after: number;
};

/** While it fires the reference stands still. Bucket numbers, but for `held`. */
export type Frozen = {
  readonly expected: number;
  readonly direction: Direction;
  readonly isSeasonal: boolean;
  readonly from: number;
  /** Not for long where it was a floor for want of history. */
  readonly until: number;
  /** Until this event time (epoch ms) a burst is not over, so that one pause does not end it. */
  readonly held: number;
  /** The declared moment that has a say in what is expected, in words. */
  readonly because?: string | undefined;
  /** Mentions per minute that the last finding told of. */
  level: number;
};

/** What a spike rule knows of one group; plain JSON, bounded by the timeframes that it looks back on. */
export type SpikeState = {
  /** The bucket in which counting began. */
  since?: number;
  readonly counts: SparseCounts;
  readonly burst: BurstState;
  /** How the counts of whole windows scatter; `block` is the last one that was taken. */
  readonly scatter: Scatter;
  block?: number;
  readonly season?: Season;
  frozen?: Frozen;
  /** The last time it fired. */
  storm?: Storm;
  /** The oldest bucket that a late mention was counted in since the last evaluation. */
  late?: number;
};

/** A rule's settings made ready. */
export type Spike = {
  readonly options: SpikeOptions;
  readonly context: DetectorContext;
  /** Length of the timeframe in minutes. */
  readonly minutes: number;
  /** Length of a bucket in milliseconds. */
  readonly width: number;
  readonly bucketOf: BucketOf;
  /** Buckets that are kept. */
  readonly keep: number;
  /** Derived from the states, never part of them: what a bucket is compared with does not change within it. */
  readonly references: WeakMap<SpikeState, { readonly now: number; readonly reference: DeclaredReference }>;
};

export function freshSpike({ options }: Spike): SpikeState {
  return {
    counts: [],
    scatter: freshScatter(),
    burst: freshBurst(),
    ...(options.baseline === 'seasonal' && { season: freshSeason() }),
  };
}

/** A stored state, as this or an earlier version wrote it. */
export function reviveSpike(stored: SpikeState): SpikeState {
  return {
    ...stored,
    counts: toSparse(stored.counts),
    burst: { ...stored.burst, counts: toSparse(stored.burst.counts) },
    ...(stored.season && { season: reviveSeason(stored.season) }),
  };
}

/** How much whole windows scatter: at least as much as their minutes do, of which there are more to learn from. */
export function scatterIn({ scatter, burst }: SpikeState): number {
  return Math.max(scatterOf(scatter), scatterOf(burst.scatter));
}

export function limitsOf({ options }: Spike, direction: Direction, expected: number): Limits {
  const fires =
    direction === 'up'
      ? Math.max(options.threshold_cur, options.spike_height * expected)
      : expected / options.spike_height;
  return { fires, calms: (fires + expected) / 2 };
}
