import type { TopicPartition } from '../bus/bus';

/** A JSON document in a namespace, for example `incidents` / `inc-…`. */
export type StateRecord = { readonly namespace: string; readonly key: string; readonly value: unknown };

export type StatePosition = TopicPartition & {
  /** Next offset to read: everything before it is contained in the state. */
  readonly offset: number;
};

export type StateChange = {
  readonly puts?: readonly StateRecord[];
  readonly deletes?: readonly Omit<StateRecord, 'value'>[];
  /** The offsets that the state stands for after this change. */
  readonly positions?: readonly StatePosition[];
};

/** What one owner holds. Commits are all or nothing and refused once somebody else has acquired the owner name. */
export type OwnedState = {
  /** As of `acquire` plus every commit since. */
  readonly positions: () => readonly StatePosition[];
  readonly get: (namespace: string, key: string) => Promise<unknown | undefined>;
  readonly list: (namespace: string) => Promise<readonly StateRecord[]>;
  /** Records and positions become durable together, or not at all. Throws `StateConflictError` for a former owner. */
  readonly commit: (change: StateChange) => Promise<void>;
};

/**
 * Small durable documents that belong to an owner: cursors to their source, counts and incidents to their
 * partition. A second owner is refused, not merged: acquiring fences every earlier holder of the same name.
 */
export type State = {
  /** `owner` is a partition's or source's name, for example `alerting/3` or `source/vinci-newsroom`. */
  acquire(owner: string): Promise<OwnedState>;
  /** Reads across owners, without owning: for consoles and lists. Ordered by key. */
  read(
    namespace: string,
    options?: { readonly keyPrefix?: string },
  ): Promise<readonly (StateRecord & { owner: string })[]>;
  close(): Promise<void>;
};

export class StateConflictError extends Error {
  constructor(owner: string) {
    super(`state "${owner}": another process has taken it over; this one must stop writing`);
    this.name = 'StateConflictError';
  }
}
