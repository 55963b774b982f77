import type { Database } from '#ingest/database';
import type { BrandMention } from '../brand-mention';
import { foldText } from './search-text';

export type Save = { readonly documents: readonly string[]; readonly storedAt: number };
export type Delete = { readonly rows: readonly number[]; readonly storedBefore?: number };

/** Pages of the word index that one step of a purge rewrites: about 10 ms. */
const PAGES_PER_STEP = 500;

/** The statements that change the store. `save` and `deleteRows` run inside the caller's transaction. */
export function createWriter(database: Database) {
  const rowOf = database.prepare('SELECT row FROM mentions WHERE id = ?');
  const put = database.prepare(
    'INSERT INTO mentions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const putDocument = database.prepare('INSERT INTO documents VALUES (?, ?)');
  const addWords = database.prepare('INSERT INTO words (rowid, text) VALUES (?, ?)');
  const dropWords = database.prepare('DELETE FROM words WHERE rowid = ?');
  const dropDocument = database.prepare('DELETE FROM documents WHERE row = ?');
  const drop = database.prepare('DELETE FROM mentions WHERE row = ? AND stored_at < ?');
  const mergeWords = database.prepare(`INSERT INTO words (words, rank) VALUES ('merge', -${PAGES_PER_STEP})`);
  const changes = database.prepare('SELECT total_changes() AS count');
  const checkpoint = database.prepare('PRAGMA wal_checkpoint(TRUNCATE)');
  const countChanges = () => (changes.get() as { count: number }).count;

  const deleteRow = (row: number, storedBefore: number) => {
    if (drop.run(row, storedBefore).changes === 0) return false;
    dropDocument.run(row);
    dropWords.run(row);
    return true;
  };
  const saveOne = (document: string, storedAt: number) => {
    const mention = JSON.parse(document) as BrandMention;
    const known = rowOf.get(mention.id) as { row: number } | undefined;
    // INSERT OR REPLACE would be one call less, and four times slower for the many that are new.
    if (known) deleteRow(known.row, Number.MAX_SAFE_INTEGER);
    const row = Number(put.run(known?.row ?? null, ...columnsOf(mention, storedAt)).lastInsertRowid);
    putDocument.run(row, document);
    addWords.run(row, foldText(mention.title ? `${mention.title}\n${mention.text}` : mention.text));
  };

  return {
    save: ({ documents, storedAt }: Save) => {
      for (const document of documents) saveOne(document, storedAt);
    },
    deleteRows: ({ rows, storedBefore = Number.MAX_SAFE_INTEGER }: Delete) => {
      return rows.filter((row) => deleteRow(row, storedBefore)).length;
    },
    /** Rewrites a part of the word index without what was deleted; false when there is nothing left to do. */
    purgeStep: () => {
      const before = countChanges();
      mergeWords.run();
      return countChanges() - before >= 2;
    },
    /** Empties the write-ahead log into the file; false while a reader holds it back. */
    emptyLog: () => (checkpoint.get() as { busy: number }).busy === 0,
  };
}

function columnsOf(mention: BrandMention, storedAt: number) {
  const { author, sentiment } = mention;
  return [
    mention.id,
    Date.parse(mention.publishedAt),
    storedAt,
    mention.brand,
    sentiment?.label ?? null,
    sentiment?.score ?? null,
    mention.source,
    mention.channel,
    mention.outlet ?? null,
    mention.language ?? null,
    mention.voice ?? null,
    mention.story?.id ?? null,
    author?.id ?? null,
    author?.handle ?? null,
    author?.name ?? null,
    listOf(mention.domains),
    listOf(mention.hashtags),
  ];
}

function listOf(terms: readonly string[]): string | null {
  return terms.length === 0 ? null : JSON.stringify([...new Set(terms)]);
}
