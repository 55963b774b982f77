import type { Elasticsearch } from '#ingest/elasticsearch-client';
import { mentionIndices } from './elasticsearch-document';

/**
 * Deletes months that hold nothing any more, or a cluster would fill with empty indices. An index takes no writes
 * between the last look and the end; who saves meanwhile tries again, and the index is made anew.
 */
export async function dropEmptyIndices(elasticsearch: Elasticsearch, prefix: string): Promise<void> {
  const call = elasticsearch.call;
  const isEmpty = async (index: string): Promise<boolean> => {
    await call(`refreshing ${index}`, (client) => client.indices.refresh({ index }));
    return (await call(`counting ${index}`, (client) => client.count({ index }))).count === 0;
  };
  const indices = await call('listing the months', (client) =>
    client.indices.getSettings({ index: mentionIndices(prefix) }),
  );
  for (const [index, { settings }] of Object.entries(indices)) {
    const isBlocked = settings?.index?.blocks?.write !== undefined;
    if (!(await isEmpty(index))) {
      // Left over from a process that died in between.
      if (isBlocked) await allowWrites(elasticsearch, index);
      continue;
    }
    await call(`closing ${index} for writes`, (client) => client.indices.addBlock({ index, block: 'write' }));
    if (await isEmpty(index)) await call(`deleting ${index}`, (client) => client.indices.delete({ index }));
    else await allowWrites(elasticsearch, index);
  }
}

async function allowWrites(elasticsearch: Elasticsearch, index: string): Promise<void> {
  await elasticsearch.call(`opening ${index} for writes`, (client) =>
    client.indices.putSettings({ index, settings: { 'index.blocks.write': null } }),
  );
}
