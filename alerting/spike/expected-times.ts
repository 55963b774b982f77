import type { Moment, Moments } from '../calendar';
import { roundCount } from '../in-words';
import { BUCKETS_PER_WINDOW as WINDOW } from '../window-counts';
import type { Reference } from './reference';
import type { Spike, SpikeState } from './spike-state';
import type { Direction } from './spike-words';

const NONE: readonly Moment[] = [];
const UNCHANGED = { up: undefined, down: undefined };

/** Epoch ms of event time; `to` is exclusive. */
type Span = { readonly from: number; readonly to: number };

/** What declared moments change in what is expected. */
type ExpectedTimes = {
  /** So many times what is usual, hence also what the rule takes for usual at least. */
  readonly usual: number;
  /** So many times the reference's mean, which may hold moments itself. */
  readonly mean: number;
  /** The moment of the window that says so; absent where none holds there. */
  readonly moment: Moment | undefined;
};

/** A reference as declared moments change it: `expected` and `cautious` for a spike up, `mean` for one down. */
export type DeclaredReference = Reference & {
  /** The moment that has a say in it, in words: `3 times the usual, for results day`. */
  readonly because: { readonly up: string | undefined; readonly down: string | undefined };
};

/** The moments that the window which ends in bucket `now`, or what it is compared with, may hold. */
export function momentsAround(
  { options, width }: Spike,
  now: number,
  moments: Moments | undefined,
): readonly Moment[] {
  return moments?.((now - (options.reference_windows + 2) * WINDOW) * width, (now + 1) * width) ?? NONE;
}

/** Takes what was declared into the reference of the window that ends in bucket `now`. */
export function declareReference(
  spike: Spike,
  { since }: SpikeState,
  reference: Reference,
  { now, moments }: { readonly now: number; readonly moments: Moments | undefined },
): DeclaredReference {
  const declared = momentsAround(spike, now, moments);
  if (declared.length === 0) return { ...reference, because: UNCHANGED };
  const { width, options } = spike;
  const end = (now - WINDOW + 1) * width;
  const begin = Math.max(now - (options.reference_windows + 1) * WINDOW + 1, (since ?? now) + 1) * width;
  const spans = {
    window: { from: end, to: (now + 1) * width },
    before: { from: Math.min(begin, end), to: end },
  };
  const up = expectedTimes(declared, 'up', spans);
  const down = expectedTimes(declared, 'down', spans);
  const { mean = 0, seasonal, cautious } = reference;
  // What the season knows holds no moment, but today's level, which may have raised it, does.
  const most = seasonal === undefined ? up.mean * mean : Math.max(mean, up.usual * seasonal);
  const least = seasonal === undefined ? down.mean * mean : Math.min(mean, down.usual * seasonal);
  const floor = up.usual * options.threshold_ref;
  return {
    ...reference,
    expected: Math.max(floor, most),
    cautious: Math.max(floor, mean > 0 ? (cautious * most) / mean : cautious),
    ...(reference.mean !== undefined && { mean: least }),
    because: {
      up: inWords(declared, up, most <= floor || seasonal !== undefined),
      down: inWords(declared, down, seasonal !== undefined),
    },
  };
}

/**
 * If what was declared for the reference came true, the usual is that much less than its mean; if nobody came, it is the
 * mean. Both are possible, hence a spike up is measured by the larger, a spike down by the smaller. A window that a
 * moment only touches counts as within it, so that its last mentions raise nothing after it.
 */
function expectedTimes(
  declared: readonly Moment[],
  direction: Direction,
  { window, before }: { readonly window: Span; readonly before: Span },
): ExpectedTimes {
  const further = direction === 'up' ? Math.max : Math.min;
  const within = declared.filter(({ from, to }) => from < window.to && to > window.from);
  const isCovered = lengthWithin(within, window) >= window.to - window.from;
  const [first, ...others] = within;
  const furthest = others.reduce(
    (best, moment) => (further(best?.times ?? 1, moment.times) === best?.times ? best : moment),
    first,
  );
  const times = furthest?.times ?? 1;
  const mean = further(1, (isCovered ? times : further(times, 1)) * shareOfUsual(declared, before));
  return { usual: further(1, times), mean, moment: furthest };
}

/** `3 times the usual, for results day`; undefined where no moment has a say. */
function inWords(
  declared: readonly Moment[],
  { usual, mean, moment }: ExpectedTimes,
  isUsualKnown: boolean,
): string | undefined {
  if (usual === 1 || !moment)
    return mean === 1 ? undefined : `as usual again, after ${declared.at(-1)?.name}`;
  // All of the reference lies in the moment: what came of it is known.
  if (mean === 1 && !isUsualKnown) return `what came of ${moment.name} so far`;
  return `${roundCount(moment.times).toLocaleString('en-GB')} times the usual, for ${moment.name}`;
}

/** What the usual is of the reference's mean, if every moment in it brought what was declared. */
function shareOfUsual(declared: readonly Moment[], before: Span): number {
  const length = before.to - before.from;
  if (length === 0) return 1;
  const more = declared.reduce((sum, moment) => sum + (moment.times - 1) * lengthWithin([moment], before), 0);
  return length / (length + more);
}

function lengthWithin(declared: readonly Moment[], { from, to }: Span): number {
  return declared.reduce(
    (sum, moment) => sum + Math.max(0, Math.min(moment.to, to) - Math.max(moment.from, from)),
    0,
  );
}
