import { join } from 'node:path';
import type { Clock } from '#ingest/clock';
import { startThread, type Thread } from '#ingest/thread';
import type { BrandMention } from '../brand-mention';
import { bucketStarts, fillBuckets } from './fill-buckets';
import type { BucketQuery, StoredPage, TermQuery } from './read-mentions';
import type { Store, Term } from './store';
import type { Delete, Save } from './write-mentions';

export type EmbeddedStoreOptions = {
  readonly dataFolder: string;
  readonly clock: Clock;
  /** Called when a thread of the store dies: nothing more can be saved or read, the process should end. */
  readonly onFailure?: (error: Error) => void;
};

const DELETE_AT_ONCE = 1_000;
/** Of more the thread does not save quicker, and readers wait longer. */
const SAVE_AT_ONCE = 125;

/**
 * A store in `<dataFolder>/store.db`. One thread writes, another reads, so that a long search never holds up
 * saving; the reading thread starts with the first read.
 */
export async function openEmbeddedStore(options: EmbeddedStoreOptions): Promise<Store> {
  const writer = openThread('writer', options);
  await writer.call('opened', undefined);
  let reader: Thread | undefined;
  const read = <Result>(method: string, argument: unknown) => {
    reader ??= openThread('reader', options);
    return reader.call<Result>(method, argument);
  };
  const { clock } = options;
  const saveJson = async (documents: readonly string[]) => {
    if (documents.length === 0) return;
    await writer.call('save', { documents, storedAt: clock.now() } satisfies Save);
  };
  return {
    save: (mentions) => saveJson(mentions.map((mention) => JSON.stringify(mention))),
    saveJson,
    saveAtOnce: SAVE_AT_ONCE,
    ...createReads(read),
    deleteStoredBefore: async (at) =>
      deleteRows(writer, { rows: await read<number[]>('rowsStoredBefore', at), storedBefore: at }),
    eraseAuthor: async (author) => {
      const deleted = await deleteRows(writer, { rows: await read<number[]>('rowsOfAuthor', author) });
      await writer.call('purge', undefined);
      return deleted;
    },
    close: async () => {
      for (const thread of reader ? [reader, writer] : [writer]) {
        await thread.call('close', undefined);
        await thread.close();
      }
    },
  };
}

function openThread(role: 'writer' | 'reader', { dataFolder, onFailure }: EmbeddedStoreOptions): Thread {
  return startThread('store', {
    workerData: { file: join(dataFolder, 'store.db'), role },
    resourceLimits: { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 6 },
    onExit: onFailure,
  });
}

type Reads = Pick<Store, 'search' | 'get' | 'countPerBucket' | 'topTerms' | 'extent'>;

function createReads(read: <Result>(method: string, argument: unknown) => Promise<Result>): Reads {
  return {
    search: async (query) => {
      const { documents, ...page } = await read<StoredPage>('search', query);
      return { ...page, mentions: documents.map((document) => JSON.parse(document) as BrandMention) };
    },
    get: async (id) => {
      const document = await read<string | undefined>('get', id);
      return document === undefined ? undefined : JSON.parse(document);
    },
    countPerBucket: async (filter, bucketMs) => {
      const starts = bucketStarts(filter.from, filter.to, bucketMs);
      const start = starts[0];
      if (start === undefined) return [];
      return fillBuckets(
        starts,
        await read('countPerBucket', { filter, start, bucketMs } satisfies BucketQuery),
      );
    },
    topTerms: (filter, field, size) =>
      read<readonly Term[]>('topTerms', { filter, field, size } satisfies TermQuery),
    extent: async (filter) => {
      const found = await read<{ count: number; oldest: number | null; newest: number | null }>(
        'extent',
        filter,
      );
      return {
        count: found.count,
        ...(found.oldest !== null && { oldest: found.oldest }),
        ...(found.newest !== null && { newest: found.newest }),
      };
    },
  };
}

/** In steps, so that saves in between need not wait for the whole. */
async function deleteRows(writer: Thread, { rows, storedBefore }: Delete): Promise<number> {
  let deleted = 0;
  for (let from = 0; from < rows.length; from += DELETE_AT_ONCE) {
    const step: Delete = { rows: rows.slice(from, from + DELETE_AT_ONCE), storedBefore };
    deleted += await writer.call<number>('deleteRows', step);
  }
  return deleted;
}
