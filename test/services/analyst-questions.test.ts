import pino from 'pino';
import type { BrandMention, Verdict } from '#enrich/brand-mention';
import { openElasticsearchStore } from '#enrich/store/elasticsearch';
import { openEmbeddedStore } from '#enrich/store/embedded';
import type { MentionFilter, Store } from '#enrich/store/store';
import { systemClock } from '#ingest/clock';
import { mentionOf } from '../contract/naive-store';
import { temporaryFolder } from '../temporary-folder';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;
const url = process.env.ELASTICSEARCH_URL ?? '';
const indexPrefix = `test-analyst-${process.pid}-${Date.now().toString(36)}`;

/** 22 November 2016 is the day of the false press release; the 23rd is when the analyst asks. */
const instant = (text: string) => Date.parse(`2016-${text}:00.000Z`);
const YESTERDAY = { from: instant('11-22T00:00'), to: instant('11-23T00:00') };

type Row = readonly [
  at: string,
  brand: string,
  outlet: string | undefined,
  language: string,
  score: number | undefined,
  text: string,
  more?: Partial<BrandMention>,
];

const story = (id: string, copies: number) => ({ id, first: copies === 0, copies });
const hoax = (copies: number) => ({ story: story('hoax', copies) });
const by = (handle: string, voice: BrandMention['voice']) => ({
  author: { id: `id-${handle}`, handle },
  voice,
});
const release = (verdict: Verdict, domain: string) => ({
  channel: 'e-mail' as const,
  domains: [domain],
  pressRelease: {
    verdict,
    score: 1,
    signals: [],
    origin: 'look-alike',
    role: 'release' as const,
    case: 'm1~acme',
    claims: [],
  },
});
const seen = (raw: number, discounted: number) => ({ reach: { raw, discounted } });

const ROWS: readonly Row[] = [
  ['11-01T09:00', 'vinci', 'Les Echos', 'fr', 0.4, 'VINCI remporte un contrat au Pérou', seen(100, 100)],
  ['11-02T09:00', 'eiffage', 'Les Echos', 'fr', 0.2, 'Eiffage signe à Lyon'],
  ['11-09T08:00', 'vinci', 'Agefi', 'fr', 0.1, 'VINCI : résultats du trimestre'],
  ['11-10T08:00', 'eiffage', 'Agefi', 'fr', 0, 'Eiffage : résultats'],
  ['11-10T10:00', 'eiffage', 'Reuters', 'en', 0.3, 'Eiffage results beat forecasts'],
  ['11-10T11:00', 'eiffage', 'Reuters', 'en', -0.3, 'Eiffage faces a delay in Lyon'],
  ['11-22T08:30', 'vinci', 'Les Echos', 'fr', 0.2, 'VINCI inaugure un aéroport', seen(100, 100)],
  ['11-22T14:00', 'eiffage', 'Reuters', 'en', 0.1, 'Eiffage wins a motorway'],
  [
    '11-22T15:59',
    'vinci',
    undefined,
    'fr',
    undefined,
    'Faux communiqué : révision des comptes de VINCI',
    { ...hoax(0), ...release('likely-fake', 'vinci.group') },
  ],
  [
    '11-22T16:05',
    'vinci',
    'Bloomberg',
    'en',
    -0.9,
    'Vinci to restate accounts, fires finance chief',
    { ...hoax(1), ...by('bbg', 'journalist'), ...seen(9_000, 9_000) },
  ],
  [
    '11-22T16:06',
    'vinci',
    'Reuters',
    'en',
    -0.8,
    'Vinci shares plunge after statement',
    { ...hoax(2), ...by('rtr', 'journalist'), ...seen(8_000, 4_000) },
  ],
  [
    '11-22T16:06',
    'vinci',
    undefined,
    'en',
    -0.7,
    'Vinci accounts restated?! sell everything',
    {
      ...hoax(3),
      ...by('trader1', 'public'),
      channel: 'social',
      hashtags: ['vinci', 'fraud'],
      domains: ['vinci.group'],
      ...seen(50, 5),
    },
  ],
  [
    '11-22T16:07',
    'vinci',
    undefined,
    'fr',
    -0.6,
    'Révision des comptes chez VINCI, énorme',
    {
      ...hoax(4),
      ...by('trader1', 'public'),
      channel: 'social',
      hashtags: ['vinci'],
      domains: ['vinci.group'],
      ...seen(50, 5),
    },
  ],
  [
    '11-22T16:10',
    'vinci',
    'Bloomberg',
    'en',
    -0.5,
    'Vinci trading halted',
    { ...hoax(5), ...by('bbg', 'journalist'), ...seen(9_000, 900) },
  ],
  [
    '11-22T16:15',
    'vinci',
    'Agefi',
    'fr',
    -0.4,
    'VINCI suspendu : la révision des comptes en question',
    hoax(6),
  ],
  [
    '11-22T16:30',
    'vinci',
    'Bloomberg',
    'en',
    0.1,
    'Vinci says the statement is false',
    { ...by('bbg', 'journalist'), ...seen(9_000, 9_000) },
  ],
  [
    '11-22T16:40',
    'vinci',
    undefined,
    'fr',
    0.3,
    'VINCI dément formellement le faux communiqué',
    release('official', 'vinci.com'),
  ],
  [
    '11-22T17:10',
    'vinci',
    undefined,
    'de',
    -0.2,
    'Falschmeldung über VINCI: Straßenbauer dementiert',
    { ...by('boerse', 'influencer'), channel: 'social' },
  ],
  [
    '11-22T18:00',
    'vinci',
    undefined,
    'fr',
    -0.1,
    'Un second faux communiqué sur VINCI',
    release('suspect', 'vinci-group.eu'),
  ],
  [
    '11-22T23:59',
    'vinci',
    'Reuters',
    'en',
    -0.6,
    'French regulator looks into the false Vinci release',
    seen(8_000, 8_000),
  ],
  ['11-23T00:00', 'vinci', 'Reuters', 'en', -0.5, 'Vinci files a complaint', seen(8_000, 8_000)],
  ['12-01T09:00', 'vinci', 'Les Echos', 'fr', 0.5, 'VINCI relève ses prévisions'],
];

