import pino from 'pino';
import { kibanaObjects } from '#dashboards/kibana/kibana-objects';
import type { SavedObject } from '#dashboards/kibana/saved-object';
import type { BrandMention } from '#enrich/brand-mention';
import { openElasticsearchStore } from '#enrich/store/elasticsearch';
import { systemClock } from '#ingest/clock';
import { mentionOf } from '../contract/naive-store';
import {
  type Agg,
  dataViewOf,
  listOf,
  queryOf,
  searchOf,
  visStateOf,
} from '../dashboards/kibana/panel-search';

const url = process.env.ELASTICSEARCH_URL ?? '';
const prefix = `boards-${process.pid}-${Date.now().toString(36)}`;
const objects = kibanaObjects(prefix);
const charts = objects.filter(
  (object) => object.type === 'visualization' && visStateOf(object).aggs.length > 0,
);
const searches = objects.filter(({ type }) => type === 'search');

const START = Date.parse('2016-11-22T15:00:00.000Z');
const MINUTE_MS = 60_000;
const STORED_AT = START + 7_200_000;
const iso = (ms: number) => new Date(ms).toISOString();
const sentiment = (label: 'negative' | 'neutral' | 'positive', score: number) => ({
  ...{ label, score, confidence: 0.8, words: [label], model: 'test/1' },
});

/** 40 mentions, one a minute: every fourth negative, the last four unscored; two brands; half of them copies. */
function mentions(): BrandMention[] {
  return Array.from({ length: 40 }, (_, n) => {
    const publishedAt = START + n * MINUTE_MS;
    const label = n % 4 === 0 ? 'negative' : n % 4 === 1 ? 'positive' : 'neutral';
    return mentionOf({
      id: `m${n}~${n % 5 === 0 ? 'acme' : 'vinci'}`,
      brand: n % 5 === 0 ? 'acme' : 'vinci',
      source: n % 2 === 0 ? 'newswire' : 'social',
      channel: n % 2 === 0 ? 'news' : 'social',
      language: n % 3 === 0 ? 'fr' : 'en',
      ...(n % 2 === 0 && { outlet: n % 4 === 0 ? 'Bloomberg' : 'Les Échos', title: `Title ${n}` }),
      author: { id: `a${n % 7}`, handle: `handle${n % 7}`, followers: 100 * (n % 7) },
      publishedAt: iso(publishedAt),
      collectedAt: iso(publishedAt + (n + 1) * 1_000),
      ...(n < 36 && { sentiment: sentiment(label, label === 'negative' ? -0.5 : 0.25) }),
      story: {
        id: `s${n % 2 === 0 ? 0 : n}`,
        first: n === 0 || n % 2 === 1,
        copies: n % 2 === 0 ? n / 2 : 0,
      },
      voice: n % 2 === 0 ? 'journalist' : 'public',
      reach: { raw: 1_000, discounted: 500 },
      domains: n < 3 ? ['vinci.group'] : ['example.com'],
      ...(n < 3 && {
        pressRelease: {
          ...{ verdict: n === 0 ? 'likely-fake' : 'suspect', score: 0.9 - n / 10 },
          ...{ origin: 'look-alike', role: 'release', case: 'm0~vinci', claims: ['accounts-restated'] },
          signals: [{ name: 'origin', weight: 0.5, evidence: 'vinci.group', explanation: 'It looks alike.' }],
        },
      }),
      ...(n === 0 && {
        risks: [{ kind: 'look-alike-domain', evidence: 'vinci.group', explanation: 'It is not vinci.com.' }],
      }),
      ...(n === 39 && { failures: [{ enricher: 'sentiment', error: 'Error: model not loaded' }] }),
      ...(n === 38 && { backfill: true }),
    });
  });
}

type Bucket = Record<string, unknown> & { readonly key?: unknown; readonly doc_count: number };
type Answer = {
  readonly _shards: { readonly failed: number };
  readonly hits: {
    readonly total: { readonly value: number };
    readonly hits: readonly { readonly fields?: object }[];
  };
  readonly aggregations?: Record<string, unknown>;
};

