import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { Incident } from '#alerting/incident';
import { loadConfig } from '#config/load-config';
import { plugins } from '#config/plugins';
import { Brand } from '#enrich/brand';
import type { BrandMention, Story } from '#enrich/brand-mention';
import { createEnrichment } from '#enrich/enrich-mention';
import { createEnrichmentPool } from '#enrich/enrichment-pool';
import type { Store } from '#enrich/store/store';
import { StoryNews } from '#enrich/story-news';
import { followStories, tellStories } from '#enrich/story-sharing';
import { type Bus, TOPICS } from '#ingest/bus/bus';
import { systemClock } from '#ingest/clock';
import { type Mention, mentionId } from '#ingest/mention';
import type { State } from '#ingest/state/state';
import { openBusAndState, openStore } from '../../adapters';
import { seededRandom } from '../contract/naive-store';
import { until } from '../contract/until';
import { type RealProcess, startVigie, writeConfig } from '../real-process';
import { temporaryFolder } from '../temporary-folder';

const STORIES = 50;
const COPIES = 20;
/** One altered word among them leaves a copy alike. */
const WORDS_A_STORY = 250;
/** Copies that two workers judge further apart than this always meet. */
const WINDOW_MS = 1_000;
/** How far the second copy of a story is from its first: some at once, some later. */
const APART_MS = [0, 10, 25, 50, 75, 100, 150, 200, 300, 400];

const BRAND = { id: 'acme', name: 'Acme', names: ['Acme'] };

const log = pino({ level: 'silent' });
const prefix = `s${Date.now()}`;

const configure = (folder: string) =>
  writeConfig(join(folder, 'config'), {
    'vigie.yaml': `
bus: { kind: kafka, brokers: ["${process.env.KAFKA_BROKERS}"], prefix: "${prefix}.", partitions: 4, replication: 1 }
store: { kind: elasticsearch, node: "${process.env.ELASTICSEARCH_URL}", indexPrefix: ${prefix} }
log: { level: warn }
sources: []
notifiers: [{ name: terminal, kind: console }]
receivers: [{ name: team, notifiers: [terminal] }]
route: { receiver: team }
`,
    'brands/acme.yaml': JSON.stringify(BRAND),
    'rules/acme.yaml': `version: 1
rules:
  - name: wire-story
    type: frequency
    filter: ['brand="acme"', 'source="wire"']
    query_key: [story]
    dedup_key: [rule, group]
    timeframe: 30m
    num_events: ${COPIES - 1}
`,
  });

const random = seededRandom(20_161_122);
const WORDS = Array.from(
  { length: 3_000 },
  (_, index) => `${'bcdfghklmnprst'[index % 14]}${index.toString(36)}a`,
);
const wordsOf = (count: number) =>
  Array.from({ length: count }, () => WORDS[Math.floor(random() * WORDS.length)]);
const stories = Array.from({ length: STORIES }, () => `Acme ${wordsOf(WORDS_A_STORY).join(' ')}`);

/** A copy as an agency sends it: another lead, another link, another last word. */
function copyOf(story: number, copy: number): Mention {
  const now = new Date().toISOString();
  return {
    id: mentionId('wire', `${prefix} ${story} ${copy}`),
    source: 'wire',
    channel: 'news',
    url: `https://news-${copy}.example/${story}`,
    text: `RT @desk${copy}: ${stories[story]} agency${copy} https://news-${copy}.example/${story}`,
    author: { id: `${story} ${copy}` },
    publishedAt: now,
    collectedAt: now,
  };
}

/** Something else about the brand. */
const chatter = (number: number): Mention => ({
  ...copyOf(0, 0),
  id: mentionId('chatter', `${prefix} ${number}`),
  source: 'chatter',
  text: `Acme ${wordsOf(30).join(' ')}`,
});

async function enriched(worker: RealProcess): Promise<number> {
  const [, url] = await worker.printed(/is at work: (\S+)/, 60_000);
  const metrics = await (await fetch(`${url}/metrics`)).text();
  return Number(/^vigie_mentions_enriched_total (\d+)/m.exec(metrics)?.[1] ?? 0);
}

