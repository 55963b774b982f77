import pino from 'pino';
import { Brand } from '#enrich/brand';
import type { BrandMention } from '#enrich/brand-mention';
import { startEnriching } from '#enrich/enrich';
import { createEnrichmentPool } from '#enrich/enrichment-pool';
import { openEmbeddedStore } from '#enrich/store/embedded';
import { type Message, RetriableError, TOPICS } from '#ingest/bus/bus';
import { openEmbeddedBus } from '#ingest/bus/embedded';
import { systemClock } from '#ingest/clock';
import { type Mention, mentionId } from '#ingest/mention';
import { startThread, type Thread } from '#ingest/thread';
import { until } from '../contract/until';
import { temporaryFolder } from '../temporary-folder';

const log = pino({ level: 'silent' });
const sony = Brand.parse({ id: 'sony', name: 'Sony', names: ['Sony'] });
const vinci = Brand.parse({ id: 'vinci', name: 'VINCI', names: ['Vinci'], officialDomains: ['vinci.com'] });

function mention(nativeId: string, text: string): Mention {
  return {
    id: mentionId('test', nativeId),
    source: 'test',
    channel: 'news',
    text,
    publishedAt: '2016-11-22T16:05:00.000Z',
    collectedAt: '2016-11-22T16:05:01.000Z',
  };
}

const asMessage = (each: Mention) => ({ key: each.id, value: JSON.stringify(each) });

describe('the enrichment pool', () => {
  it('answers in order and tells what cannot be read', async () => {
    const pool = createEnrichmentPool({ config: { brands: [sony, vinci] } });
    try {
      const one = mention('1', 'Sony and Vinci');
      const jsons = [
        JSON.stringify(one),
        '{broken',
        JSON.stringify({ id: 'x' }),
        JSON.stringify(mention('2', 'none')),
      ];
      const results = await pool.enrich(jsons);
      expect(
        results.map((result) => ('error' in result ? 'error' : result.brandMentions.map(({ id }) => id))),
      ).toEqual([[`${one.id}~sony`, `${one.id}~vinci`], 'error', 'error', []]);
      expect(results[1]).toEqual({ error: expect.stringMatching(/^unreadable mention: /) });
    } finally {
      await pool.close();
    }
  });

  it('outlives its thread, and gives up for now when the next one dies too', async () => {
    const started: Thread[] = [];
    let healthy = true;
    const start = () => {
      const thread = startThread('enrichment', { workerData: { brands: [sony] } });
      if (!healthy) void thread.close();
      started.push(thread);
      return thread;
    };
    const pool = createEnrichmentPool({ config: { brands: [sony] }, start });
    try {
      const jsons = [JSON.stringify(mention('1', 'Sony'))];
      const before = await pool.enrich(jsons);
      await started[0]?.close();
      expect(await pool.enrich(jsons)).toEqual(before);
      healthy = false;
      await started[1]?.close();
      await expect(pool.enrich(jsons)).rejects.toThrow(RetriableError);
    } finally {
      await pool.close();
    }
  });

  it('tells a wrong option instead of dying of it', async () => {
    const pool = createEnrichmentPool({ config: { brands: [sony], options: { story: { window: 'soon' } } } });
    try {
      await expect(pool.enrich([JSON.stringify(mention('1', 'Sony'))])).rejects.toThrow(
        /expected a duration/,
      );
    } finally {
      await pool.close();
    }
  });
});

describe('the enriching stage', () => {
  const folder = temporaryFolder();

  it('saves and publishes each mention once a brand, buries the unreadable, and goes on after a restart', async () => {
    const bus = await openEmbeddedBus({ dataFolder: folder(), clock: systemClock, log });
    const store = await openEmbeddedStore({ dataFolder: folder(), clock: systemClock });
    const heard: Message[] = [];
    const buried: Message[] = [];
    await bus.subscribe({
      group: 'ear',
      topics: [TOPICS.brandMentions],
      onBatch: async ({ messages }) => void heard.push(...messages),
    });
    await bus.subscribe({
      group: 'grave',
      topics: [TOPICS.deadLetters],
      onBatch: async ({ messages }) => void buried.push(...messages),
    });
    const run = async (
      mentions: readonly Mention[],
      extra: readonly { key: string; value: string }[],
      expected: number,
    ) => {
      const pool = createEnrichmentPool({ config: { brands: [sony, vinci] } });
      const stage = await startEnriching({ bus, store, pool, log });
      await bus.publish(TOPICS.mentions, [...mentions.map(asMessage), ...extra]);
      await until(() => heard.length === expected && buried.length === 1);
      await stage.stop();
      await pool.close();
    };
    const text = 'Sony says that nothing at all is known of the rumour that went round on Monday';
    await run(
      [mention('1', 'Sony and Vinci shares fall'), mention('2', 'nothing'), mention('3', text)],
      [{ key: 'k', value: '{broken' }],
      3,
    );
    await run([mention('4', text)], [], 4);

    expect(heard.map(({ key }) => key).sort()).toEqual(['sony', 'sony', 'sony', 'vinci']);
    expect(buried.map(({ value }) => value)).toEqual(['{broken']);
    const page = await store.search({ brand: 'sony', order: 'oldest' });
    const stories = new Map(page.mentions.map((found: BrandMention) => [found.mentionId, found.story]));
    expect(page.total).toBe(3);
    expect(stories.get(mentionId('test', '4'))).toMatchObject({
      id: stories.get(mentionId('test', '3'))?.id,
      first: false,
      copies: 1,
    });
    await bus.close();
    await store.close();
  });
});
