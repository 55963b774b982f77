import type { BrandMention } from '#enrich/brand-mention';
import { groupKey, groupOf, watchesBrands } from './compile-rules';
import type { CompiledRules } from './compiled-rules';
import type { EvaluationState } from './evaluation-state';
import { AWAY_MS, silentTimeline } from './timeline';

/**
 * Begins, at this event time, the groups of brands that rules watch for silence though nobody may ever speak of them.
 * They are stored like any other, so that a restart does not begin them anew.
 */
export function beginSilent(state: EvaluationState, rules: CompiledRules, at: number): void {
  for (const brand of state.unbegun) {
    // Only the brand is known of what will be counted there.
    const mention = { brand } as BrandMention;
    for (const rule of rules.about(brand)) {
      const key = `${rule.rule.name}\u001flive${groupKey(rule.groupFields, mention)}`;
      if (!watchesBrands(rule) || state.groups.has(key)) continue;
      if (!state.timelines.has('live')) state.timelines.set('live', silentTimeline(at));
      const detector = rule.detector.fresh();
      rule.detector.evaluate(detector, at, false);
      state.groups.set(key, {
        rule: rule.rule.name,
        timeline: 'live',
        fingerprint: rule.fingerprint,
        group: groupOf(rule.groupFields, mention),
        detector,
        touchedAt: at,
      });
      state.changed.add(key);
    }
  }
  state.unbegun.clear();
}

/** Tells the live groups that nobody watched, where event time goes on only after a long pause. */
export function endAbsence(state: EvaluationState, rules: CompiledRules, from: number, to: number): void {
  if (to - from < AWAY_MS) return;
  for (const [key, { rule, timeline, detector }] of state.groups) {
    const resume = rules.named(rule)?.detector.resume;
    if (timeline !== 'live' || !resume) continue;
    resume(detector, to);
    state.changed.add(key);
  }
}
