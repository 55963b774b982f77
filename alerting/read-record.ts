import type { Logger } from 'pino';
import { RetriableError } from '#ingest/bus/bus';
import { type OwnedState, StateConflictError } from '#ingest/state/state';

type Schema<Value> = {
  readonly safeParse: (value: unknown) => { success: true; data: Value } | { success: false; error: Error };
};

/**
 * A stored record; undefined where there is none, or none that this version can read: that one is named in the log
 * and stays where it is. Throws a RetriableError when the state does not answer.
 */
export async function readRecord<Value>(
  owned: OwnedState,
  namespace: string,
  key: string,
  schema: Schema<Value>,
  log: Logger,
): Promise<Value | undefined> {
  const value = await owned.get(namespace, key).catch((error: unknown) => {
    throw new RetriableError(`state: ${namespace}/${key} could not be read`, { cause: error });
  });
  if (value === undefined) return undefined;
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  log.error({ err: parsed.error, namespace, key }, 'a stored record cannot be read; it is left out');
  return undefined;
}

/** The records whose keys are listed in the namespace `index`. */
export async function readIndexed<Value>(
  owned: OwnedState,
  namespace: string,
  index: string,
  schema: Schema<Value>,
  log: Logger,
): Promise<Value[]> {
  const ids = await owned.list(index);
  const values = await Promise.all(ids.map(({ key }) => readRecord(owned, namespace, key, schema, log)));
  return values.filter((value) => value !== undefined) as Value[];
}

/** An owner that was replaced must not give its messages up: the new owner reads them from its own place. */
export function rethrowRetriable(error: unknown): never {
  if (error instanceof StateConflictError) throw new RetriableError(error.message, { cause: error });
  throw error;
}
