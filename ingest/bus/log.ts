import type { Database } from '../database';
import type { Lag } from './bus';

/** Tables of the log. Offsets are the rowids of the whole file: growing within a partition, with gaps. */
export const LOG_TABLES = `
  CREATE TABLE settings (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
  CREATE TABLE topics (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
  CREATE TABLE messages (
    offset INTEGER PRIMARY KEY AUTOINCREMENT, topic INTEGER NOT NULL, partition INTEGER NOT NULL,
    at INTEGER NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, headers TEXT
  );
  CREATE INDEX messages_by_partition ON messages (topic, partition);
  CREATE TABLE positions (
    group_name TEXT NOT NULL, topic INTEGER NOT NULL, partition INTEGER NOT NULL, next INTEGER NOT NULL,
    PRIMARY KEY (group_name, topic, partition)
  ) WITHOUT ROWID;
`;

/** Messages column by column: cheap to pass between threads. */
export type Append = {
  readonly topic: string;
  readonly at: number;
  readonly partitions: readonly number[];
  readonly keys: readonly string[];
  readonly values: readonly string[];
  readonly headers: readonly (string | null)[];
};
export type Position = { group: string; topic: string; partition: number; next: number };
export type Read = { topic: string; partition: number; next: number; max: number };
/** offset, at, key, value, headers as JSON. */
export type Row = [number, number, string, string, string | null];
export type Join = { group: string; topics: readonly string[]; from: 'start' | 'end' };

/** Bytes that one read gives at most, unless a single message has more: threads hold a batch several times over. */
const READ_AT_ONCE = 8_000_000;

/** The statements of the log on one connection. Writers run inside the caller's transaction. */
export function createLog(database: Database) {
  const topicOf = createTopics(database);
  const insert = database.prepare(
    'INSERT INTO messages (topic, partition, at, key, value, headers) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const select = database.prepare(
    `SELECT offset, at, key, value, headers FROM messages
     WHERE topic = ? AND partition = ? AND offset >= ? ORDER BY offset LIMIT ?`,
  );
  select.setReturnArrays(true);
  const size = database.prepare(
    `SELECT total(octet_length(value)) AS bytes FROM (SELECT value FROM messages
     WHERE topic = ? AND partition = ? AND offset >= ? ORDER BY offset LIMIT ?)`,
  );
  const move = database.prepare(
    `INSERT INTO positions VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET next = excluded.next`,
  );
  const start = database.prepare('INSERT INTO positions VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING');
  const position = database.prepare(
    'SELECT next FROM positions WHERE group_name = ? AND topic = ? AND partition = ?',
  );
  const sequence = database.prepare("SELECT seq + 1 AS next FROM sqlite_sequence WHERE name = 'messages'");
  const end = () => (sequence.get() as { next: number } | undefined)?.next ?? 0;
  const lag = database.prepare(
    `SELECT group_name AS "group", topics.name AS topic, partition,
       (SELECT count(*) FROM messages WHERE messages.topic = positions.topic
        AND messages.partition = positions.partition AND offset >= next) AS lag
     FROM positions JOIN topics ON topics.id = positions.topic ORDER BY 1, 2, 3`,
  );
  const deleteOld = database.prepare(
    `DELETE FROM messages WHERE offset IN (SELECT offset FROM messages
       WHERE offset < coalesce((SELECT offset FROM messages WHERE at >= ? ORDER BY offset LIMIT 1), 9e15)
       ORDER BY offset LIMIT ?)`,
  );

  return {
    append: ({ topic, at, partitions, keys, values, headers }: Append) => {
      const id = topicOf(topic);
      for (const [index, partition] of partitions.entries())
        insert.run(id, partition, at, keys[index], values[index], headers[index]);
    },
    /** At least one message where there is one; fewer than `max` where they are long. */
    read: ({ topic, partition, next, max }: Read) => {
      const id = topicOf(topic);
      const sizeOf = (count: number) => (size.get(id, partition, next, count) as { bytes: number }).bytes;
      let count = max;
      while (count > 1 && sizeOf(count) > READ_AT_ONCE) count = Math.ceil(count / 4);
      return select.all(id, partition, next, count) as Row[];
    },
    move: ({ group, topic, partition, next }: Position) => {
      move.run(group, topicOf(topic), partition, next);
    },
    /** The offset after the last that was ever given. */
    end,
    /** Gives a group its first positions where it has none. */
    join: ({ group, topics, from }: Join, partitions: number) => {
      const next = from === 'start' ? 0 : end();
      for (const topic of topics)
        for (let partition = 0; partition < partitions; partition++)
          start.run(group, topicOf(topic), partition, next);
    },
    position: ({ group, topic, partition }: Omit<Position, 'next'>) =>
      (position.get(group, topicOf(topic), partition) as { next: number } | undefined)?.next ?? 0,
    lag: () => lag.all().map((row) => ({ ...(row as Lag) })),
    /** Deletes from the front up to the first message that is young enough; at most `max`. */
    deleteOlderThan: ({ at, max }: { at: number; max: number }) => Number(deleteOld.run(at, max).changes),
  };
}

/** Ids of topics by name; a topic that is not known yet is made. */
function createTopics(database: Database): (name: string) => number {
  const known = new Map<string, number>();
  const select = database.prepare('SELECT id FROM topics WHERE name = ?');
  const insert = database.prepare('INSERT INTO topics (name) VALUES (?)');
  return (name) => {
    const remembered = known.get(name);
    if (remembered !== undefined) return remembered;
    const found = select.get(name) as { id: number } | undefined;
    const id = found?.id ?? Number(insert.run(name).lastInsertRowid);
    // What a transaction may still roll back must not be remembered.
    if (found && !database.isTransaction) known.set(name, id);
    return id;
  };
}
