import { type LogOptions, type LogThread, openLog } from '../bus/open-log';
import type { Commit, StoredRecord, Tenure } from './records';
import {
  type OwnedState,
  type State,
  type StateChange,
  StateConflictError,
  type StatePosition,
} from './state';

/** A state in `<dataFolder>/bus.db`, beside the log whose offsets it stands for. */
export async function openEmbeddedState(options: LogOptions): Promise<State> {
  return createState(await openLog(options));
}

export function createState(thread: LogThread): State {
  return {
    acquire: async (owner) => createOwnedState(thread, owner, await thread.call('acquireState', owner)),
    read: async (namespace, { keyPrefix = '' } = {}) => {
      const found = await thread.call<StoredRecord[]>('readState', { namespace, prefix: keyPrefix });
      return found.map((record) => ({ ...record, value: JSON.parse(record.value) }));
    },
    close: thread.close,
  };
}

function createOwnedState(thread: LogThread, owner: string, { epoch, positions }: Tenure): OwnedState {
  const current = new Map(positions.map((position) => [placeOf(position), position]));
  return {
    positions: () => [...current.values()],
    get: async (namespace, key) => {
      const value = await thread.call<string | undefined>('getState', { owner, namespace, key });
      return value === undefined ? undefined : JSON.parse(value);
    },
    list: async (namespace) => {
      const found = await thread.call<StoredRecord[]>('listState', { owner, namespace });
      return found.map(({ key, value }) => ({ namespace, key, value: JSON.parse(value) }));
    },
    commit: async (change) => {
      await commit(thread, { owner, epoch, ...encode(owner, change) });
      for (const { topic, partition, offset } of change.positions ?? [])
        current.set(placeOf({ topic, partition }), { topic, partition, offset });
    },
  };
}

async function commit(thread: LogThread, change: Commit): Promise<void> {
  try {
    await thread.call('commitState', change);
  } catch (error) {
    // Errors cross the thread's border by name only.
    if (error instanceof Error && error.name === 'StateConflictError')
      throw new StateConflictError(change.owner);
    throw error;
  }
}

function encode(owner: string, { puts = [], deletes = [], positions = [] }: StateChange) {
  return {
    puts: puts.map(({ namespace, key, value }) => {
      const json = JSON.stringify(value);
      if (json === undefined) throw new TypeError(`state "${owner}": ${namespace}/${key} has no JSON form`);
      return { namespace, key, value: json };
    }),
    deletes,
    positions,
  };
}

function placeOf({ topic, partition }: Pick<StatePosition, 'topic' | 'partition'>): string {
  return `${topic}/${partition}`;
}
