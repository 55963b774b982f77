import type { estypes } from '@elastic/elasticsearch';
import { type Elasticsearch, ElasticsearchRefusal, unlessMissing } from '../elasticsearch-client';

/** Raised by one with each change of the mapping. */
export const STATE_MAPPING_VERSION = 2;

/** Kept, never sought in. */
const KEPT = { type: 'keyword', index: false, doc_values: false } as const;

const MAPPINGS = {
  dynamic: 'strict',
  _meta: { version: STATE_MAPPING_VERSION },
  properties: {
    kind: { type: 'keyword' },
    owner: { type: 'keyword' },
    namespace: { type: 'keyword' },
    key: { type: 'keyword' },
    epoch: { type: 'long' },
    commit: { type: 'long' },
    committedAt: { type: 'date' },
    deletedAt: { type: 'date' },
    positions: { type: 'object', enabled: false },
    touched: { type: 'object', enabled: false },
    intent: KEPT,
    value: KEPT,
  },
} as const satisfies estypes.MappingTypeMapping;

/** Makes the index of the state where there is none, and adds fields to an older one. Throws for one that a newer program made. */
export async function prepareStateIndex(elasticsearch: Elasticsearch, index: string): Promise<void> {
  const readMapping = () =>
    unlessMissing(
      elasticsearch.call(`reading the mapping of ${index}`, (client) => client.indices.getMapping({ index })),
    );
  const found = (await readMapping()) ?? (await createIndex(elasticsearch, index).then(readMapping));
  const version = Number(found?.[index]?.mappings._meta?.version ?? 1);
  if (version > STATE_MAPPING_VERSION)
    throw new Error(
      `Elasticsearch at ${elasticsearch.address}: the mapping of "${index}" has version ${version}, this program knows ${STATE_MAPPING_VERSION}: run the newer program, or choose another store.indexPrefix`,
    );
  if (version === STATE_MAPPING_VERSION) return;
  const { properties, _meta } = MAPPINGS;
  await elasticsearch.call(`adding fields to ${index}`, (client) =>
    client.indices.putMapping({ index, properties, _meta }),
  );
}

async function createIndex(elasticsearch: Elasticsearch, index: string): Promise<void> {
  try {
    await elasticsearch.call(`making the index ${index}`, (client) =>
      client.indices.create({
        index,
        settings: { number_of_shards: 1, auto_expand_replicas: '0-1' },
        mappings: MAPPINGS,
      }),
    );
  } catch (error) {
    // Another process made it in the same moment.
    if (error instanceof ElasticsearchRefusal && error.status === 400) return;
    throw error;
  }
}
