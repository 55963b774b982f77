import { type Database, explainDatabaseErrors, transaction } from './database';

type Write = {
  readonly run: () => unknown;
  readonly resolve: (result: never) => void;
  readonly reject: (error: unknown) => void;
};

/**
 * Writes that wait at the same time share one transaction, and with it the price of making them durable. When
 * one of them throws, each is tried alone, so that it spoils only itself.
 */
export function createGroupCommit(
  database: Database,
  file: string,
): <Result>(run: () => Result) => Promise<Result> {
  const commit = (writes: readonly Write[]) => {
    const results = explainDatabaseErrors(file, () =>
      transaction(database, () => writes.map((write) => write.run())),
    );
    for (const [index, write] of writes.entries()) write.resolve(results[index] as never);
  };
  const commitAlone = (write: Write) => {
    try {
      commit([write]);
    } catch (error) {
      write.reject(error);
    }
  };
  let waiting: Write[] = [];
  const flush = () => {
    const writes = waiting;
    waiting = [];
    try {
      commit(writes);
    } catch (error) {
      if (writes.length === 1) writes[0]?.reject(error);
      else for (const write of writes) commitAlone(write);
    }
  };
  return (run) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) setImmediate(flush);
      waiting.push({ run, resolve: resolve as Write['resolve'], reject });
    });
}
