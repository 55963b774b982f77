import type { Alert } from './alert';
import { type CompiledRule, watchesBrands } from './compile-rules';
import type { CompiledRules } from './compiled-rules';
import { advanceEpisode, type Group } from './episode';
import type { EvaluationState } from './evaluation-state';
import { DAY, type Timeline } from './timeline';

const SWEEP_FIRING_MS = 10_000;
const SWEEP_ALL_MS = 300_000;

/** Evaluates one group at an instant of event time, and notes whether it fires. */
export function advanceGroup(
  state: EvaluationState,
  rule: CompiledRule,
  key: string,
  group: Group,
  at: number,
): Alert | undefined {
  const wasFiring = group.firing !== undefined;
  const moments = rule.calendar(group.group.brand as string);
  const finding = rule.detector.evaluate(group.detector, at, wasFiring, moments);
  const alert = advanceEpisode(rule, group, finding, at);
  if (finding) state.firing.add(key);
  else state.firing.delete(key);
  if (finding || wasFiring) state.changed.add(key);
  return alert;
}

/**
 * Evaluates the groups of a timeline that no mention has touched: those that fire every 10 s of event time, all every
 * 5 min; forgets those that have long been idle.
 */
export function sweepGroups(
  state: EvaluationState,
  rules: CompiledRules,
  name: string,
  timeline: Timeline,
): Alert[] {
  const isAllDue = timeline.clock - timeline.sweptAll >= SWEEP_ALL_MS;
  if (!isAllDue && timeline.clock - timeline.sweptFiring < SWEEP_FIRING_MS) return [];
  timeline.sweptFiring = timeline.clock;
  if (isAllDue) timeline.sweptAll = timeline.clock;
  const alerts: Alert[] = [];
  for (const key of isAllDue ? [...state.groups.keys()] : [...state.firing]) {
    const group = state.groups.get(key);
    const rule = group && rules.named(group.rule);
    if (!group || !rule || group.timeline !== name) continue;
    const alert = advanceGroup(state, rule, key, group, timeline.clock);
    if (alert) alerts.push(alert);
    if (!isAllDue || !isIdle(rule, group, timeline.clock)) continue;
    state.groups.delete(key);
    state.changed.add(key);
  }
  return alerts;
}

function isIdle(compiled: CompiledRule, group: Group, at: number): boolean {
  if (group.firing !== undefined || watchesBrands(compiled)) return false;
  const { timeframe, realert } = compiled.rule;
  return at - group.touchedAt > Math.max(DAY, 50 * timeframe, realert, compiled.detector.memory ?? 0);
}