async function storedMentions(store: Store): Promise<BrandMention[]> {
  const found: BrandMention[] = [];
  let after: string | undefined;
  do {
    const page = await store.search({
      brand: 'acme',
      order: 'oldest',
      limit: 1_000,
      ...(after && { after }),
    });
    found.push(...page.mentions);
    after = page.next;
  } while (after !== undefined);
  return found;
}

describe('enrich workers that share their stories, on Kafka and Elasticsearch', () => {
  const folder = temporaryFolder();
  const workers: RealProcess[] = [];
  let bus: Bus;
  let state: State;
  let store: Store | undefined;
  let config: string;
  let close: (() => Promise<void>) | undefined;
  let published = 0;

  const start = (kind: string) => {
    const worker = startVigie([kind, '--config', config]);
    workers.push(worker);
    return worker;
  };
  const publish = async (mentions: readonly Mention[]) => {
    published += mentions.length;
    await bus.publish(
      TOPICS.mentions,
      mentions.map((mention) => ({ key: mention.id, value: JSON.stringify(mention) })),
    );
  };
  const untilRead = () => until(async () => (await bus.lag()).every(({ lag }) => lag === 0), 60_000);
  /** Each worker has partitions, and has loaded its word lists. */
  const untilAllWork = async (some: readonly RealProcess[]) => {
    const before = await Promise.all(some.map(enriched));
    await until(async () => {
      await publish(Array.from({ length: 40 }, (_, index) => chatter(published + index)));
      await sleep(200);
      const now = await Promise.all(some.map(enriched));
      return now.every((count, index) => count > (before[index] ?? 0));
    }, 60_000);
    await untilRead();
  };

  beforeAll(async () => {
    config = configure(folder());
    const loaded = await loadConfig({ folder: config, env: {}, plugins });
    if (!loaded.config) throw new Error(JSON.stringify(loaded.problems));
    ({ bus, state, close } = await openBusAndState(loaded.config, log));
    store = await openStore(loaded.config, log);
  }, 60_000);
  afterAll(async () => {
    await Promise.all(workers.map((worker) => worker.kill()));
    await store?.close();
    await close?.();
  });

  it('are given copies that one worker alone takes for one story each', async () => {
    const { enrich } = await createEnrichment({ brands: [Brand.parse(BRAND)] });
    const ids = stories.map(
      (_, story) =>
        new Set(Array.from({ length: COPIES }, (_, copy) => enrich(copyOf(story, copy))[0]?.story?.id)),
    );
    expect(ids.map(({ size }) => size)).toEqual(stories.map(() => 1));
    expect(new Set(ids.flatMap((of) => [...of])).size).toBe(STORIES);
  });

  it('give the copies of one wire story one story, also through a restart, and rules count it', async () => {
    const [one, two] = [start('enrich-worker'), start('enrich-worker')];
    start('alert-worker');
    await Promise.all(workers.map((worker) => worker.printed(/is at work/, 60_000)));
    await untilAllWork([one, two]);

    await Promise.all(
      stories.map(async (_, story) => {
        await sleep(story * 20);
        await publish([copyOf(story, 0)]);
        await sleep(APART_MS[story % APART_MS.length]);
        await publish([copyOf(story, 1)]);
      }),
    );
    await untilRead();
    await sleep(WINDOW_MS);
    for (let wave = 0; wave < 3; wave++) {
      const copies = stories.flatMap((_, story) =>
        Array.from({ length: 3 }, (_, index) => copyOf(story, 2 + wave * 3 + index)),
      );
      await publish(copies);
      await sleep(100);
    }
    await two.kill();
    const three = start('enrich-worker');
    await untilAllWork([one, three]);
    await publish(
      stories.flatMap((_, story) =>
        Array.from({ length: COPIES - 12 }, (_, index) => copyOf(story, 11 + index)),
      ),
    );
    await untilRead();
    // What the other has judged last must have been heard, or the count is short by it.
    await sleep(WINDOW_MS);
    await publish(stories.map((_, story) => copyOf(story, COPIES - 1)));
    await untilRead();

    const byMention = new Map(
      (await storedMentions(store as Store)).map((found) => [found.mentionId, found.story]),
    );
    const mentionsOf = (story: number) =>
      Array.from({ length: COPIES }, (_, copy) => mentionId('wire', `${prefix} ${story} ${copy}`));
    const ids = stories.map((_, story) => {
      const mentions = mentionsOf(story);
      const answers = mentions.map((id) => byMention.get(id) as Story);
      const last = answers.at(-1);
      // Exact, whoever counted.
      expect(last?.copies).toBe(COPIES - 1);
      for (const answer of answers.slice(2)) expect(answer).toMatchObject({ id: last?.id, first: false });
      // Only the first two can have been judged too near each other: each id was opened by one of them.
      expect([answers[0]?.id, answers[1]?.id]).toContain(last?.id);
      expect(answers.filter(({ first }) => first).length).toBe(new Set(answers.map(({ id }) => id)).size);
      return last?.id;
    });
    expect(new Set(ids).size).toBe(STORIES);

    await until(async () => (await state.read('incidents')).length >= STORIES, 30_000);
    const alerts = (await state.read('incidents')).flatMap(({ value }) => Incident.parse(value).alerts);
    expect(alerts.map(({ group }) => group.story).sort()).toEqual([...ids].sort());
    await Promise.all(workers.splice(0).map((worker) => worker.kill()));
  }, 200_000);

  it('hear within a second of what was judged, also while they enrich at full speed', async () => {
    const origins = [`${prefix} one`, `${prefix} two`] as const;
    const [toldAt, heardAt] = [new Map<string, number>(), new Map<string, number>()];
    const note = (times: Map<string, number>, json: string) => {
      for (const { mentions } of StoryNews.parse(JSON.parse(json)).stories)
        for (const { id } of mentions) times.set(id, performance.now());
    };
    const pools = origins.map((origin) => {
      const tell = tellStories(bus, origin);
      return createEnrichmentPool({
        config: { brands: [Brand.parse(BRAND)] },
        tell: (news) => {
          if (origin === origins[0]) note(toldAt, news);
          return tell(news);
        },
      });
    });
    const following = await Promise.all(
      pools.map((pool, index) =>
        followStories({
          bus,
          origin: origins[index] ?? '',
          pool: {
            hear: async (news) => {
              const unreadable = await pool.hear(news);
              if (index === 1) for (const json of news) note(heardAt, json);
              return unreadable;
            },
          },
          clock: systemClock,
          log,
        }),
      ),
    );
    const parts = Array.from({ length: 40 }, () =>
      Array.from({ length: 125 }, () => JSON.stringify(chatter(published++))),
    );
    await Promise.all(
      pools.map(async (pool, index) => {
        const own = parts.filter((_, part) => part % 2 === index);
        for (let part = 0; part < own.length; part += 4)
          await Promise.all(own.slice(part, part + 4).map((mentions) => pool.enrich(mentions)));
      }),
    );
    await until(() => [...toldAt.keys()].every((id) => heardAt.has(id)));
    const delays = [...toldAt].map(([id, at]) => (heardAt.get(id) ?? 0) - at).sort((a, b) => a - b);
    const shares = [0.5, 0.95, 0.999].map((share) =>
      Math.round(delays[Math.floor(share * delays.length)] ?? 0),
    );
    console.info(`a story told is heard by the other worker after ${shares.join(', ')} ms (p50, p95, p99.9)`);
    expect(delays.length).toBe(2_500);
    expect(delays[Math.floor(0.95 * delays.length)]).toBeLessThan(WINDOW_MS);
    await Promise.all([...following.map(({ stop }) => stop()), ...pools.map((pool) => pool.close())]);
  }, 120_000);
});