const label = (score: number) => (score < 0 ? 'negative' : score > 0 ? 'positive' : 'neutral');
const mentions = ROWS.map(([at, brand, outlet, language, score, text, more], index): BrandMention => {
  const publishedAt = `2016-${at}:00.000Z`;
  return mentionOf({
    id: `m${String(index + 1).padStart(2, '0')}`,
    brand,
    language,
    text,
    publishedAt,
    collectedAt: publishedAt,
    ...(outlet !== undefined && { outlet }),
    ...(score !== undefined && {
      sentiment: { score, label: label(score), confidence: 1, words: [], model: 'm/1' },
    }),
    ...more,
  });
});

const folder = temporaryFolder();
const log = pino({ level: 'silent' });

afterAll(async () => {
  await fetch(`${url}/_index_template/${indexPrefix}-mentions`, { method: 'DELETE' });
  for (const month of ['2016.11', '2016.12'])
    await fetch(`${url}/${indexPrefix}-mentions-${month}`, { method: 'DELETE' });
});

describe.each([
  ['embedded', () => openEmbeddedStore({ dataFolder: folder(), clock: systemClock })],
  [
    'Elasticsearch',
    () => openElasticsearchStore({ connection: { nodes: [url] }, indexPrefix, clock: systemClock, log }),
  ],
])('an analyst asks the %s store', (_, open) => {
  let store: Store;
  beforeAll(async () => {
    store = await open();
    await store.save(mentions);
  });
  afterAll(() => store.close());

  const terms = async (...query: Parameters<Store['topTerms']>) =>
    (await store.topTerms(...query)).map(({ term, count }) => [term, count]);
  const texts = async (filter: MentionFilter) =>
    (await store.search({ ...filter, order: 'oldest' })).mentions.map(({ text }) => text);

  it('1. which outlets were most negative about us yesterday?', async () => {
    const yesterday = { ...YESTERDAY, brand: 'vinci', sentiment: 'negative' } as const;
    expect(await terms(yesterday, 'outlet', 3)).toEqual([
      ['Bloomberg', 2],
      ['Reuters', 2],
      ['Agefi', 1],
    ]);
  });

  it('2. who told the story first, and when?', async () => {
    const [first] = (await store.search({ story: 'hoax', order: 'oldest', limit: 1 })).mentions;
    expect([first?.id, first?.publishedAt, first?.domains]).toEqual([
      'm09',
      '2016-11-22T15:59:00.000Z',
      ['vinci.group'],
    ]);
  });

  it('3. what is our share of voice, week by week?', async () => {
    const monday = instant('10-31T00:00');
    const shares: (number | undefined)[] = [];
    for (let week = 0; week < 5; week++) {
      const range = { from: monday + week * WEEK, to: monday + (week + 1) * WEEK };
      const [ours, all] = await Promise.all([
        store.extent({ brand: 'vinci', ...range }),
        store.extent(range),
      ]);
      shares.push(all.count === 0 ? undefined : ours.count / all.count);
    }
    expect(shares).toEqual([1 / 2, 1 / 4, undefined, 14 / 15, 1]);
  });

  it('4. where is "revision" written, however it is accented?', async () => {
    const found = [
      'Faux communiqué : révision des comptes de VINCI',
      'Révision des comptes chez VINCI, énorme',
      'VINCI suspendu : la révision des comptes en question',
    ];
    expect(await texts({ text: 'revision' })).toEqual(found);
    expect(await texts({ text: 'RÉVISION comptes' })).toEqual(found);
  });

  it('5. who speaks of a false release, leaving our denial out?', async () => {
    expect(await texts({ text: '"faux communique" -dément' })).toEqual([
      'Faux communiqué : révision des comptes de VINCI',
      'Un second faux communiqué sur VINCI',
    ]);
  });

  it('6. in which hour of yesterday was it worst, and were the quiet hours quiet?', async () => {
    const hours = await store.countPerBucket({ brand: 'vinci', ...YESTERDAY }, HOUR);
    const worst = [...hours].sort((a, b) => b.negative - a.negative)[0];
    expect(worst).toMatchObject({ at: instant('11-22T16:00'), count: 8, negative: 6, positive: 2 });
    expect(hours.filter(({ count }) => count === 0).length).toBe(24 - 6);
  });

  it('7. who has spread the story most?', async () => {
    expect(await store.topTerms({ story: 'hoax' }, 'author', 2)).toEqual([
      { term: 'bbg', count: 2, negative: 2, lastAt: instant('11-22T16:10') },
      { term: 'trader1', count: 2, negative: 2, lastAt: instant('11-22T16:07') },
    ]);
  });

  it('8. in which languages is the anger?', async () => {
    expect(await terms({ brand: 'vinci', sentiment: 'negative' }, 'language', 9)).toEqual([
      ['en', 6],
      ['fr', 3],
      ['de', 1],
    ]);
  });

  it('9. to which domains do the mentions of accounts lead?', async () => {
    expect(await terms({ text: 'accounts' }, 'domain', 9)).toEqual([['vinci.group', 1]]);
    expect(await terms({ brand: 'vinci' }, 'domain', 2)).toEqual([
      ['vinci.group', 3],
      ['vinci-group.eu', 1],
    ]);
  });

  it('10. what did journalists write after we had denied it, and what did one author write?', async () => {
    const after = { from: instant('11-22T16:30'), voice: 'journalist' } as const;
    expect(await texts(after)).toEqual(['Vinci says the statement is false']);
    expect((await store.search({ author: 'id-trader1', channel: 'social' })).total).toBe(2);
  });

  it('11. how did the mood move, day by day?', async () => {
    const range = { brand: 'vinci', from: instant('11-21T00:00'), to: instant('11-24T00:00') };
    const days = await store.countPerBucket(range, DAY);
    const moods = days.map(({ meanSentiment }) => meanSentiment && Math.round(meanSentiment * 1e6) / 1e6);
    const scores = [0.2, -0.9, -0.8, -0.7, -0.6, -0.5, -0.4, 0.1, 0.3, -0.2, -0.1, -0.6];
    const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
    expect(moods).toEqual([undefined, Math.round(mean * 1e6) / 1e6, -0.5]);
  });

  it('12. what became of the releases that carried our name, and how far did each outlet reach?', async () => {
    const { mentions: all } = await store.search({ brand: 'vinci', limit: 1_000 });
    const verdicts = all.flatMap(({ pressRelease }) => (pressRelease ? [pressRelease.verdict] : []));
    expect(verdicts.sort()).toEqual(['likely-fake', 'official', 'suspect']);
    const reached = (wanted: string) =>
      all
        .filter(({ outlet }) => outlet === wanted)
        .reduce((sum, { reach }) => sum + (reach?.discounted ?? 0), 0);
    expect(['Bloomberg', 'Reuters', 'Les Echos'].map(reached)).toEqual([18_900, 20_000, 200]);
  });
});

