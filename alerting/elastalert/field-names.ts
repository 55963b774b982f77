import { MENTION_FIELDS } from '../matchers/mention-fields';

/** What others call the fields of a mention, dots and case set aside. */
const OTHER_NAMES: Readonly<Record<string, readonly string[]>> = {
  brand: ['brand_id', 'brand_name', 'company', 'organisation', 'organization', 'entity', 'client'],
  language: ['lang', 'text_language', 'detected_language', 'language_code', 'locale'],
  sentiment: [
    'sentiment_score',
    'sentiment_label',
    'sentiment_value',
    'polarity',
    'tone',
    'sentiment_polarity',
  ],
  voice: ['author_type', 'user_type', 'author_role', 'speaker', 'persona'],
  channel: ['platform', 'medium', 'media_type', 'source_type', 'network', 'channel_type'],
  source: ['source_name', 'feed', 'feed_name', 'feed_title', 'collector', 'provider'],
  outlet: ['outlet_name', 'publisher', 'publication', 'site_name', 'media', 'newspaper'],
  author: [
    'author_name',
    'author_id',
    'author_handle',
    'user',
    'user_name',
    'username',
    'user_id',
    'user_screen_name',
    'screen_name',
    'handle',
    'account',
    'profile',
  ],
  followers: [
    'author_followers',
    'author_followers_count',
    'followers_count',
    'follower_count',
    'user_followers',
    'user_followers_count',
  ],
  domain: [
    'domains',
    'url_domain',
    'link_domain',
    'site',
    'website',
    'source_domain',
    'hostname',
    'url_host',
  ],
  hashtag: ['hashtags', 'entities_hashtags', 'entities_hashtags_text', 'tags', 'tag'],
  risk: ['risks', 'risk_kind', 'risks_kind', 'risk_type'],
  failure: ['failures', 'failures_enricher'],
  reach: ['reach_discounted', 'estimated_reach', 'audience', 'potential_reach'],
  story: ['story_id', 'cluster', 'cluster_id', 'duplicate_group'],
  'story.copies': ['copies', 'duplicates', 'duplicate_count'],
  'press_release.verdict': ['verdict'],
  'press_release.claim': ['press_release_claims'],
  text: [
    'message',
    'body',
    'content',
    'full_text',
    'tweet',
    'tweet_text',
    'post',
    'post_text',
    'comment',
    'snippet',
  ],
  title: ['headline', 'subject', 'article_title'],
};

/** What can be measured of a mention, for `metric_aggregation`, beside fields that a filter knows. */
const METRIC_NAMES: Readonly<Record<string, readonly string[]>> = {
  engagement: ['engagement', 'interactions', 'engagements', 'engagement_total', 'reactions'],
  views: ['views', 'view_count', 'engagement_views', 'impressions', 'impression_count'],
};

/** Where a document lay, not what was said in it. */
const PLACE =
  /^(_index|_type|_id|type|doc_type|document_type|event_(module|dataset|kind)|data_stream_\w+|ecs_\w+|agent_\w+)$/;
const TIME =
  /^(timestamp|published|published_at|created_at|collected_at|date|time|event_(created|ingested))$/;

const fold = (name: string): string =>
  name
    .trim()
    .replace(/^_source\./, '')
    .replace(/\.(keyword|raw|exact|untouched)$/i, '')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .replace(/^@/, '')
    .replace(/[.\s-]+/g, '_')
    .toLowerCase();

const lookUp = (names: Readonly<Record<string, readonly string[]>>, folded: string): string | undefined =>
  Object.entries(names).find(([, others]) => others.includes(folded))?.[0];

/** The field of a mention that is meant by a field of somebody's index; undefined for one that mentions do not have. */
export function mentionField(name: string): string | undefined {
  const folded = fold(name);
  return Object.keys(MENTION_FIELDS).find((field) => fold(field) === folded) ?? lookUp(OTHER_NAMES, folded);
}

/** The number of a mention that is meant. */
export function metricField(name: string): string | undefined {
  return lookUp(METRIC_NAMES, fold(name)) ?? mentionField(name);
}

/** `place` for fields such as `_index` or `event.dataset`, `time` for `@timestamp`; undefined for all others. */
export function fieldOfStore(name: string): 'place' | 'time' | undefined {
  const folded = fold(name);
  if (PLACE.test(folded)) return 'place';
  return TIME.test(folded) ? 'time' : undefined;
}
