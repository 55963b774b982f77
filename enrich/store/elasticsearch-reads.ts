import type { estypes } from '@elastic/elasticsearch';
import type { Elasticsearch } from '#ingest/elasticsearch-client';
import { type MentionDocument, mentionIndices, toMention } from './elasticsearch-document';
import { filterToQuery, TERM_FIELDS } from './elasticsearch-query';
import { bucketStarts, fillBuckets } from './fill-buckets';
import { decodeCursor, encodeCursor, limitOf, type Order, orderOf } from './page-cursor';
import type { MentionPage, MentionQuery, Store, TermField } from './store';

type Reads = Pick<Store, 'search' | 'get' | 'countPerBucket' | 'topTerms' | 'extent'>;
type Search = Omit<estypes.SearchRequest, 'index'>;

/** What `search` is asked with: how many match is always counted in full. */
const COUNT_ALL = { track_total_hits: true } as const;
/** Each month counts by itself; that many candidates a month make the sum right unless terms are very many. */
const FEWEST_CANDIDATES = 1_000;
const SORTS: Readonly<Record<Order, estypes.Sort>> = {
  newest: [{ publishedAt: 'desc' }, { id: 'desc' }],
  oldest: [{ publishedAt: 'asc' }, { id: 'asc' }],
  relevance: ['_score', { id: 'asc' }],
};

/** The reading half of the store. `refresh` makes findable what any process has saved before. */
export function createReads(
  elasticsearch: Elasticsearch,
  prefix: string,
  refresh: () => Promise<void>,
): Reads {
  const ask = async (search: Search) => {
    await refresh();
    return elasticsearch.call('reading mentions', (client) =>
      client.search<MentionDocument, Record<string, estypes.AggregationsAggregate>>({
        index: mentionIndices(prefix),
        // One copy of a shard counts deleted documents otherwise than another, and so scores otherwise.
        preference: prefix,
        // A month that does not answer is an error, not an absence of mentions.
        allow_partial_search_results: false,
        ...search,
      }),
    );
  };
  return {
    search: async (query) => toPage(query, await ask(pageSearch(query))),
    get: async (id) => {
      const { hits } = await ask({ query: { ids: { values: [id] } }, size: 1 });
      const document = hits.hits[0]?._source;
      return document && toMention(document);
    },
    countPerBucket: async (filter, bucketMs) => {
      const starts = bucketStarts(filter.from, filter.to, bucketMs);
      const first = starts[0];
      if (first === undefined) return [];
      const { aggregations } = await ask({
        size: 0,
        query: filterToQuery(filter),
        aggs: histogram(bucketMs),
      });
      const found = bucketsOf<BucketAnswer>(aggregations?.buckets).map((bucket) => ({
        slot: (bucket.key - first) / bucketMs,
        count: bucket.doc_count,
        negative: bucket.negative.doc_count,
        positive: bucket.positive.doc_count,
        meanSentiment: bucket.mean.value ?? null,
      }));
      return fillBuckets(starts, found);
    },
    topTerms: async (filter, field, size) => {
      if (size <= 0) return [];
      const { aggregations } = await ask({ size: 0, query: filterToQuery(filter), aggs: terms(field, size) });
      return bucketsOf<TermAnswer>(aggregations?.terms).map((bucket) => ({
        term: bucket.key,
        count: bucket.doc_count,
        negative: bucket.negative.doc_count,
        lastAt: bucket.last.value,
      }));
    },
    extent: async (filter) => {
      const aggs = { oldest: { min: { field: 'publishedAt' } }, newest: { max: { field: 'publishedAt' } } };
      const { hits, aggregations = {} } = await ask({
        size: 0,
        query: filterToQuery(filter),
        aggs,
        ...COUNT_ALL,
      });
      const [oldest, newest] = [aggregations.oldest, aggregations.newest] as { value: number }[];
      const count = totalOf(hits);
      return count > 0 && oldest && newest
        ? { count, oldest: oldest.value, newest: newest.value }
        : { count };
    },
  };
}

function pageSearch(query: MentionQuery): Search {
  const order = orderOf(query);
  return {
    query: filterToQuery(query, { scored: order === 'relevance' }),
    sort: SORTS[order],
    // One more than asked for tells whether there is a next page.
    size: limitOf(query) + 1,
    ...(query.after !== undefined && { search_after: [...decodeCursor(query.after, order, 'string')] }),
    ...(order === 'relevance' && { search_type: 'dfs_query_then_fetch' }),
    ...COUNT_ALL,
  };
}

function toPage(query: MentionQuery, { hits }: estypes.SearchResponse<MentionDocument>): MentionPage {
  const limit = limitOf(query);
  const mentions = hits.hits.slice(0, limit).flatMap(({ _source }) => (_source ? [toMention(_source)] : []));
  const last = hits.hits.length > limit ? hits.hits[limit - 1]?.sort : undefined;
  return {
    total: totalOf(hits),
    mentions,
    ...(last && { next: encodeCursor(orderOf(query), [Number(last[0]), String(last[1])]) }),
  };
}

function totalOf({ total }: Pick<estypes.SearchHitsMetadata, 'total'>): number {
  return typeof total === 'object' ? total.value : (total ?? 0);
}

const NEGATIVE = { filter: { term: { 'sentiment.label': 'negative' } } };

type BucketAnswer = {
  key: number;
  doc_count: number;
  negative: { doc_count: number };
  positive: { doc_count: number };
  mean: { value: number | null };
};

function histogram(bucketMs: number): Record<string, estypes.AggregationsAggregationContainer> {
  return {
    buckets: {
      date_histogram: { field: 'publishedAt', fixed_interval: `${bucketMs}ms`, min_doc_count: 1 },
      aggs: {
        negative: NEGATIVE,
        positive: { filter: { term: { 'sentiment.label': 'positive' } } },
        mean: { avg: { field: 'sentiment.score' } },
      },
    },
  };
}

type TermAnswer = {
  key: string;
  doc_count: number;
  negative: { doc_count: number };
  last: { value: number };
};

function terms(field: TermField, size: number): Record<string, estypes.AggregationsAggregationContainer> {
  return {
    terms: {
      terms: {
        field: TERM_FIELDS[field],
        size,
        shard_size: Math.max(FEWEST_CANDIDATES, 10 * size),
        order: [{ _count: 'desc' }, { _key: 'asc' }],
      },
      aggs: { negative: NEGATIVE, last: { max: { field: 'publishedAt' } } },
    },
  };
}

function bucketsOf<Bucket>(aggregate: estypes.AggregationsAggregate | undefined): Bucket[] {
  return (aggregate as { buckets?: Bucket[] } | undefined)?.buckets ?? [];
}