describe('an analyst asks Elasticsearch itself', () => {
  type Bucket = { key: string | number; doc_count: number } & Record<string, { value: number }>;
  const aggregate = async (query: unknown, aggs: unknown): Promise<Bucket[]> => {
    const response = await fetch(`${url}/${indexPrefix}-mentions-*/_search`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ size: 0, query, aggs: { answer: aggs } }),
    });
    return ((await response.json()) as { aggregations: { answer: { buckets: Bucket[] } } }).aggregations
      .answer.buckets;
  };
  const ours = { term: { brand: 'vinci' } };

  it('3. share of voice, by weeks of the calendar', async () => {
    const weeks = await aggregate(
      { match_all: {} },
      {
        date_histogram: { field: 'publishedAt', calendar_interval: 'week' },
        aggs: { ours: { filter: ours } },
      },
    );
    const shares = weeks.map((week) => {
      const { doc_count } = week.ours as unknown as { doc_count: number };
      return week.doc_count === 0 ? undefined : doc_count / week.doc_count;
    });
    expect(shares).toEqual([1 / 2, 1 / 4, undefined, 14 / 15, 1]);
  });

  it('12. verdicts on releases, and the reach of each outlet', async () => {
    const verdicts = await aggregate(ours, {
      terms: { field: 'pressRelease.verdict', order: { _key: 'asc' } },
    });
    expect(verdicts.map(({ key, doc_count }) => [key, doc_count])).toEqual([
      ['likely-fake', 1],
      ['official', 1],
      ['suspect', 1],
    ]);
    const outlets = await aggregate(ours, {
      terms: { field: 'outlet', order: { reach: 'desc' }, size: 3 },
      aggs: { reach: { sum: { field: 'reach.discounted' } } },
    });
    expect(outlets.map(({ key, reach }) => [key, reach?.value])).toEqual([
      ['Reuters', 20_000],
      ['Bloomberg', 18_900],
      ['Les Echos', 200],
    ]);
  });
});
