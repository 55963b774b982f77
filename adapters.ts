import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Config } from '#config/config';
import { type ElasticsearchSettings, elasticsearchConnection } from '#config/elasticsearch-settings';
import { openEmbeddedStore } from '#enrich/store/embedded';
import type { Store } from '#enrich/store/store';
import type { Bus } from '#ingest/bus/bus';
import { type Clock, systemClock } from '#ingest/clock';
import { createFeedParser, type FeedParser } from '#ingest/feed/feed-parser';
import type { HttpClient } from '#ingest/http/http-client';
import { createPoliteHttpClient } from '#ingest/http/polite-http-client';
import type { Made } from '#ingest/made';
import { openEmbeddedBusAndState } from '#ingest/open-embedded';
import type { State } from '#ingest/state/state';

type BusAndState = { readonly bus: Bus; readonly state: State };

/** The bus and the state as `vigie.yaml` chooses them: embedded in one file, or Kafka and Elasticsearch. */
export async function openBusAndState(
  { settings }: Config,
  log: Logger,
): Promise<BusAndState & { readonly close: () => Promise<void> }> {
  const { bus, state } =
    settings.bus.kind === 'embedded'
      ? await openEmbeddedBusAndState({ dataFolder: settings.data, clock: systemClock, log })
      : await openShared(settings, log);
  return {
    bus,
    state,
    close: async () => {
      await bus.close();
      await state.close();
    },
  };
}

/** The store as `vigie.yaml` chooses it. */
export async function openStore({ settings }: Config, log: Logger): Promise<Store> {
  const { data, store } = settings;
  if (store.kind === 'embedded') return openEmbeddedStore({ dataFolder: data, clock: systemClock });
  const { openElasticsearchStore } = await import('#enrich/store/elasticsearch');
  return openElasticsearchStore(elasticsearchOf(store, log));
}

/**
 * What the bus, the state and the store have made so far, on their servers or in the data folder. Rejects when a
 * server does not answer.
 */
export async function lookAtMade({ settings }: Config, log: Logger): Promise<readonly Made[]> {
  const { data, bus, store } = settings;
  const lookAtFile = (name: string): Made[] => {
    const path = join(data, name);
    return existsSync(path) ? [{ what: `file ${path}`, settings: {}, wanted: {} }] : [];
  };
  const lookAtBus = async () =>
    bus.kind === 'embedded'
      ? lookAtFile('bus.db')
      : (await import('#ingest/bus/kafka-look')).lookAtKafka(kafkaOf(bus, log));
  const lookAtStore = async () => {
    if (store.kind === 'embedded') return lookAtFile('store.db');
    const { lookAtElasticsearch } = await import('#ingest/elasticsearch-look');
    return lookAtElasticsearch(elasticsearchConnection(store), store.indexPrefix);
  };
  return [...(await lookAtBus()), ...(await lookAtStore())];
}

/** Whether several processes can work on what `vigie.yaml` chooses. */
export function isShared({ settings }: Config): boolean {
  return settings.bus.kind !== 'embedded' && settings.store.kind !== 'embedded';
}

async function openShared({ bus, store }: Config['settings'], log: Logger): Promise<BusAndState> {
  if (bus.kind === 'embedded' || store.kind === 'embedded')
    throw new Error('bus.kind: kafka needs store.kind: elasticsearch in vigie.yaml: the state is kept there');
  // Their clients take a third of a second to load; the embedded adapters do without.
  const [{ openKafkaBus }, { openElasticsearchState }] = await Promise.all([
    import('#ingest/bus/kafka'),
    import('#ingest/state/elasticsearch'),
  ]);
  const state = await openElasticsearchState(elasticsearchOf(store, log));
  try {
    const opened = await openKafkaBus({
      ...kafkaOf(bus, log),
      clock: systemClock,
      // What is stuck will not stop either; whoever supervises this process starts it anew.
      onStalled: () => process.exit(1),
    });
    return { bus: opened, state };
  } catch (error) {
    await state.close();
    throw error;
  }
}

function kafkaOf(bus: Extract<Config['settings']['bus'], { kind: 'kafka' }>, log: Logger) {
  return { ...bus, topics: { ...bus, retentionMs: bus.retention }, log };
}

function elasticsearchOf(settings: ElasticsearchSettings, log: Logger) {
  const { indexPrefix } = settings;
  return { connection: elasticsearchConnection(settings), indexPrefix, clock: systemClock, log };
}

/** The way out to the web: the polite HTTP client, and the feed parser with its thread. */
export function openWorld({
  log,
  clock,
  settings,
}: {
  log: Logger;
  clock: Clock;
  settings?: Config['settings'];
}): {
  http: HttpClient;
  feeds: FeedParser;
  close: () => Promise<void>;
} {
  const { hostGap, userAgent } = settings?.ingest ?? {};
  const http = createPoliteHttpClient({ clock, log, minHostGapMs: hostGap, userAgent });
  const feeds = createFeedParser({ clock });
  return { http, feeds, close: feeds.close };
}
