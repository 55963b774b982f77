import type { Database } from '../database';
import { StateConflictError, type StatePosition } from './state';

/** Tables of the state, in the file of the log: the offsets that the state stands for live there. */
export const STATE_TABLES = `
  CREATE TABLE owners (owner TEXT PRIMARY KEY, epoch INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE records (
    owner TEXT NOT NULL, namespace TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (owner, namespace, key)
  ) WITHOUT ROWID;
  CREATE INDEX records_by_key ON records (namespace, key);
  CREATE TABLE owner_positions (
    owner TEXT NOT NULL, topic TEXT NOT NULL, partition INTEGER NOT NULL, offset INTEGER NOT NULL,
    PRIMARY KEY (owner, topic, partition)
  ) WITHOUT ROWID;
`;

/** A record with its value as JSON text. */
export type StoredRecord = { owner: string; namespace: string; key: string; value: string };
export type Tenure = { epoch: number; positions: StatePosition[] };
export type Commit = {
  readonly owner: string;
  readonly epoch: number;
  readonly puts: readonly Omit<StoredRecord, 'owner'>[];
  readonly deletes: readonly { namespace: string; key: string }[];
  readonly positions: readonly StatePosition[];
};

/** The statements of the state on one connection. `acquire` and `commit` run inside the caller's transaction. */
export function createRecords(database: Database) {
  const advanceEpoch = database.prepare(
    'INSERT INTO owners VALUES (?, 1) ON CONFLICT DO UPDATE SET epoch = epoch + 1 RETURNING epoch',
  );
  const epochOf = database.prepare('SELECT epoch FROM owners WHERE owner = ?');
  const positions = database.prepare(
    'SELECT topic, partition, offset FROM owner_positions WHERE owner = ? ORDER BY topic, partition',
  );
  const put = database.prepare(
    'INSERT INTO records VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
  );
  const remove = database.prepare('DELETE FROM records WHERE owner = ? AND namespace = ? AND key = ?');
  const place = database.prepare(
    'INSERT INTO owner_positions VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET offset = excluded.offset',
  );
  const get = database.prepare('SELECT value FROM records WHERE owner = ? AND namespace = ? AND key = ?');
  const list = database.prepare(
    'SELECT namespace, key, value FROM records WHERE owner = ? AND namespace = ? ORDER BY key',
  );
  const read = database.prepare(
    `SELECT owner, namespace, key, value FROM records
     WHERE namespace = ? AND key >= ? AND substr(key, 1, length(?)) = ? ORDER BY key, owner`,
  );

  return {
    acquire: (owner: string): Tenure => ({
      epoch: (advanceEpoch.get(owner) as { epoch: number }).epoch,
      positions: positions.all(owner).map((row) => ({ ...(row as StatePosition) })),
    }),
    commit: (change: Commit) => {
      const { owner } = change;
      const current = epochOf.get(owner) as { epoch: number } | undefined;
      if (current?.epoch !== change.epoch) throw new StateConflictError(owner);
      for (const { namespace, key } of change.deletes) remove.run(owner, namespace, key);
      for (const { namespace, key, value } of change.puts) put.run(owner, namespace, key, value);
      for (const { topic, partition, offset } of change.positions) place.run(owner, topic, partition, offset);
    },
    get: ({ owner, namespace, key }: Omit<StoredRecord, 'value'>) =>
      (get.get(owner, namespace, key) as { value: string } | undefined)?.value,
    list: ({ owner, namespace }: { owner: string; namespace: string }) =>
      list.all(owner, namespace).map((row) => ({ ...(row as Omit<StoredRecord, 'owner'>) })),
    read: ({ namespace, prefix }: { namespace: string; prefix: string }) =>
      read.all(namespace, prefix, prefix, prefix).map((row) => ({ ...(row as StoredRecord) })),
  };
}
