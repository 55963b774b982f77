import { freshScatter, type Scatter, scatterOf, takeBlock } from './scatter';
import { addSparse, type SparseCounts, sumSparse } from './sparse-counts';
import { upperTail } from './tail';

const BUCKET_MS = 5_000;
const MINUTE_MS = 60_000;
const BUCKETS_PER_MINUTE = MINUTE_MS / BUCKET_MS;
/** Of the spans that are looked at: in buckets, the running one among them. */
const SPANS = [2, 3, 4, 6, 9, 12, 18, 24] as const;
const KEEP = 25;
/** Fewer show nothing, however quiet it was. */
const FEWEST = 5;

/** The newest two minutes, and how they usually scatter; plain JSON. */
export type BurstState = {
  readonly counts: SparseCounts;
  readonly scatter: Scatter;
  minute?: { number: number; count: number };
};

/** A span of seconds in which more came than chance explains. Times are epoch milliseconds of event time. */
export type Burst = {
  readonly from: number;
  readonly seen: number;
  readonly expected: number;
  readonly chance: number;
  readonly perMinute: number;
};

export function freshBurst(): BurstState {
  return { counts: [], scatter: freshScatter() };
}

/** Takes a mention at this event time. */
export function countBurst(state: BurstState, at: number): void {
  addSparse(state.counts, Math.floor(at / BUCKET_MS), KEEP);
  const number = Math.floor(at / MINUTE_MS);
  if (state.minute?.number === number) state.minute.count++;
}

/**
 * Goes on to this event time: finished minutes tell how much this group's counts scatter. `perMinute` is what was
 * expected; undefined where that is not known or a storm rages: then nothing is learned.
 */
export function advanceBurst(state: BurstState, at: number, perMinute: number | undefined): void {
  const number = Math.floor(at / MINUTE_MS);
  const { minute } = state;
  if (minute && number <= minute.number) return;
  if (minute && perMinute !== undefined) {
    takeBlock(state.scatter, minute.count, perMinute);
    const empty = Math.min(number - minute.number - 1, 1_440);
    for (let index = 0; index < empty; index++) takeBlock(state.scatter, 0, perMinute);
  }
  const first = number * BUCKETS_PER_MINUTE;
  state.minute = { number, count: sumSparse(state.counts, first, first + BUCKETS_PER_MINUTE - 1) };
}

/** Visits each span that ends at this event time, the shortest first: its first instant, its mentions, its minutes. */
function eachSpan(
  { counts }: BurstState,
  at: number,
  visit: (from: number, seen: number, minutes: number) => void,
): void {
  const now = Math.floor(at / BUCKET_MS);
  let to = now;
  let seen = 0;
  for (const buckets of SPANS) {
    const first = now - buckets + 1;
    seen += sumSparse(counts, first, to);
    to = first - 1;
    const from = first * BUCKET_MS;
    visit(from, seen, (at + 1 - from) / MINUTE_MS);
  }
}

/** What a span is measured by: mentions per minute that were expected, how many times as many, how rare by chance. */
export type BurstGate = { readonly perMinute: number; readonly height: number; readonly chance: number };

/** The span of the last 5 to 120 seconds that is hardest to explain by chance, if one passes the gate. */
export function burstAt(
  state: BurstState,
  at: number,
  { perMinute, height, chance: rarest }: BurstGate,
): Burst | undefined {
  let burst: Burst | undefined;
  eachSpan(state, at, (from, seen, minutes) => {
    const expected = perMinute * minutes;
    if (seen < FEWEST || seen < height * expected) return;
    const chance = upperTail(seen, expected, scatterOf(state.scatter));
    if (chance <= (burst?.chance ?? rarest))
      burst = { from, seen, expected, chance, perMinute: seen / minutes };
  });
  return burst;
}

/** Mentions per minute in the busiest of the spans that are long enough to tell: 15 seconds and more. */
export function peakAt(state: BurstState, at: number): number {
  let peak = 0;
  eachSpan(state, at, (_, seen, minutes) => {
    if (minutes >= 0.25) peak = Math.max(peak, seen / minutes);
  });
  return peak;
}

/** Mentions per minute over the last two minutes. */
export function rateAt(state: BurstState, at: number): number {
  let rate = 0;
  eachSpan(state, at, (_, seen, minutes) => {
    rate = seen / minutes;
  });
  return rate;
}