async function ask(method: string, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`${url}/${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(answer)}`);
  return answer;
}

const viewOf = (object: SavedObject): SavedObject => {
  const view = dataViewOf(object, objects);
  if (!view) throw new Error(`${object.id} has no data view`);
  return view;
};
const run = (object: SavedObject, body: unknown) =>
  ask('POST', `${viewOf(object).attributes.title}/_search`, body) as Promise<Answer>;
const chart = async (name: string) => {
  const found = charts.find(({ id }) => id === `${prefix}-${name}`);
  if (!found) throw new Error(`there is no chart ${name}`);
  return run(found, searchOf(found, viewOf(found)));
};

function bucketsOf(within: Record<string, unknown> | undefined, id: string): Bucket[] {
  const { buckets = [] } = (within?.[id] ?? {}) as { buckets?: Bucket[] | Record<string, Bucket> };
  if (Array.isArray(buckets)) return buckets;
  return Object.entries(buckets).map(([key, bucket]) => ({ ...bucket, key }));
}

/** Whether a metric says anything. */
function hasValue(metric: unknown): boolean {
  const { value, values, hits } = (metric ?? {}) as {
    value?: number | null;
    values?: { value: number | null }[];
    hits?: { hits: { _source?: object }[] };
  };
  if (hits) return hits.hits.some(({ _source }) => Object.keys(_source ?? {}).length > 0);
  return values ? values.every(({ value }) => value !== null) : value !== null && value !== undefined;
}

/** The innermost buckets, or the whole where there are none. */
function leaves(
  within: Record<string, unknown> | undefined,
  [first, ...rest]: readonly Agg[],
): Record<string, unknown>[] {
  if (!first) return [within ?? {}];
  return bucketsOf(within, first.id).flatMap((bucket) => leaves(bucket, rest));
}

const keysAndCounts = (buckets: readonly Bucket[]) =>
  Object.fromEntries(buckets.map(({ key, doc_count }) => [String(key), doc_count]));

