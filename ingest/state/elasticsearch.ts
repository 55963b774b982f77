import type { Logger } from 'pino';
import type { Clock } from '../clock';
import { createBulk } from '../elasticsearch-bulk';
import { connectElasticsearch, type ElasticsearchConnection } from '../elasticsearch-client';
import { shareRuns } from '../share-runs';
import { prepareStateIndex } from './elasticsearch-index';
import { createOwnedState } from './elasticsearch-owned';
import { createOwners } from './elasticsearch-owner';
import { readAcrossOwners } from './elasticsearch-read';
import { createStateRecords } from './elasticsearch-records';
import type { State } from './state';

export type ElasticsearchStateOptions = {
  readonly connection: ElasticsearchConnection;
  /** Start of the names of everything that is ours in the cluster, for example `vigie`. */
  readonly indexPrefix: string;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'warn'>;
};

/**
 * A state in the index `<prefix>-state`. The cluster knows no transactions, so a commit is a write-ahead log of
 * one entry: it first writes all that it changes, the new positions too, into the owner's one document, and only
 * if that is still as this owner left it (sequence number and term). From then on it is durable, whole, and
 * refused to whoever was fenced. Then it writes the records, each versioned by the number of the commit, so that
 * doing it again, late, or twice at once changes nothing. If the process dies in between, the next owner does it
 * from the document before anything else; a reader who comes first lays the document's changes over what it reads.
 */
export async function openElasticsearchState(options: ElasticsearchStateOptions): Promise<State> {
  const { connection, indexPrefix, clock, log } = options;
  const elasticsearch = await connectElasticsearch(connection);
  const index = `${indexPrefix}-state`;
  try {
    await prepareStateIndex(elasticsearch, index);
  } catch (error) {
    await elasticsearch.close();
    throw error;
  }
  const refresh = shareRuns(async () => {
    await elasticsearch.call('refreshing state', (client) => client.indices.refresh({ index }));
  });
  const bulk = createBulk({ elasticsearch, clock, log });
  const owners = createOwners(elasticsearch, index);
  const records = createStateRecords({ elasticsearch, bulk, index, refresh, clock });
  return {
    acquire: (owner) => createOwnedState(owner, { owners, records, clock }),
    read: (namespace, { keyPrefix = '' } = {}) => readAcrossOwners(records, namespace, keyPrefix),
    close: elasticsearch.close,
  };
}
