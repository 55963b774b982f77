import type { BrandMention } from '#enrich/brand-mention';

/** A mention with nothing judged, for tests to fill in. */
export function brandMention(given: Partial<BrandMention> = {}): BrandMention {
  return {
    id: 'm1~acme',
    mentionId: 'm1',
    source: 'feed',
    channel: 'social',
    text: 'Acme',
    publishedAt: '2016-11-22T15:00:00.000Z',
    collectedAt: '2016-11-22T15:00:00.000Z',
    brand: 'acme',
    matched: ['Acme'],
    hashtags: [],
    domains: [],
    risks: [],
    failures: [],
    ...given,
  };
}
