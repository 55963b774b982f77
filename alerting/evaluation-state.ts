import type { StateChange, StateRecord } from '#ingest/state/state';
import type { Group } from './episode';
import type { SeenMentions } from './seen-mentions';
import type { Timeline } from './timeline';

/** What has been counted so far. Lives in memory; `takeChanges` gives what has to be stored of it. */
export type EvaluationState = {
  readonly timelines: Map<string, Timeline>;
  readonly groups: Map<string, Group>;
  readonly seen: Map<string, SeenMentions>;
  readonly firing: Set<string>;
  readonly changed: Set<string>;
  /** Ids of all brands that are watched here, mentioned or not. */
  readonly brands: readonly string[];
  /** Those whose silence is not watched yet. */
  readonly unbegun: Set<string>;
};

export function emptyState(brands: readonly string[] = []): EvaluationState {
  return {
    timelines: new Map(),
    groups: new Map(),
    seen: new Map(),
    firing: new Set(),
    changed: new Set(),
    brands,
    unbegun: new Set(brands),
  };
}

/** Forgets all that was counted on a timeline; gives its groups. */
export function forgetTimeline(state: EvaluationState, name: string): Group[] {
  const forgotten: Group[] = [];
  for (const [key, group] of state.groups) {
    if (group.timeline !== name) continue;
    forgotten.push(group);
    state.groups.delete(key);
    state.firing.delete(key);
    state.changed.add(key);
  }
  state.seen.get(name)?.forgetBefore(Number.POSITIVE_INFINITY);
  if (name === 'live') for (const brand of state.brands) state.unbegun.add(brand);
  return forgotten;
}

/** Records that changed since the last call, in the namespaces `detectors`, `timelines` and `seen`. */
export function takeChanges(state: EvaluationState): Required<Pick<StateChange, 'puts' | 'deletes'>> {
  const puts: StateRecord[] = [];
  const deletes: Omit<StateRecord, 'value'>[] = [];
  for (const key of state.changed) {
    const group = state.groups.get(key);
    if (group) puts.push({ namespace: 'detectors', key, value: group });
    else deletes.push({ namespace: 'detectors', key });
  }
  state.changed.clear();
  for (const [key, value] of state.timelines) puts.push({ namespace: 'timelines', key, value });
  for (const [name, seen] of state.seen) {
    for (const [number, chunk] of seen.takeChanges()) {
      const place = { namespace: 'seen', key: `${name}/${number}` };
      if (chunk) puts.push({ ...place, value: chunk });
      else deletes.push(place);
    }
  }
  return { puts, deletes };
}
