import type { StateRecord } from '#ingest/state/state';
import type { Alert } from './alert';
import { watchesBrands } from './compile-rules';
import type { CompiledRules } from './compiled-rules';
import { endEpisode, type Group } from './episode';
import { type EvaluationState, emptyState } from './evaluation-state';
import { createSeenMentions, type SeenChunk } from './seen-mentions';
import type { Timeline } from './timeline';

/** Namespaces that an evaluation is restored from. */
export const EVALUATION_NAMESPACES = ['detectors', 'timelines', 'seen'] as const;

/**
 * Takes up stored records; alerts of rules that are gone or count otherwise now are ended, and those about the silence
 * of a brand that is not among `brands` any more.
 */
export function restoreEvaluation(
  rules: CompiledRules,
  records: readonly StateRecord[],
  brands?: readonly string[],
): { state: EvaluationState; alerts: Alert[] } {
  const state = emptyState(brands);
  const isWatched = (brand: string) => brands === undefined || brands.includes(brand);
  const chunks = new Map<string, [number, SeenChunk][]>();
  const alerts: Alert[] = [];
  for (const { namespace, key, value } of records) {
    if (namespace === 'timelines') state.timelines.set(key, value as Timeline);
    if (namespace === 'seen') {
      const [name = '', number] = key.split('/');
      chunks.set(name, [...(chunks.get(name) ?? []), [Number(number), value as SeenChunk]]);
    }
    if (namespace === 'detectors')
      alerts.push(...takeUpGroup(state, rules, key, revived(rules, value as Group), isWatched));
  }
  for (const [name, stored] of chunks) state.seen.set(name, createSeenMentions(stored));
  return { state, alerts };
}

/** What another rule has counted is not read: it will be forgotten. */
function revived(rules: CompiledRules, group: Group): Group {
  const rule = rules.named(group.rule);
  if (rule?.fingerprint === group.fingerprint && rule.detector.revive)
    group.detector = rule.detector.revive(group.detector);
  return group;
}

/**
 * Goes on with what was counted under other rules. What a rule that is gone, or counts otherwise now, had counted is
 * forgotten; gives the ends of its alerts. All else stays as it is.
 */
export function takeUpState(
  rules: CompiledRules,
  state: EvaluationState,
  brands?: readonly string[],
): Alert[] {
  for (const brand of brands ?? []) state.unbegun.add(brand);
  const isWatched = (brand: string) => brands === undefined || brands.includes(brand);
  return [...state.groups].flatMap(([key, group]) => takeUpGroup(state, rules, key, group, isWatched));
}

function takeUpGroup(
  state: EvaluationState,
  rules: CompiledRules,
  key: string,
  group: Group,
  isWatched: (brand: string) => boolean,
): Alert[] {
  const rule = rules.named(group.rule);
  const isSame = rule?.fingerprint === group.fingerprint;
  if (rule && isSame && (!watchesBrands(rule) || isWatched(group.group.brand as string))) {
    state.groups.set(key, group);
    if (group.firing) state.firing.add(key);
    return [];
  }
  state.groups.delete(key);
  state.firing.delete(key);
  state.changed.add(key);
  // Silence begins after the last mention.
  const at = Math.max(group.touchedAt, group.firing?.startedAt ?? 0);
  const why = isSame ? 'the brand is not watched any more' : 'the rule was changed or removed';
  const ended = endEpisode(undefined, group, at, why);
  return ended ? [ended] : [];
}
