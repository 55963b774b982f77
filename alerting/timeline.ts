import type { BrandMention } from '#enrich/brand-mention';

export const DAY = 86_400_000;

/**
 * One course of event time: `live`, or a replay of the past. `newest` is the newest mention's event time,
 * `clock` the event time that was last evaluated.
 */
export type Timeline = { newest: number; clock: number; sweptFiring: number; sweptAll: number };

/** The timeline of a mention: replays of different years do not disturb each other. */
export function timelineOf(mention: BrandMention, receivedAt: number): string {
  const isLive = Math.abs(receivedAt - Date.parse(mention.collectedAt)) < DAY;
  return isLive ? 'live' : `replay-${mention.publishedAt.slice(0, 4)}`;
}
