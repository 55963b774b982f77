import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { RetriableError } from './bus/bus';

export type Database = InstanceType<typeof DatabaseSync>;

export type DatabaseOptions = {
  /** Version of the tables that this code knows, kept in `user_version`. */
  readonly version: number;
  /** SQL that makes the tables in a new file. */
  readonly create: string;
  /** Page cache of this connection, in KiB. */
  readonly cacheKib: number;
};

/**
 * Opens or makes an SQLite file in WAL mode: a commit survives the death of the process. Throws when the file
 * was written by a newer version.
 */
export function openDatabase(file: string, options: DatabaseOptions): Database {
  return explainDatabaseErrors(file, () => {
    mkdirSync(dirname(file), { recursive: true });
    const database = new DatabaseSync(file, { timeout: 5_000 });
    database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY;
      PRAGMA cache_size = ${-options.cacheKib}; PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_size_limit = 33554432;`);
    transaction(database, () => createTables(database, file, options));
    return database;
  });
}

function createTables(database: Database, file: string, { version, create }: DatabaseOptions): void {
  const { user_version: found } = database.prepare('PRAGMA user_version').get() as { user_version: number };
  if (found > version)
    throw new Error(
      `${file} was written by a newer version of vigie (schema ${found}, this one knows ${version}): run that version, or give this one another dataFolder`,
    );
  if (found === version) return;
  database.exec(create);
  database.exec(`PRAGMA user_version = ${version}`);
}

/** Runs `work` in one write transaction; everything or nothing of it is kept. */
export function transaction<Result>(database: Database, work: () => Result): Result {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

const HEALING: Readonly<Record<number, string>> = {
  5: 'another process keeps it locked; if this lasts, stop the other process',
  6: 'another connection keeps it locked',
  10: 'reading or writing it failed; look at the disk and its permissions',
  13: 'the disk is full; free some space and the work goes on by itself',
};

/** Runs `work`; what SQLite throws for a full disk or a lock becomes a `RetriableError` that names the file. */
export function explainDatabaseErrors<Result>(file: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    const { sqliteCode, message } = error as { sqliteCode?: number; message: string };
    if (sqliteCode === undefined) throw error;
    const advice = HEALING[sqliteCode & 0xff];
    if (advice) throw new RetriableError(`${file}: ${advice} (${message})`, { cause: error });
    throw new Error(`${file}: ${message}`, { cause: error });
  }
}
