import type { Logger } from 'pino';
import { RetriableError } from '#ingest/bus/bus';
import type { Clock } from '#ingest/clock';
import { createBulk } from '#ingest/elasticsearch-bulk';
import {
  connectElasticsearch,
  type Elasticsearch,
  type ElasticsearchConnection,
  unlessMissing,
} from '#ingest/elasticsearch-client';
import { shareRuns } from '#ingest/share-runs';
import { mentionIndices } from './elasticsearch-document';
import { MAPPING_VERSION, mentionMapping, mentionTemplate } from './elasticsearch-mapping';
import { createMoves } from './elasticsearch-moves';
import { filterToQuery } from './elasticsearch-query';
import { createReads } from './elasticsearch-reads';
import { dropEmptyIndices } from './elasticsearch-retention';
import { inTurn } from './elasticsearch-turn';
import { saveMentions } from './elasticsearch-writes';
import type { Store } from './store';

export type ElasticsearchStoreOptions = {
  readonly connection: ElasticsearchConnection;
  /** Start of the names of everything that is ours in the cluster, for example `vigie`. */
  readonly indexPrefix: string;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'warn'>;
};

/** Of 125 at once a document costs the server half as much again as of 500. */
const SAVE_AT_ONCE = 500;
const LONGEST_DELETE_MS = 600_000;
const DELETE_TRIES = 5;

/**
 * A store in the indices `<prefix>-mentions-<year>.<month>` of a cluster, by the mentions' own time. Any number of
 * processes may share it. Saving does not wait until mentions can be found; reading makes them findable first,
 * so that saving is quick and the promise of `Store` holds between processes.
 */
export async function openElasticsearchStore(options: ElasticsearchStoreOptions): Promise<Store> {
  const { connection, indexPrefix: prefix, clock, log } = options;
  const elasticsearch = await connectElasticsearch(connection);
  try {
    await prepareTemplate(elasticsearch, prefix);
  } catch (error) {
    await elasticsearch.close();
    throw error;
  }
  const index = mentionIndices(prefix);
  const refresh = shareRuns(async () => {
    await elasticsearch.call('refreshing mentions', (client) => client.indices.refresh({ index }));
  });
  const bulk = createBulk({ elasticsearch, clock, log });
  const moves = createMoves(elasticsearch, prefix);
  const deleteMatching = async (query: DeleteQuery) => {
    let deleted = 0;
    for (let tries = 0; tries < DELETE_TRIES; tries++) {
      await refresh();
      const answer = await deleteByQuery(elasticsearch, index, query);
      deleted += answer.deleted;
      if (answer.conflicts === 0) return deleted;
    }
    throw new RetriableError(
      `${deleted} mentions were deleted, others are being saved again all the time; delete again later`,
    );
  };
  const saveJson = (documents: readonly string[]) => saveMentions({ bulk, moves, prefix, clock }, documents);
  return {
    save: (mentions) => saveJson(mentions.map((mention) => JSON.stringify(mention))),
    saveJson,
    saveAtOnce: SAVE_AT_ONCE,
    ...createReads(elasticsearch, prefix, refresh),
    deleteStoredBefore: async (at) => {
      const old = { range: { storedAt: { lt: Math.ceil(at), format: 'epoch_millis' } } };
      const deleted = await deleteMatching(old);
      // Two at once could delete what was saved between the deletion of one and that of the other.
      await inTurn(elasticsearch, { index: `${prefix}-retention`, clock }, () =>
        dropEmptyIndices(elasticsearch, prefix),
      );
      return deleted;
    },
    eraseAuthor: ({ author, source }) => deleteMatching(filterToQuery({ author, source })),
    close: elasticsearch.close,
  };
}

type DeleteQuery = ReturnType<typeof filterToQuery>;

async function deleteByQuery(elasticsearch: Elasticsearch, index: string, query: DeleteQuery) {
  const { deleted = 0, version_conflicts: conflicts = 0 } = await elasticsearch.call(
    'deleting mentions',
    (client) =>
      client.deleteByQuery(
        { index, query, conflicts: 'proceed', refresh: true },
        { requestTimeout: LONGEST_DELETE_MS },
      ),
  );
  return { deleted, conflicts };
}

/** Writes the index template, unless a newer program did: its documents would be read and written wrongly. */
async function prepareTemplate(elasticsearch: Elasticsearch, prefix: string): Promise<void> {
  const name = `${prefix}-mentions`;
  const found = await unlessMissing(
    elasticsearch.call('reading the index template', (client) => client.indices.getIndexTemplate({ name })),
  );
  const version = found?.index_templates[0]?.index_template.version ?? 0;
  if (version > MAPPING_VERSION)
    throw new Error(
      `Elasticsearch at ${elasticsearch.address}: the mapping of "${name}" has version ${version}, this program knows ${MAPPING_VERSION}: run the newer program, or choose another store.indexPrefix`,
    );
  const index = mentionIndices(prefix);
  await elasticsearch.call(`writing the index template ${name}`, (client) =>
    client.indices.putIndexTemplate({ name, ...mentionTemplate(index) }),
  );
  if (version === MAPPING_VERSION || !found) return;
  const { properties } = mentionMapping();
  await elasticsearch.call('adding fields to the indices of mentions', (client) =>
    client.indices.putMapping({ index, properties, _meta: { version: MAPPING_VERSION } }),
  );
}
