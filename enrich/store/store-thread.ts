import { setImmediate } from 'node:timers/promises';
import { workerData } from 'node:worker_threads';
import { RetriableError } from '#ingest/bus/bus';
import { explainDatabaseErrors, openDatabase } from '#ingest/database';
import { createGroupCommit } from '#ingest/group-commit';
import { serveThread } from '#ingest/thread';
import { createReader } from './read-mentions';
import { STORE_PRAGMAS, STORE_TABLES } from './store-tables';
import { createWriter, type Delete, type Save } from './write-mentions';

const CHECKPOINT_TRIES = 10;

const { file, role } = workerData as { file: string; role: 'writer' | 'reader' };
const database = openDatabase(file, { version: 1, create: STORE_TABLES, cacheKib: 6_144 });
database.exec(STORE_PRAGMAS);

const explained =
  <Argument, Result>(method: (argument: Argument) => Result) =>
  (argument: Argument) =>
    explainDatabaseErrors(file, () => method(argument));

function serveWriter(): void {
  const writer = createWriter(database);
  const groupCommit = createGroupCommit(database, file);
  serveThread({
    opened: () => undefined,
    save: (save: Save) => groupCommit(() => writer.save(save)),
    deleteRows: (deletion: Delete) => groupCommit(() => writer.deleteRows(deletion)),
    purge: async () => {
      while (explainDatabaseErrors(file, writer.purgeStep)) await setImmediate();
      for (let tries = 0; tries < CHECKPOINT_TRIES; tries++)
        if (explainDatabaseErrors(file, writer.emptyLog)) return;
      throw new RetriableError(
        `${file}: deleted, but old bytes are left in ${file}-wal because it is being read all the time; erase again later`,
      );
    },
    close: () => database.close(),
  });
}

function serveReader(): void {
  const reader = createReader(database);
  serveThread({
    get: explained(reader.get),
    search: explained(reader.search),
    countPerBucket: explained(reader.countPerBucket),
    topTerms: explained(reader.topTerms),
    extent: explained(reader.extent),
    rowsStoredBefore: explained(reader.rowsStoredBefore),
    rowsOfAuthor: explained(reader.rowsOfAuthor),
    close: () => database.close(),
  });
}

if (role === 'writer') serveWriter();
else serveReader();
