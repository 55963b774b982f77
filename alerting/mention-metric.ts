import { z } from 'zod';
import type { BrandMention } from '#enrich/brand-mention';

/** Numbers that mentions have. */
export const MetricKey = z.enum(['sentiment', 'reach', 'followers', 'engagement', 'views']);
export type MetricKey = z.infer<typeof MetricKey>;

/** How many of them become one. */
export const AggregationType = z.enum(['min', 'max', 'avg', 'sum', 'percentiles']);
export type AggregationType = z.infer<typeof AggregationType>;

/** A number that a mention may have, and its words: "the highest `noun` is 90,000`unit`", "90,000 `things` at most". */
export type Metric = {
  readonly noun: string;
  readonly unit: string;
  readonly things: string;
  readonly read: (mention: BrandMention) => number | undefined;
};

export const METRICS: Readonly<Record<MetricKey, Metric>> = {
  sentiment: { noun: 'tone', unit: '', things: '', read: ({ sentiment }) => sentiment?.score },
  reach: {
    noun: 'reach',
    unit: ' people',
    things: 'people reached',
    read: ({ reach }) => reach?.discounted,
  },
  followers: {
    noun: 'following',
    unit: ' followers',
    things: 'followers',
    read: ({ author }) => author?.followers,
  },
  engagement: {
    noun: 'engagement',
    unit: ' likes, reposts and replies',
    things: 'reactions',
    read: readEngagement,
  },
  views: { noun: 'number of views', unit: '', things: 'views', read: ({ engagement }) => engagement?.views },
};

function readEngagement({ engagement }: BrandMention): number | undefined {
  if (!engagement) return undefined;
  const { likes, reposts, replies } = engagement;
  const told = [likes, reposts, replies].filter((count) => count !== undefined);
  return told.length > 0 ? told.reduce((sum, count) => sum + count, 0) : undefined;
}

/** Which number is made of which, and for `percentiles` at how many per cent. */
export type Aggregation = {
  readonly key: MetricKey;
  readonly type: AggregationType;
  readonly percent: number;
};

/** `average tone`, `95th percentile of the reach`. */
export function nameAggregation({ key, type, percent }: Aggregation): string {
  const { noun } = METRICS[key];
  const how = { min: 'lowest', max: 'highest', avg: 'average', sum: 'total' };
  return type === 'percentiles' ? `${ordinal(percent)} percentile of the ${noun}` : `${how[type]} ${noun}`;
}

/** What follows the number in a headline: `people reached in all`, `followers at most`. */
export function thingsAggregated({ key, type, percent }: Aggregation): string {
  // Of tone there are no pieces.
  if (key === 'sentiment') return nameAggregation({ key, type, percent });
  const how = { min: 'at least', max: 'at most', avg: 'on average', sum: 'in all' };
  return `${METRICS[key].things} ${type === 'percentiles' ? `(${ordinal(percent)} percentile)` : how[type]}`;
}

function ordinal(percent: number): string {
  const ending = { 1: 'st', 2: 'nd', 3: 'rd' }[percent % 10] ?? 'th';
  return `${percent}${Math.floor(percent / 10) === 1 ? 'th' : ending}`;
}
