import type { Moments } from '../calendar';
import type { Detector, DetectorContext, Finding, Observation } from '../detector';
import type { Explanation } from '../explanation';
import { bucketsOf, BUCKETS_PER_WINDOW as WINDOW } from '../window-counts';
import { advanceBurst, type Burst, burstAt, countBurst, peakAt, rateAt } from './burst';
import { momentsAround } from './expected-times';
import { explainSpike, type SeenSpike } from './explain-spike';
import { lateWindow, noteLate } from './late';
import { referenceOf } from './reference-of';
import { takeBlock } from './scatter';
import { advanceSeason, countSeason } from './season';
import { addSparse, sumSparse } from './sparse-counts';
import { type Holding, spikeFinding } from './spike-finding';
import {
  type Frozen,
  freshSpike,
  limitsOf,
  reviveSpike,
  type Spike,
  type SpikeOptions,
  type SpikeState,
  scatterIn,
} from './spike-state';
import { upperTail } from './tail';

const MINUTE_MS = 60_000;
const BURST_HELD_MS = 120_000;
/** Less often than this by chance, or a count stays silent: about once in three months, for whole windows and bursts. */
const WINDOW_CHANCE = 1e-5;
const BURST_CHANCE = 2e-7;
/** Asked only while it fires, hence not so strict. */
const WORSE_CHANCE = 1e-6;

/**
 * A spike on buckets of event time: the current window beside what the windows before, or the season, let expect; and,
 * far sooner, a burst of the last seconds that chance does not explain. Frozen while it fires.
 */
export function createSpike(options: SpikeOptions, context: DetectorContext): Detector<SpikeState> {
  const width = context.timeframe / WINDOW;
  const spike: Spike = {
    options,
    context,
    width,
    minutes: context.timeframe / MINUTE_MS,
    bucketOf: bucketsOf(context.timeframe),
    keep: (options.reference_windows + 1) * WINDOW + Math.ceil(context.allowedLateness / width) + 1,
    references: new WeakMap(),
  };
  return {
    fresh: () => freshSpike(spike),
    revive: reviveSpike,
    observe: (state, observation, isCounted) => observe(spike, state, observation, isCounted),
    evaluate: (state, at, firing, moments) => evaluate(spike, state, { at, firing, moments }),
    // A state of its own: what is remembered of this one must not come from a question.
    explain: (state, at, _firing, moments) => explain(spike, { ...state }, at, moments),
  };
}

function observe(spike: Spike, state: SpikeState, { at }: Observation, isCounted: boolean): void {
  const bucket = spike.bucketOf(at);
  state.since ??= bucket;
  if (!isCounted) return;
  noteLate(state, bucket);
  addSparse(state.counts, bucket, spike.keep);
  countBurst(state.burst, at);
  if (state.season) countSeason(state.season, at);
  if (bucket <= (spike.references.get(state)?.now ?? bucket) - WINDOW) spike.references.delete(state);
}

function explain(spike: Spike, state: SpikeState, at: number, moments: Moments | undefined): Explanation {
  const { options, context } = spike;
  const { frozen } = state;
  const now = spike.bucketOf(at);
  const storm = frozen && { ...frozen, calms: limitsOf(spike, frozen.direction, frozen.expected).calms };
  const seen: SeenSpike = {
    at,
    timeframe: context.timeframe,
    unit: context.counted,
    seen: sumSparse(state.counts, now - WINDOW + 1, now),
    reference: referenceOf(spike, state, now, moments),
    scatter: scatterIn(state),
    burst: state.burst,
    ...(storm && { storm }),
  };
  return explainSpike(seen, {
    direction: options.spike_type,
    height: options.spike_height,
    least: options.threshold_cur,
    floor: options.threshold_ref,
    windowChance: WINDOW_CHANCE,
    burstChance: BURST_CHANCE,
  });
}

type Asked = { readonly at: number; readonly firing: boolean; readonly moments: Moments | undefined };

function evaluate(spike: Spike, state: SpikeState, { at, firing, moments }: Asked): Finding | undefined {
  const now = spike.bucketOf(at);
  const seen = sumSparse(state.counts, now - WINDOW + 1, now);
  if (!firing) endStorm(spike, state, now);
  learn(spike, state, { at, now, moments });
  const holding = state.frozen
    ? goOn(spike, state, state.frozen, { at, now, seen, moments })
    : begin(spike, state, { at, now, seen, moments });
  if (!holding) return lateFinding(spike, state, { now, moments });
  state.late = undefined;
  return spikeFinding(spike, state, { at, seen, holding });
}

/** What late mentions show of a time that is over; it ends with the next evaluation. */
function lateFinding(
  spike: Spike,
  state: SpikeState,
  { now, moments }: Pick<Instant, 'now' | 'moments'>,
): Finding | undefined {
  const isAsked = state.late !== undefined && spike.options.spike_type !== 'down';
  const late = isAsked ? lateWindow(spike, state, { now, moments, chance: WINDOW_CHANCE }) : undefined;
  state.late = undefined;
  if (!late) return undefined;
  const { end, seen, reference } = late;
  const { expected, because } = reference;
  state.storm = { from: end - WINDOW + 1, to: end, expected };
  spike.references.delete(state);
  const level = seen / spike.minutes;
  const holding = { direction: 'up' as const, expected, level, isSeasonal: false, because: because.up };
  return spikeFinding(spike, state, { at: (end + 1) * spike.width - 1, seen, holding });
}

type Instant = {
  readonly at: number;
  readonly now: number;
  readonly seen: number;
  readonly moments: Moments | undefined;
};

