import type { OwnedState, State } from './state';

/** A state that forgets: for commands that look at sources without leaving a trace. Owners are never fenced. */
export function ephemeralState(): Pick<State, 'acquire'> {
  const forgetful: OwnedState = {
    positions: () => [],
    get: async () => undefined,
    list: async () => [],
    commit: async () => {},
  };
  return { acquire: async () => forgetful };
}
