import { type OwnedState, type State, StateConflictError, type StatePosition } from '#ingest/state/state';

type Kept = {
  readonly records: Map<string, Map<string, string>>;
  positions: readonly StatePosition[];
  owners: number;
};

/**
 * A state in memory that keeps JSON texts: whoever takes it up again gets what a disk would have given back, and
 * nothing that was not committed. A former owner is refused.
 */
export function createJsonState(): Pick<State, 'acquire'> {
  const states = new Map<string, Kept>();
  return {
    acquire: async (owner) => {
      const kept = states.get(owner) ?? { records: new Map(), positions: [], owners: 0 };
      states.set(owner, kept);
      kept.owners += 1;
      return ownedState(owner, kept);
    },
  };
}

function ownedState(owner: string, kept: Kept): OwnedState {
  const own = kept.owners;
  const namespaceOf = (name: string): Map<string, string> => {
    const known = kept.records.get(name) ?? new Map<string, string>();
    kept.records.set(name, known);
    return known;
  };
  return {
    positions: () => kept.positions,
    get: async (namespace, key) => read(namespaceOf(namespace).get(key)),
    list: async (namespace) =>
      [...namespaceOf(namespace)].map(([key, text]) => ({ namespace, key, value: read(text) })),
    commit: async ({ puts = [], deletes = [], positions }) => {
      if (kept.owners !== own) throw new StateConflictError(owner);
      for (const { namespace, key, value } of puts) namespaceOf(namespace).set(key, JSON.stringify(value));
      for (const { namespace, key } of deletes) namespaceOf(namespace).delete(key);
      if (positions) kept.positions = structuredClone(positions);
    },
  };
}

function read(text: string | undefined): unknown {
  return text === undefined ? undefined : JSON.parse(text);
}