describe('the boards of Kibana', () => {
  beforeAll(async () => {
    const store = await openElasticsearchStore({
      connection: { nodes: [url] },
      indexPrefix: prefix,
      clock: { ...systemClock, now: () => STORED_AT },
      log: pino({ level: 'silent' }),
    });
    await store.save(mentions());
    // Reading makes findable what was saved.
    expect((await store.extent({})).count).toBe(40);
    await store.close();
  }, 60_000);

  afterAll(async () => {
    await ask('DELETE', `${prefix}-mentions-2016.11?ignore_unavailable=true`);
    await ask('DELETE', `_index_template/${prefix}-mentions`);
  });

  it.each(charts)('$id: the server answers it, with a value in every series', async (object) => {
    const answer = await run(object, searchOf(object, viewOf(object)));
    expect(answer._shards.failed).toBe(0);
    expect(answer.hits.total.value).toBeGreaterThan(0);
    const { aggs } = visStateOf(object);
    const ends = leaves(
      answer.aggregations,
      aggs.filter(({ schema }) => schema !== 'metric'),
    );
    expect(ends.length).toBeGreaterThan(0);
    const metrics = aggs.filter(({ schema, type }) => schema === 'metric' && type !== 'count');
    const silent = metrics.filter(({ id }) => !ends.some((end) => hasValue(end[id])));
    expect(silent).toEqual([]);
  });

  it.each(searches)('$id: the server lists what it asks for', async (object) => {
    const answer = await run(object, listOf(object, viewOf(object)));
    expect(queryOf(object)).not.toBe('');
    expect(answer.hits.total.value).toBeGreaterThan(0);
    expect(answer.hits.total.value).toBeLessThan(40);
    const { columns } = object.attributes as { columns?: string[] };
    const shown = new Set(answer.hits.hits.flatMap(({ fields = {} }) => Object.keys(fields)));
    expect(
      (columns ?? []).filter((column) => !shown.has(column) && !/^(outlet|title|url)$/.test(column)),
    ).toEqual([]);
  });

  it('shows the crisis room in numbers: all, the share of the scored that is negative, authors, reach', async () => {
    const { aggregations, hits } = await chart('crisis-room-totals');
    expect(hits.total.value).toBe(40);
    expect(aggregations).toEqual({ 2: { value: 9 / 36 }, 3: { value: 7 }, 4: { value: 20_000 } });
  });

  it('shows volume by sentiment, the unscored apart', async () => {
    const { aggregations } = await chart('crisis-room-volume');
    const sums: Record<string, number> = {};
    for (const slot of bucketsOf(aggregations, '2'))
      for (const { key, doc_count } of bucketsOf(slot, '3'))
        sums[String(key)] = (sums[String(key)] ?? 0) + doc_count;
    expect(sums).toEqual({ negative: 9, neutral: 18, positive: 9, unscored: 4 });
  });

  it('shows the largest story first, with the title and outlet that it began with', async () => {
    const { aggregations } = await chart('crisis-room-stories');
    const [story] = bucketsOf(aggregations, '9');
    const sourceOf = (id: string) =>
      (story?.[id] as { hits: { hits: { _source: object }[] } } | undefined)?.hits.hits[0]?._source;
    expect({ key: story?.key, count: story?.doc_count }).toEqual({ key: 's0', count: 20 });
    expect([sourceOf('2'), sourceOf('4')]).toEqual([{ title: 'Title 0' }, { outlet: 'Bloomberg' }]);
    expect(story?.['5']).toMatchObject({ value: START });
  });

  it('shows verdicts, and which domains the releases in doubt come from', async () => {
    const verdicts = await chart('crisis-room-verdicts');
    expect(keysAndCounts(bucketsOf(verdicts.aggregations, '2'))).toEqual({ 'likely-fake': 1, suspect: 2 });
    const doubtful = await chart('crisis-room-doubtful-releases');
    const [suspect] = bucketsOf(doubtful.aggregations, '5');
    expect(keysAndCounts(bucketsOf(suspect, '6'))).toEqual({ 'vinci.group': 2 });
    expect(bucketsOf(suspect, '6')[0]?.['2']).toEqual({ value: 0.8 });
  });

  it('compares brands: share of voice, voices, sentiment by language', async () => {
    const share = await chart('brand-comparison-share-of-voice');
    expect(keysAndCounts(bucketsOf(share.aggregations, '2'))).toEqual({ vinci: 32, acme: 8 });
    const voices = await chart('brand-comparison-voices');
    expect(keysAndCounts(bucketsOf(bucketsOf(voices.aggregations, '2')[0], '3'))).toEqual({
      ...{ journalist: 16, public: 16 },
    });
    const languages = await chart('brand-comparison-sentiment-by-language');
    const french = bucketsOf(languages.aggregations, '2').find(({ key }) => key === 'fr');
    expect(keysAndCounts(bucketsOf(french, '3'))).toEqual({
      negative: 3,
      neutral: 6,
      positive: 3,
      unscored: 2,
    });
  });

  it('shows operators how old live mentions were, what failed and what was backfill', async () => {
    const totals = await chart('operations-totals');
    expect(totals.hits.total.value).toBe(39);
    const delay = totals.aggregations?.['3'] as { values: { value: number }[] } | undefined;
    expect(delay?.values[0]?.value).toBeCloseTo(20, 0);
    const failures = await chart('operations-failures');
    const [failed] = bucketsOf(failures.aggregations, '3');
    expect(keysAndCounts(bucketsOf(failed, '4'))).toEqual({ 'Error: model not loaded': 1 });
    const backfill = await chart('operations-backfill');
    const slots = bucketsOf(backfill.aggregations, '2');
    const count = (wanted: string) =>
      slots
        .flatMap((slot) => bucketsOf(slot, '3'))
        .filter(({ key }) => key === wanted)
        .reduce((sum, { doc_count }) => sum + doc_count, 0);
    expect({ live: count('live'), backfill: count('backfill') }).toEqual({ live: 39, backfill: 1 });
  });
});
