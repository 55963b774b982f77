import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';

/**
 * Makes this process the only `vigie run` on a data folder until the returned function is called. The lock is
 * the operating system's, so it also ends with the process, however that dies. Throws when another holds it.
 */
export function lockDataFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true });
  const database = new DatabaseSync(join(folder, 'running.lock'));
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
