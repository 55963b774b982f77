import { durationInWords } from '#enrich/duration-in-words';
import type { DetectorContext, Finding, Observation } from './detector';
import { countInWords, roundCount } from './in-words';
import {
  addCount,
  bucketsOf,
  emptyCounts,
  sumCounts,
  BUCKETS_PER_WINDOW as WINDOW,
  type WindowCounts,
} from './window-counts';

type Options = {
  readonly spike_height: number;
  readonly spike_type: 'up' | 'down' | 'both';
  readonly threshold_cur: number;
  readonly threshold_ref: number;
  readonly reference_windows: number;
  readonly adapt_after: number;
};
type Direction = 'up' | 'down';
/** Bucket numbers. `storm`: the last time it fired; its buckets are no reference for what comes after. */
type State = {
  since?: number;
  counts: WindowCounts;
  /** Until when the reference stands still: not for long where it was a floor for want of history. */
  frozen?: { expected: number; direction: Direction; from: number; until: number };
  storm?: { from: number; to: number; expected: number };
};
type Beginning = { direction: Direction; expected: number; isProven: boolean };
type Reference = { expected: number; mean?: number; buckets: number };

/** Mean count of a window before the current one, without the last storm; the storm's own reference if nothing is left. */
function reference(state: State, now: number, options: Options): Reference {
  const to = now - WINDOW;
  const from = Math.max(to - options.reference_windows * WINDOW + 1, (state.since ?? now) + 1);
  const { storm } = state;
  const cut = storm && { from: Math.max(from, storm.from), to: Math.min(to, storm.to) };
  const isCut = cut !== undefined && cut.to >= cut.from;
  const buckets = Math.max(0, to - from + 1) - (isCut ? cut.to - cut.from + 1 : 0);
  // Less than a quarter of a window tells too little to be scaled up.
  if (buckets < WINDOW / 4) {
    const mean = isCut ? storm?.expected : undefined;
    return { expected: Math.max(mean ?? 0, options.threshold_ref), mean, buckets: Math.max(0, buckets) };
  }
  const sum = sumCounts(state.counts, from, to) - (isCut ? sumCounts(state.counts, cut.from, cut.to) : 0);
  const mean = (sum * WINDOW) / buckets;
  return { expected: Math.max(mean, options.threshold_ref), mean, buckets };
}

/** From where it fires. Half way back to what is expected it has calmed. */
function limits(direction: Direction, expected: number, options: Options) {
  const fires =
    direction === 'up'
      ? Math.max(options.threshold_cur, options.spike_height * expected)
      : expected / options.spike_height;
  return { fires, calms: (fires + expected) / 2 };
}

function holds(
  direction: Direction,
  seen: number,
  expected: number,
  firing: boolean,
  options: Options,
): boolean {
  const { fires, calms } = limits(direction, expected, options);
  if (direction === 'up') return firing ? seen >= calms : seen >= fires;
  return firing ? seen <= calms : seen <= fires;
}

/** The direction in which a spike begins now, if one does. */
function beginning(state: State, now: number, seen: number, options: Options): Beginning | undefined {
  const { expected, mean, buckets } = reference(state, now, options);
  const isProven = mean !== undefined && buckets >= WINDOW;
  if (options.spike_type !== 'down' && holds('up', seen, expected, false, options))
    return { direction: 'up', expected, isProven };
  const isUsual = isProven && mean > 0 && mean >= options.threshold_ref;
  if (options.spike_type !== 'up' && isUsual && holds('down', seen, mean, false, options))
    return { direction: 'down', expected: mean, isProven };
  return undefined;
}

function explain(
  { expected, direction }: Pick<Beginning, 'direction' | 'expected'>,
  seen: number,
  span: string,
  history: string,
  options: Options,
): string[] {
  const { fires, calms } = limits(direction, expected, options);
  const words = (value: number) => roundCount(value).toLocaleString('en-GB');
  const isUp = direction === 'up';
  const times = isUp && expected > 0 ? `${words(seen / expected)} times ` : '';
  return [
    expected > options.threshold_ref
      ? `${times}the usual ${words(expected)}, the average of the ${history.replace(/^1 /, '')} before`
      : `${times}the ${words(expected)} that the rule expects even on a quiet day`,
    `the alarm is set at ${words(fires)} ${isUp ? 'or more' : 'or fewer'} in ${span}`,
    `over when it is ${isUp ? 'below' : 'above'} ${words(calms)}`,
  ];
}

function roundToMinute(ms: number): number {
  return ms < 60_000 ? ms : Math.round(ms / 60_000) * 60_000;
}

/** A spike on buckets of event time: the current window beside the mean of those before, frozen while it fires. */
export function createSpike(options: Options, context: DetectorContext) {
  const { timeframe, counted } = context;
  const bucketOf = bucketsOf(timeframe);
  const width = timeframe / WINDOW;
  const keep = (options.reference_windows + 1) * WINDOW + Math.ceil(context.allowedLateness / width) + 1;
  const adaptAfter = Math.ceil(options.adapt_after / width);

  const finding = (
    state: State,
    at: number,
    seen: number,
    spike: Pick<Beginning, 'direction' | 'expected'>,
  ): Finding => {
    const { direction } = spike;
    const span = durationInWords(timeframe);
    const expected = roundCount(spike.expected);
    const since = (state.since ?? 0) + 1;
    const before = Math.max(0, at - since * width - timeframe);
    const history = durationInWords(Math.min(options.reference_windows * timeframe, roundToMinute(before)));
    return {
      at,
      window: { from: at - timeframe, to: at },
      seen,
      expected,
      unit: counted,
      summary: `${direction === 'down' ? 'only ' : ''}${countInWords(seen, counted)} in ${span}, where ${expected.toLocaleString('en-GB')} ${expected === 1 ? 'was' : 'were'} to be expected`,
      explanation: explain(spike, seen, span, history, options),
      badness: direction === 'up' ? seen : spike.expected / Math.max(1, seen),
    };
  };

  const endStorm = (state: State, now: number): void => {
    if (!state.frozen) return;
    const { from, expected } = state.frozen;
    state.storm = { from, to: now - 1, expected };
    delete state.frozen;
  };

  const evaluate = (state: State, at: number, firing: boolean): Finding | undefined => {
    const now = bucketOf(at);
    const seen = sumCounts(state.counts, now - WINDOW + 1, now);
    if (!firing) endStorm(state, now);
    const { frozen } = state;
    if (frozen && now > frozen.until) {
      delete state.frozen;
      delete state.storm;
      return undefined;
    }
    if (frozen) {
      if (holds(frozen.direction, seen, frozen.expected, true, options))
        return finding(state, at, seen, frozen);
      endStorm(state, now);
      return undefined;
    }
    const begun = beginning(state, now, seen, options);
    if (!begun) return undefined;
    const { direction, expected, isProven } = begun;
    const from = now - WINDOW + 1;
    const until = isProven ? now + adaptAfter : Math.max(now, (state.since ?? now) + 2 * WINDOW);
    state.frozen = { direction, expected, from, until };
    return finding(state, at, seen, begun);
  };
  return {
    fresh: (): State => ({ counts: emptyCounts() }),
    observe: (state: State, { at }: Observation, isCounted: boolean) => {
      const bucket = bucketOf(at);
      state.since ??= bucket;
      if (isCounted) addCount(state.counts, bucket, keep);
    },
    evaluate,
  };
}
