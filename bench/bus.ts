import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import type { BrandMention } from '#enrich/brand-mention';
import { openEmbeddedStore } from '#enrich/store/embedded';
import { openEmbeddedBus } from '#ingest/bus/embedded';
import { systemClock } from '#ingest/clock';

export type BenchRow = { readonly name: string; readonly value: number; readonly unit: string };

const MESSAGES = 100_000;
const MENTIONS = 100_000;
const BATCH = 500;

/** Append and read rates of the embedded bus: batches of 500 messages of 500 bytes, on one topic. */
export async function benchBus(): Promise<readonly BenchRow[]> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'vigie-bench-'));
  const bus = await openEmbeddedBus({ dataFolder, clock: systemClock, log: pino({ level: 'silent' }) });
  const batch = Array.from({ length: BATCH }, (_, index) => ({
    key: `key-${index}`,
    value: 'x'.repeat(500),
  }));
  try {
    const append = await perSecond(MESSAGES, async () => {
      for (let sent = 0; sent < MESSAGES; sent += BATCH) await bus.publish('mentions', batch);
    });
    const read = await perSecond(MESSAGES, async () => {
      let left = MESSAGES;
      await new Promise<void>((resolve, reject) => {
        const onBatch = async ({ messages }: { messages: readonly unknown[] }) => {
          left -= messages.length;
          if (left <= 0) resolve();
        };
        bus.subscribe({ group: 'bench', topics: ['mentions'], onBatch }).catch(reject);
      });
    });
    return [
      { name: 'bus append, batches of 500 × 500 B', value: append, unit: 'messages/s' },
      { name: 'bus read and commit, batches of 500', value: read, unit: 'messages/s' },
    ];
  } finally {
    await bus.close();
    rmSync(dataFolder, { recursive: true, force: true });
  }
}

/** Work done per second of wall time, rounded. */
export async function perSecond(amount: number, work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return Math.round((amount / (performance.now() - start)) * 1_000);
}

/** Save and read rates of the embedded store: batches of 500 mentions of about 25 words. */
export async function benchStore(): Promise<readonly BenchRow[]> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'vigie-bench-'));
  const store = await openEmbeddedStore({ dataFolder, clock: systemClock });
  const start = Date.parse('2016-11-22T00:00:00.000Z');
  try {
    const batches = Array.from({ length: MENTIONS / BATCH }, (_, batch) =>
      Array.from({ length: BATCH }, (_, index) => mentionOf(batch * BATCH + index, start)),
    );
    const save = await perSecond(MENTIONS, async () => {
      for (const batch of batches) await store.save(batch);
    });
    const day = { brand: 'brand-1', from: start, to: start + 86_400_000 };
    await store.extent({});
    return [
      { name: 'store save, batches of 500', value: save, unit: 'mentions/s' },
      await msOf('store search, newest 50 with a word', () => store.search({ ...day, text: 'word7' })),
      await msOf('store counts, a day by 5 min', () => store.countPerBucket(day, 300_000)),
      await msOf('store top outlets of a day', () => store.topTerms(day, 'outlet', 10)),
      await msOf('store top hashtags of a day', () => store.topTerms(day, 'hashtag', 10)),
    ];
  } finally {
    await store.close();
    rmSync(dataFolder, { recursive: true, force: true });
  }
}

async function msOf(name: string, work: () => Promise<unknown>): Promise<BenchRow> {
  const start = performance.now();
  await work();
  return { name, value: Math.round((performance.now() - start) * 10) / 10, unit: 'ms' };
}

/** The same mention for the same number; words, brands and outlets come again, ids never. */
function mentionOf(number: number, start: number): BrandMention {
  const mentionId = createHash('sha256').update(String(number)).digest('hex').slice(0, 32);
  const word = (index: number) => `word${(number * 31 + index * index * 17) % 5_000}`;
  return {
    id: `${mentionId}~brand-${number % 3}`,
    mentionId,
    brand: `brand-${number % 3}`,
    source: 'bench',
    channel: 'social',
    outlet: `outlet-${number % 50}`,
    text: Array.from({ length: 25 }, (_, index) => word(index)).join(' '),
    author: { id: `author-${number % 2_000}`, handle: `handle-${number % 2_000}` },
    publishedAt: new Date(start + ((number * 997) % 86_400_000)).toISOString(),
    collectedAt: new Date(start).toISOString(),
    matched: [`brand-${number % 3}`],
    language: 'en',
    sentiment: { score: -0.5, label: 'negative', confidence: 0.8, words: ['bad'], model: 'bench/1' },
    story: { id: mentionId.slice(0, 16), first: true, copies: 0, fingerprint: mentionId.slice(0, 16) },
    voice: 'public',
    hashtags: number % 3 === 0 ? [`tag${number % 40}`] : [],
    domains: ['example.com'],
    risks: [],
    failures: [],
  };
}
