import { pino } from 'pino';
import { z } from 'zod';
import { systemClock } from '#ingest/clock';
import type { ConfiguredSource } from '#ingest/collect';
import { defineCollector } from '#ingest/collector';
import { mentionId } from '#ingest/mention';
import { openEmbeddedBusAndState } from '#ingest/open-embedded';
import { startSharedCollecting } from '#ingest/share-sources';
import { until } from '../contract/until';
import { temporaryFolder } from '../temporary-folder';

const log = pino({ level: 'silent' });
const PARTITIONS = 4;

/** A source that tells who polls it, and counts on from its cursor. */
const ticking = (
  polled: (worker: string, source: string, number: number) => void,
  worker: string,
): ConfiguredSource['definition'] =>
  defineCollector({
    kind: 'ticking',
    summary: 'Counts.',
    options: z.strictObject({}),
    example: 'kind: ticking',
    gapPolicy: 'replayable',
    defaultEveryMs: 20,
    address: () => 'nowhere',
    create: (_options, { source }) => ({
      mode: 'poll',
      poll: async (cursor) => {
        const number = Number(cursor?.number ?? 0) + 1;
        polled(worker, source, number);
        const at = new Date(0).toISOString();
        const mention = {
          id: mentionId(source, String(number)),
          source,
          channel: 'web' as const,
          text: 'x',
          publishedAt: at,
          collectedAt: at,
        };
        return { mentions: [mention], cursor: { number } };
      },
    }),
  });

describe('workers that share the sources', () => {
  const folder = temporaryFolder();

  it('poll each source in one worker at a time, and go on from its cursor when a worker leaves', async () => {
    const { bus, state } = await openEmbeddedBusAndState({
      dataFolder: folder(),
      clock: systemClock,
      log,
      partitions: PARTITIONS,
    });
    const seen: { worker: string; source: string; number: number }[] = [];
    const polled = (worker: string, source: string, number: number) => seen.push({ worker, source, number });
    const names = Array.from({ length: 12 }, (_, index) => `source-${index}`);
    const start = (worker: string) =>
      startSharedCollecting({
        sources: names.map((name) => ({
          name,
          definition: ticking(polled, worker),
          options: {},
          everyMs: 20,
        })),
        bus,
        state,
        partitions: PARTITIONS,
        clock: systemClock,
        random: () => 0.5,
        http: { get: () => Promise.reject(new Error('no network here')) },
        feeds: { parse: () => Promise.reject(new Error('no feeds here')), close: async () => {} },
        log,
        allowedLatenessMs: 1_000,
      });
    const first = await start('first');
    await until(() => first.statuses().length === names.length);
    const second = await start('second');
    await until(
      () =>
        second.statuses().length > 0 && first.statuses().length + second.statuses().length === names.length,
    );
    seen.length = 0;
    await until(() => names.every((name) => seen.filter(({ source }) => source === name).length > 2));
    for (const name of names)
      expect(new Set(seen.filter(({ source }) => source === name).map(({ worker }) => worker)).size).toBe(1);
    await second.stop();
    seen.length = 0;
    await until(() => names.every((name) => seen.some(({ source }) => source === name)));
    expect(new Set(seen.map(({ worker }) => worker))).toEqual(new Set(['first']));
    expect(seen.filter(({ number }) => number <= 1)).toEqual([]);
    await first.stop();
    await bus.close();
    await state.close();
  });
});
