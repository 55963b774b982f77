import { type Arrival, createArrivals } from '#alerting/backtest/arrivals';
import { type BacktestResult, createBacktest } from '#alerting/backtest/backtest-rules';
import type { LabelledIncident } from '#alerting/backtest/labelled-incident';
import type { DatedMoment } from '#alerting/calendar';
import { detectors } from '#alerting/detectors/index';
import { Route } from '#alerting/policy';
import type { Rule } from '#alerting/rule';
import type { Stretch } from '#config/fields/moment';
import type { BrandMention } from '#enrich/brand-mention';
import { brandMention } from '../brand-mention';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** A Monday. */
export const START = Date.parse('2026-03-02T00:00:00.000Z');

export const route = Route.parse({ receiver: 'team' });

/** A mention at this minute of the course, collected so many minutes later. */
export function mentionAt(minute: number, given: Partial<BrandMention> & { collectedAfter?: number } = {}) {
  const { collectedAfter = 0, ...rest } = given;
  const brand = rest.brand ?? 'acme';
  return brandMention({
    id: `${minute}-${collectedAfter}~${brand}`,
    publishedAt: new Date(START + minute * MINUTE).toISOString(),
    collectedAt: new Date(START + (minute + collectedAfter) * MINUTE).toISOString(),
    ...rest,
  });
}

/** So many mentions, evenly over a minute. */
export function burst(minute: number, count: number, given: Partial<BrandMention> = {}): BrandMention[] {
  return Array.from({ length: count }, (_, index) => mentionAt(minute + index / count, given));
}

/** Mentions in order of publication, as a store gives them, in pages of three. */
export function arrivalsOf(mentions: readonly BrandMention[]): Arrival[] {
  const sorted = [...mentions].sort((a, b) => a.publishedAt.localeCompare(b.publishedAt));
  const arrivals = createArrivals();
  const taken: Arrival[] = [];
  for (let from = 0; from < sorted.length; from += 3)
    taken.push(...arrivals.take(sorted.slice(from, from + 3)));
  return [...taken, ...arrivals.rest()];
}

export function backtest(
  rules: readonly Rule[],
  mentions: readonly BrandMention[],
  {
    stretch = { from: START, to: START + 7 * DAY },
    labelled = [],
    moments = [],
  }: {
    stretch?: Stretch;
    labelled?: readonly LabelledIncident[];
    moments?: readonly DatedMoment[];
  } = {},
): BacktestResult {
  const running = createBacktest({ rules, detectors, route, stretch, labelled, moments });
  running.take(arrivalsOf(mentions));
  return running.finish();
}

/** Pages with the minute of the course at which each went out. */
export function pagesOf({
  pages,
}: BacktestResult): (readonly [minute: number, reason: string, rules: string])[] {
  return pages.map(
    ({ at, reason, rules }) => [Math.round((at - START) / MINUTE), reason, rules.join(' ')] as const,
  );
}
