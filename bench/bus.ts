import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { openEmbeddedBus } from '#ingest/bus/embedded';
import { systemClock } from '#ingest/clock';

export type BenchRow = { readonly name: string; readonly value: number; readonly unit: string };

const MESSAGES = 100_000;
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
