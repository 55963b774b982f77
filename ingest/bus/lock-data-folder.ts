import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import type { Database } from '../database';

/**
 * Makes this process the only `vigie run` on a data folder until the returned function is called. The lock is
 * the operating system's, so it also ends with the process, however that dies. Throws when another holds it.
 */
export function lockDataFolder(folder: string): () => void {
  const database = openLockFile(folder);
  try {
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    throw new Error(
      `data folder ${folder} is in use by another vigie run: stop that one, or name another folder as "data" in vigie.yaml`,
      { cause: error },
    );
  }
  const release = () => {
    process.off('exit', release);
    if (database.isOpen) database.close();
  };
  // The listener also keeps the connection, and with it the lock, from being garbage-collected.
  process.on('exit', release);
  return release;
}

function openLockFile(folder: string): Database {
  try {
    makeFolder(folder);
    return new DatabaseSync(join(folder, 'running.lock'));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(
      `data folder ${folder} cannot be written (${why}): mend its permissions, or name another folder as "data" in vigie.yaml`,
      { cause: error },
    );
  }
}

/** Not by `recursive: true`: where the system has no room for folders (/proc), Node would try for ever. */
function makeFolder(folder: string): void {
  if (existsSync(folder) && statSync(folder).isDirectory()) return;
  if (!existsSync(dirname(folder))) makeFolder(dirname(folder));
  mkdirSync(folder);
}
