import type { Logger } from 'pino';
import type { Config } from '#config/config';
import { type ElasticsearchSettings, elasticsearchConnection } from '#config/elasticsearch-settings';
import { openElasticsearchStore } from '#enrich/store/elasticsearch';
import { openEmbeddedStore } from '#enrich/store/embedded';
import type { Store } from '#enrich/store/store';
import type { Bus } from '#ingest/bus/bus';
import { systemClock } from '#ingest/clock';
import { openEmbeddedBusAndState } from '#ingest/open-embedded';
import { openElasticsearchState } from '#ingest/state/elasticsearch';
import type { State } from '#ingest/state/state';

/** The bus and the state as `vigie.yaml` chooses them. */
export async function openBusAndState(
  { settings }: Config,
  log: Logger,
): Promise<{ bus: Bus; state: State; close: () => Promise<void> }> {
  const { bus, state } = await openEmbeddedBusAndState({
    dataFolder: settings.data,
    clock: systemClock,
    log,
  });
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
export function openStore({ settings: { data, store } }: Config, log: Logger): Promise<Store> {
  return store.kind === 'elasticsearch'
    ? openElasticsearchStore(elasticsearchOf(store, log))
    : openEmbeddedStore({ dataFolder: data, clock: systemClock });
}

/** The state beside a bus that has none: it follows the store. */
export function openStateOfStore({ settings: { store } }: Config, log: Logger): Promise<State> {
  if (store.kind !== 'elasticsearch')
    throw new Error('bus.kind needs store.kind: elasticsearch in vigie.yaml; the state is kept there');
  return openElasticsearchState(elasticsearchOf(store, log));
}

function elasticsearchOf(settings: ElasticsearchSettings, log: Logger) {
  const { indexPrefix } = settings;
  return { connection: elasticsearchConnection(settings), indexPrefix, clock: systemClock, log };
}
