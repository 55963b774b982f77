import { pino } from 'pino';
import { Brand } from '#enrich/brand';
import { BrandMention, type Story } from '#enrich/brand-mention';
import { createEnrichmentPool, type EnrichmentPool } from '#enrich/enrichment-pool';
import { followStories, tellStories } from '#enrich/story-sharing';
import { type Bus, RetriableError, TOPICS } from '#ingest/bus/bus';
import { openEmbeddedBus } from '#ingest/bus/embedded';
import { systemClock } from '#ingest/clock';
import { mentionId } from '#ingest/mention';
import { until } from '../contract/until';
import { temporaryFolder } from '../temporary-folder';

const config = { brands: [Brand.parse({ id: 'sony', name: 'Sony', names: ['Sony'] })] };
const release =
  'Sony announces that the audit of its consolidated accounts has shown transfers that were booked wrongly';

let number = 0;
const mentionOf = (text: string) => {
  const at = new Date().toISOString();
  const id = mentionId('test', String(number++));
  return JSON.stringify({ id, source: 'test', channel: 'news', text, publishedAt: at, collectedAt: at });
};

async function storyOf(pool: Pick<EnrichmentPool, 'enrich'>, text: string): Promise<Story | undefined> {
  const [result] = await pool.enrich([mentionOf(text)]);
  if (!result || 'error' in result) throw new Error(result?.error);
  return BrandMention.parse(JSON.parse(result.brandMentions[0]?.json ?? '')).story;
}

const pools: EnrichmentPool[] = [];
const openPool = (options: Partial<Parameters<typeof createEnrichmentPool>[0]> = {}) => {
  const pool = createEnrichmentPool({ config, ...options });
  pools.push(pool);
  return pool;
};
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
});

describe('two enrich workers on one bus', () => {
  const folder = temporaryFolder();
  let bus: Bus;
  beforeEach(async () => {
    bus = await openEmbeddedBus({ dataFolder: folder(), clock: systemClock, log: pino({ level: 'silent' }) });
  });
  afterEach(() => bus.close());

  /** A worker's share of the stage, with what it was told. */
  const startWorker = async (origin: string) => {
    const pool = openPool({ tell: tellStories(bus, origin) });
    const heard: string[] = [];
    const warnings: unknown[] = [];
    await followStories({
      bus,
      origin,
      clock: systemClock,
      log: { warn: (...warning: unknown[]) => void warnings.push(warning) },
      pool: {
        hear: async (news) => {
          const unreadable = await pool.hear(news);
          heard.push(...news);
          return unreadable;
        },
      },
    });
    return { pool, heard, warnings };
  };

  it('give a copy that falls to the other one the same story, and hear nothing of their own', async () => {
    const [one, two] = [await startWorker('one'), await startWorker('two')];
    const opened = await storyOf(one.pool, release);
    await until(() => two.heard.length === 1);
    expect(await storyOf(two.pool, release)).toEqual({ ...opened, first: false, copies: 1 });
    await until(() => one.heard.length === 1);
    expect(await storyOf(one.pool, release)).toEqual({ ...opened, first: false, copies: 2 });
    await until(() => two.heard.length === 2);
    expect(one.heard.length).toBe(1);
  });

  it('know what was told just before they started', async () => {
    const one = await startWorker('one');
    const opened = await storyOf(one.pool, release);
    const late = await startWorker('late');
    await until(() => late.heard.length === 1);
    expect((await storyOf(late.pool, release))?.id).toBe(opened?.id);
  });

  it('leave news that cannot be read, say so, and go on', async () => {
    const [one, two] = [await startWorker('one'), await startWorker('two')];
    const opened = await storyOf(one.pool, release);
    await until(() => two.heard.length === 1);
    await bus.publish(TOPICS.stories, [
      { key: 'another', value: '{broken' },
      { key: 'another', value: JSON.stringify({ stories: [{ id: 'x', fingerprint: 'no hash' }] }) },
    ]);
    await until(() => two.heard.length === 3);
    expect(JSON.stringify(two.warnings)).toMatch(/could not read what other enrich workers tell/);
    expect((await storyOf(two.pool, release))?.id).toBe(opened?.id);
  });

  it('say nothing of mentions that are about no brand', async () => {
    const [one, two] = [await startWorker('one'), await startWorker('two')];
    await one.pool.enrich([mentionOf('about nobody at all')]);
    await storyOf(one.pool, release);
    await until(() => two.heard.length > 0);
    expect(two.heard.length).toBe(1);
  });
});

describe('the enrichment pool', () => {
  it('answers only when what it learned of stories was told, and not when it could not be', async () => {
    let settle = (_error?: Error) => {};
    const told: string[] = [];
    const pool = openPool({
      tell: (news) => {
        told.push(news);
        return new Promise((resolve, reject) => {
          settle = (error) => (error ? reject(error) : resolve());
        });
      },
    });
    let isAnswered = false;
    const answer = storyOf(pool, release).then((story) => {
      isAnswered = true;
      return story;
    });
    await until(() => told.length === 1);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(isAnswered).toBe(false);
    settle();
    expect((await answer)?.first).toBe(true);
    const second = storyOf(pool, release);
    await until(() => told.length === 2);
    settle(new RetriableError('no broker'));
    await expect(second).rejects.toThrow('no broker');
  });

  it('lets its threads hear of each other’s stories', async () => {
    const pool = openPool({ threads: 2 });
    const opened = await storyOf(pool, release);
    // A long call keeps one thread busy, so that the next falls to the other.
    const filler = Array.from({ length: 500 }, (_, index) => mentionOf(`Sony ${index} says something else`));
    const [, ...copies] = await Promise.all([
      pool.enrich(filler),
      storyOf(pool, release),
      storyOf(pool, release),
      storyOf(pool, release),
    ]);
    expect(copies.map((story) => story?.id)).toEqual([opened?.id, opened?.id, opened?.id]);
  });

  it('hears while it enriches', async () => {
    const pool = openPool({ tell: async () => undefined });
    await storyOf(pool, release);
    const many = Array.from({ length: 2_000 }, (_, index) => mentionOf(`Sony ${index} says something else`));
    const ended: string[] = [];
    await Promise.all([
      pool.enrich(many).then(() => ended.push('enriched')),
      pool.enrich(many).then(() => ended.push('enriched')),
      pool.hear([JSON.stringify({ stories: [] })]).then(() => ended.push('heard')),
    ]);
    expect(ended).toEqual(['heard', 'enriched', 'enriched']);
  });
});