/** What begins now, if something does; the reference stands still from then on. */
function begin(spike: Spike, state: SpikeState, instant: Instant): Holding | undefined {
  const { options, context, width } = spike;
  const reference = referenceOf(spike, state, instant.now, instant.moments);
  const { mean, isProven } = reference;
  const holding = options.spike_type === 'down' ? undefined : risen(spike, state, instant);
  const isUsual = isProven && mean !== undefined && mean > 0 && mean >= options.threshold_ref;
  const fallen =
    options.spike_type !== 'up' && isUsual && instant.seen <= limitsOf(spike, 'down', mean).fires;
  const isSeasonal = reference.isSeasonal === true;
  const down = { direction: 'down' as const, level: 0, isSeasonal, because: reference.because.down };
  const begun = holding ?? (fallen ? { ...down, expected: mean } : undefined);
  if (!begun) return undefined;
  const { now, at } = instant;
  state.frozen = {
    direction: begun.direction,
    expected: begun.expected,
    level: begun.level,
    isSeasonal,
    because: begun.because,
    from: now - WINDOW + 1,
    until: isProven
      ? now + Math.ceil(options.adapt_after / width)
      : Math.max(now, (state.since ?? now) + 2 * WINDOW),
    held: at + Math.min(BURST_HELD_MS, context.timeframe),
  };
  return begun;
}

/** The whole window is too high, or the newest seconds are. */
function risen(spike: Spike, state: SpikeState, { at, now, seen, moments }: Instant): Holding | undefined {
  const { spike_height: height, threshold_cur: least } = spike.options;
  if (seen < least) return undefined;
  const reference = referenceOf(spike, state, now, moments);
  const { expected, cautious, isProven, isSeasonal = false } = reference;
  const holding = { direction: 'up' as const, expected, isSeasonal, because: reference.because.up };
  // For want of history the floors of the rule decide alone.
  const isRare = () => !isProven || upperTail(seen, cautious, scatterIn(state)) <= WINDOW_CHANCE;
  if (seen >= height * expected && isRare())
    return { ...holding, level: Math.max(seen / spike.minutes, peakAt(state.burst, at)) };
  const gate = { perMinute: cautious / spike.minutes, height, chance: BURST_CHANCE };
  const burst: Burst | undefined = isProven ? burstAt(state.burst, at, gate) : undefined;
  return burst && { ...holding, level: Math.max(burst.perMinute, peakAt(state.burst, at)), burst };
}

/** Whether it still holds; how much worse it has become. */
function goOn(
  spike: Spike,
  state: SpikeState,
  frozen: Frozen,
  { at, now, seen }: Instant,
): Holding | undefined {
  if (now > frozen.until) {
    // The new level is normal now.
    state.frozen = undefined;
    state.storm = undefined;
    spike.references.delete(state);
    return undefined;
  }
  if (frozen.direction === 'up') worsen(spike, state, frozen, at, seen);
  if (!isOver(spike, state, frozen, at, seen)) return frozen;
  endStorm(spike, state, now);
  return undefined;
}

function isOver(spike: Spike, state: SpikeState, frozen: Frozen, at: number, seen: number): boolean {
  const { calms } = limitsOf(spike, frozen.direction, frozen.expected);
  if (frozen.direction === 'down') return seen > calms;
  return seen < calms && at >= frozen.held && rateAt(state.burst, at) * spike.minutes < calms;
}

/** It is worse where the newest minutes, or the whole window, are that many times what was told last. */
function worsen(
  { context, minutes }: Spike,
  { burst }: SpikeState,
  frozen: Frozen,
  at: number,
  seen: number,
): void {
  const height = context.worsenFactor;
  const worse = burstAt(burst, at, { perMinute: frozen.level, height, chance: WORSE_CHANCE });
  if (worse) frozen.level = worse.perMinute;
  else if (seen / minutes >= height * frozen.level) frozen.level = seen / minutes;
  // The first seconds tell the level only roughly: it is not worse because it is better known.
  else if (at <= frozen.held) frozen.level = Math.max(frozen.level, rateAt(burst, at));
}

function endStorm(spike: Spike, state: SpikeState, now: number): void {
  if (!state.frozen) return;
  const { from, expected } = state.frozen;
  state.storm = { from, to: now - 1, expected };
  state.frozen = undefined;
  spike.references.delete(state);
}

/** Finished minutes, windows and hours tell what is usual and how much it scatters; not of a storm or a declared moment. */
function learn(spike: Spike, state: SpikeState, { at, now, moments }: Omit<Instant, 'seen'>): void {
  const isCalm = !state.frozen && momentsAround(spike, now, moments).length === 0;
  if (state.season) advanceSeason(state.season, at, !isCalm);
  const block = Math.floor(now / WINDOW);
  const isNewBlock = state.block === undefined || block > state.block;
  const isNewMinute = Math.floor(at / MINUTE_MS) > (state.burst.minute?.number ?? -1);
  if (!isNewBlock && !isNewMinute) return;
  const { mean, isProven } = referenceOf(spike, state, now, moments);
  const usual = isCalm && isProven ? mean : undefined;
  if (isNewMinute) advanceBurst(state.burst, at, usual && usual / spike.minutes);
  if (!isNewBlock) return;
  const last = state.block;
  state.block = block;
  if (last === undefined || usual === undefined || block !== last + 1) return;
  takeBlock(state.scatter, sumSparse(state.counts, last * WINDOW, block * WINDOW - 1), usual);
}
