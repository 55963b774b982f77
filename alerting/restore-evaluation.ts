import type { StateRecord } from '#ingest/state/state';
import type { Alert } from './alert';
import type { CompiledRules } from './compiled-rules';
import { endEpisode, type Group } from './episode';
import { type EvaluationState, emptyState } from './evaluation-state';
import { createSeenMentions, type SeenChunk } from './seen-mentions';
import type { Timeline } from './timeline';

/** Namespaces that an evaluation is restored from. */
export const EVALUATION_NAMESPACES = ['detectors', 'timelines', 'seen'] as const;

/** Takes up stored records; alerts of rules that are gone or count otherwise now are ended. */
export function restoreEvaluation(
  rules: CompiledRules,
  records: readonly StateRecord[],
): { state: EvaluationState; alerts: Alert[] } {
  const state = emptyState();
  const chunks = new Map<string, [number, SeenChunk][]>();
  const alerts: Alert[] = [];
  for (const { namespace, key, value } of records) {
    if (namespace === 'timelines') state.timelines.set(key, value as Timeline);
    if (namespace === 'seen') {
      const [name = '', number] = key.split('/');
      chunks.set(name, [...(chunks.get(name) ?? []), [Number(number), value as SeenChunk]]);
    }
    if (namespace === 'detectors') alerts.push(...takeUpGroup(state, rules, key, value as Group));
  }
  for (const [name, stored] of chunks) state.seen.set(name, createSeenMentions(stored));
  return { state, alerts };
}

function takeUpGroup(state: EvaluationState, rules: CompiledRules, key: string, group: Group): Alert[] {
  if (rules.named(group.rule)?.fingerprint === group.fingerprint) {
    state.groups.set(key, group);
    if (group.firing) state.firing.add(key);
    return [];
  }
  state.changed.add(key);
  const ended = endEpisode(undefined, group, group.touchedAt, 'the rule was changed or removed');
  return ended ? [ended] : [];
}
