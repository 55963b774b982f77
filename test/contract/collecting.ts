import pino from 'pino';
import type { Bus } from '#ingest/bus/bus';
import { TOPICS } from '#ingest/bus/bus';
import { type Clock, systemClock } from '#ingest/clock';
import { type CollectObserver, type ConfiguredSource, startCollecting } from '#ingest/collect';
import type { CollectorContext } from '#ingest/collector';
import { createFeedParser } from '#ingest/feed/feed-parser';
import type { HttpClient } from '#ingest/http/http-client';
import { Mention } from '#ingest/mention';
import { openEmbeddedBusAndState } from '#ingest/open-embedded';
import type { SourceStatus } from '#ingest/source-status';

/** An HTTP client for sources that ask for nothing. */
export const noHttp: HttpClient = {
  get: async ({ url }) => {
    throw new Error(`no HTTP in this test: ${url}`);
  },
};

export type CollectingOptions = {
  readonly dataFolder: string;
  readonly sources: readonly ConfiguredSource[];
  readonly http?: HttpClient;
  readonly clock?: Clock;
  readonly observe?: CollectObserver;
  readonly watchesHost?: CollectorContext['watchesHost'];
  readonly onStatus?: (status: SourceStatus) => void;
  /** Wraps the bus, to make it slow or fail. */
  readonly publish?: (publish: Bus['publish']) => Bus['publish'];
};

/** Collects onto the embedded bus of a data folder and reads back what arrived, each message once. */
export async function openCollecting(options: CollectingOptions) {
  const { dataFolder, sources, http = noHttp, clock = systemClock, observe, watchesHost, onStatus } = options;
  const log = pino({ level: 'silent' });
  const { bus, state } = await openEmbeddedBusAndState({ dataFolder, clock: systemClock, log });
  const feeds = createFeedParser({ clock: systemClock });
  const mentions: Mention[] = [];
  const reader = await bus.subscribe({
    group: 'reader',
    topics: [TOPICS.mentions],
    onBatch: async ({ messages }) => {
      mentions.push(...messages.map(({ value }) => Mention.parse(JSON.parse(value))));
    },
  });
  const publish = options.publish?.(bus.publish) ?? bus.publish;
  const closeAll = async () => {
    await reader.stop();
    await feeds.close();
    await bus.close();
    await state.close();
  };
  const collecting = await startCollecting({
    sources,
    bus: { publish },
    state,
    clock,
    random: () => 0.5,
    http,
    feeds,
    log,
    allowedLatenessMs: 86_400_000,
    watchesHost,
    observe,
    onStatus,
  }).catch(async (error) => {
    await closeAll();
    throw error;
  });
  return {
    ...collecting,
    bus,
    state,
    mentions: (): readonly Mention[] => mentions,
    status: () => collecting.statuses()[0] as SourceStatus,
    close: async () => {
      await collecting.stop();
      await closeAll();
    },
  };
}
export type OpenCollecting = Awaited<ReturnType<typeof openCollecting>>;
