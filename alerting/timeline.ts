import type { BrandMention } from '#enrich/brand-mention';

export const DAY = 86_400_000;
/** Mentions under way: the clock speaks for event time only so much later. */
export const TICK_BEHIND_MS = 30_000;
/** Event time that was not looked at for longer than this was nobody's watch: the process was down, or behind. */
export const AWAY_MS = 600_000;
/** Event time so far after the bus took a mention can only come from a clock that was wrong. */
export const WRONG_CLOCK_MS = 300_000;

/**
 * One course of event time: `live`, or a replay of the past. `newest` is the newest mention's event time,
 * `clock` the event time that was last evaluated.
 */
export type Timeline = { newest: number; clock: number; sweptFiring: number; sweptAll: number };

/** One that begins with the clock: no mention has come yet. */
export function silentTimeline(at: number): Timeline {
  return { newest: 0, clock: at, sweptFiring: at, sweptAll: at };
}

/** The timeline of a mention: replays of different years do not disturb each other. */
export function timelineOf(mention: BrandMention, receivedAt: number): string {
  const isLive = Math.abs(receivedAt - Date.parse(mention.collectedAt)) < DAY;
  return isLive ? 'live' : `replay-${mention.publishedAt.slice(0, 4)}`;
}

/** Takes back what the clock alone had let pass beyond the moment at which the bus took a mention. */
export function setBack(timeline: Timeline, receivedAt: number): void {
  if (timeline.clock <= receivedAt) return;
  timeline.clock = Math.max(timeline.newest, receivedAt - TICK_BEHIND_MS);
  timeline.sweptFiring = Math.min(timeline.sweptFiring, timeline.clock);
  timeline.sweptAll = Math.min(timeline.sweptAll, timeline.clock);
}
