import type { Tally } from './usual-share';

const HOUR_MS = 3_600_000;
const HOURS = 24;
/** So many days are remembered of an hour, and so many it takes until half of what they show is believed. */
const MEMORY_DAYS = 14;
const DOUBT_DAYS = 3;

/**
 * How an hour of the day (UTC) differs from what is usual over all: sums of what came beyond it. `days` counts how
 * often the hour was seen; all fade with the days. Plain JSON.
 */
export type HourShares = {
  readonly days: number[];
  readonly mentions: number[];
  readonly weight: number[];
  readonly matching: number[];
};

/** By how much the evidence and the share of an instant differ from what is usual over all. */
export type Offset = { readonly mean: number; readonly share: number };

export function freshHours(): HourShares {
  const none = () => Array.from({ length: HOURS }, () => 0);
  return { days: none(), mentions: none(), weight: none(), matching: none() };
}

/** Takes what a stretch of at most an hour holds; `at` is its middle. */
export function takeHour(
  hours: HourShares,
  { at, length, tally }: { readonly at: number; readonly length: number; readonly tally: Tally },
  usual: Offset,
): void {
  const hour = Math.floor(at / HOUR_MS) % HOURS;
  const day = Math.min(1, length / HOUR_MS);
  const fade = Math.exp(-day / MEMORY_DAYS);
  const add = (sums: number[], value: number) => {
    sums[hour] = fade * (sums[hour] ?? 0) + value;
  };
  add(hours.days, day);
  add(hours.mentions, tally.mentions);
  add(hours.weight, tally.weight - tally.mentions * usual.mean);
  add(hours.matching, tally.matching - tally.mentions * usual.share);
}

/** Between the middles of two hours it goes over evenly. */
export function offsetAt(hours: HourShares, at: number): Offset {
  const place = at / HOUR_MS - 0.5;
  const [first, part] = [Math.floor(place), place - Math.floor(place)];
  const left = offsetOf(hours, (first + HOURS) % HOURS);
  const right = offsetOf(hours, (first + 1) % HOURS);
  return {
    mean: (1 - part) * left.mean + part * right.mean,
    share: (1 - part) * left.share + part * right.share,
  };
}

function offsetOf({ days, mentions, weight, matching }: HourShares, hour: number): Offset {
  const count = mentions[hour] ?? 0;
  const seen = days[hour] ?? 0;
  if (count <= 0) return { mean: 0, share: 0 };
  const belief = seen / (seen + DOUBT_DAYS) / count;
  return { mean: belief * (weight[hour] ?? 0), share: belief * (matching[hour] ?? 0) };
}
