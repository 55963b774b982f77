import { workerData } from 'node:worker_threads';
import { explainDatabaseErrors, openDatabase, transaction } from '../database';
import { createGroupCommit } from '../group-commit';
import { type Commit, createRecords, STATE_TABLES } from '../state/records';
import { serveThread } from '../thread';
import { type Append, createLog, type Join, LOG_TABLES, type Position } from './log';

const DEFAULT_PARTITIONS = 4;

/** How often appends by other processes are looked for; one look takes 2 µs. */
const LOOK_EVERY_MS = 200;

const { file, partitions: wanted } = workerData as { file: string; partitions?: number };
const database = openDatabase(file, { version: 1, create: LOG_TABLES + STATE_TABLES, cacheKib: 4_096 });
const partitions = transaction(database, settlePartitions);
const log = createLog(database);
const records = createRecords(database);
const groupCommit = createGroupCommit(database, file);
const closing = new AbortController();
const dataVersion = database.prepare('PRAGMA data_version');

/** The number of partitions is fixed when the file is made: another one would reorder keys. */
function settlePartitions(): number {
  database
    .prepare("INSERT INTO settings VALUES ('partitions', ?) ON CONFLICT DO NOTHING")
    .run(wanted ?? DEFAULT_PARTITIONS);
  const row = database.prepare("SELECT value FROM settings WHERE name = 'partitions'").get();
  const found = (row as { value: number }).value;
  if (wanted !== undefined && wanted !== found)
    throw new Error(
      `${file} has ${found} partitions a topic, not ${wanted}: set ${found}, or start a new dataFolder`,
    );
  return found;
}

/** Resolves once another process has written; never after the close. */
function otherWriter(): Promise<void> {
  const look = () => (dataVersion.get() as { data_version: number }).data_version;
  const seen = look();
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      if (look() === seen) return;
      stop();
      resolve();
    }, LOOK_EVERY_MS);
    const stop = () => {
      clearInterval(timer);
      closing.signal.removeEventListener('abort', stop);
    };
    closing.signal.addEventListener('abort', stop);
  });
}

const explained =
  <Argument, Result>(method: (argument: Argument) => Result) =>
  (argument: Argument) =>
    explainDatabaseErrors(file, () => method(argument));

const written =
  <Argument, Result>(method: (argument: Argument) => Result) =>
  (argument: Argument) =>
    groupCommit(() => method(argument));

serveThread({
  partitions: () => partitions,
  append: written((append: Append) => log.append(append)),
  read: explained(log.read),
  end: explained(log.end),
  move: written((position: Position) => log.move(position)),
  join: written((join: Join) => log.join(join, partitions)),
  position: explained(log.position),
  lag: explained(log.lag),
  deleteOlderThan: written(log.deleteOlderThan),
  otherWriter: explained(otherWriter),
  acquireState: written(records.acquire),
  commitState: written((commit: Commit) => records.commit(commit)),
  getState: explained(records.get),
  listState: explained(records.list),
  readState: explained(records.read),
  close: () => {
    closing.abort();
    database.close();
  },
});
