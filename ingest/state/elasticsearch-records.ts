import { createHash } from 'node:crypto';
import type { estypes } from '@elastic/elasticsearch';
import { RetriableError } from '../bus/bus';
import type { Clock } from '../clock';
import type { Bulk, BulkLine } from '../elasticsearch-bulk';
import { type Elasticsearch, unlessMissing } from '../elasticsearch-client';
import { type Entry, OWNER_KIND, type OwnerDocument } from './elasticsearch-owner';

type RecordDocument = {
  readonly owner: string;
  readonly namespace: string;
  readonly key: string;
  /** JSON text; absent once deleted. */
  readonly value?: string;
};

export type FoundRecord = { readonly owner: string; readonly key: string; readonly value: string };

export type RecordsOptions = {
  readonly elasticsearch: Elasticsearch;
  readonly bulk: Bulk;
  readonly index: string;
  /** Makes findable what was written before. */
  readonly refresh: () => Promise<void>;
  readonly clock: Clock;
};

const RECORD_KIND = 'record';
const PAGE = 2_000;
const CONFLICT = 409;
/** A deletion must outlive every former owner that may still be about to write what it was about. */
const KEEP_DELETIONS_MS = 86_400_000;

/** The records of all owners, one document each, versioned by the number of the commit that wrote them. */
export function createStateRecords({ elasticsearch, bulk, index, refresh, clock }: RecordsOptions) {
  async function* search<Document>(query: estypes.QueryDslQueryContainer, sortBy: readonly string[]) {
    let after: estypes.SortResults | undefined;
    await refresh();
    do {
      const { hits } = await elasticsearch.call('reading state', (client) =>
        client.search<Document>({
          index,
          query,
          sort: sortBy.map((field) => ({ [field]: 'asc' as const })),
          size: PAGE,
          track_total_hits: false,
          allow_partial_search_results: false,
          ...(after && { search_after: after }),
        }),
      );
      for (const { _source } of hits.hits) if (_source) yield _source;
      after = hits.hits.length === PAGE ? hits.hits.at(-1)?.sort : undefined;
    } while (after);
  }

  const find = async (filter: readonly estypes.QueryDslQueryContainer[]): Promise<FoundRecord[]> => {
    const query = { bool: { filter: [{ term: { kind: RECORD_KIND } }, ...filter] } };
    const found: FoundRecord[] = [];
    for await (const { owner, key, value } of search<RecordDocument>(query, ['key', 'owner']))
      if (value !== undefined) found.push({ owner, key, value });
    return found;
  };

  return {
    /** Writes what a commit says; what a later commit wrote stays. Safe to repeat, by anybody. */
    apply: async (document: OwnerDocument, entries: readonly Entry[]): Promise<void> => {
      const { owner } = document;
      const lines = entries.map((entry) => toLine(index, document, entry));
      const refused = (await bulk(lines)).find(({ status }) => status !== CONFLICT);
      if (refused) throw new RetriableError(`state "${owner}": ${refused.type}: ${refused.reason}`);
    },
    get: async (owner: string, namespace: string, key: string): Promise<string | undefined> => {
      const found = await unlessMissing(
        elasticsearch.call(`reading state "${owner}"`, (client) =>
          client.get<RecordDocument>({ index, id: recordId(owner, namespace, key) }),
        ),
      );
      return found?._source?.value;
    },
    list: (owner: string, namespace: string) => find([{ term: { owner } }, { term: { namespace } }]),
    findByKey: (namespace: string, keyPrefix: string) =>
      find([{ term: { namespace } }, ...(keyPrefix === '' ? [] : [{ prefix: { key: keyPrefix } }])]),
    owners: async (): Promise<Map<string, OwnerDocument>> => {
      const owners = new Map<string, OwnerDocument>();
      for await (const document of search<OwnerDocument>({ term: { kind: OWNER_KIND } }, ['owner']))
        owners.set(document.owner, document);
      return owners;
    },
    /** Forgets what an owner deleted long ago. */
    purge: async (owner: string): Promise<void> => {
      const deletedAt = { lt: clock.now() - KEEP_DELETIONS_MS, format: 'epoch_millis' };
      const query = { bool: { filter: [{ term: { owner } }, { range: { deletedAt } }] } };
      await elasticsearch.call('forgetting deleted state', (client) =>
        client.deleteByQuery({ index, query, conflicts: 'proceed' }),
      );
    },
  };
}

export type StateRecords = ReturnType<typeof createStateRecords>;

function toLine(index: string, { owner, commit, committedAt }: OwnerDocument, entry: Entry): BulkLine {
  const { namespace, key, value } = entry;
  const document = {
    kind: RECORD_KIND,
    owner,
    namespace,
    key,
    // The server forgets the version of what is really deleted within a minute.
    ...(value === undefined ? { deletedAt: committedAt } : { value }),
  };
  return { index, id: recordId(owner, namespace, key), version: commit, json: JSON.stringify(document) };
}

function recordId(owner: string, namespace: string, key: string): string {
  return createHash('sha256')
    .update(JSON.stringify([owner, namespace, key]))
    .digest('hex');
}
