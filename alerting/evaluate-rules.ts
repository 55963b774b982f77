import type { BrandMention } from '#enrich/brand-mention';
import type { StateChange, StateRecord } from '#ingest/state/state';
import type { Alert } from './alert';
import { type CompiledRule, compileRules, groupKey, groupOf } from './compile-rules';
import type { DetectorDefinition } from './detector';
import { advanceEpisode, endEpisode, type Group } from './episode';
import { type EvaluationState, emptyState, forgetTimeline, takeChanges } from './evaluation-state';
import type { Rule } from './rule';
import { createSeenMentions, type SeenChunk } from './seen-mentions';
import { DAY, setBack, TICK_BEHIND_MS, type Timeline, timelineOf, WRONG_CLOCK_MS } from './timeline';

const SWEEP_FIRING_MS = 10_000;
const SWEEP_ALL_MS = 300_000;

/** What became of a mention. */
export type Observed = 'counted' | 'duplicate' | 'backfill' | 'late';

export type Evaluation = {
  /** Takes up stored records; alerts of rules that are gone are ended. */
  readonly restore: (records: readonly StateRecord[]) => { state: EvaluationState; alerts: Alert[] };
  /** Counts a mention; `receivedAt` is when the bus took it (epoch ms) and tells a replay from what is live. */
  readonly observe: (
    state: EvaluationState,
    mention: BrandMention,
    receivedAt: number,
  ) => { observed: Observed; alerts: Alert[] };
  /** Lets live event time go on while no mention comes; `now` is our clock. Replays of the past stand still. */
  readonly tick: (state: EvaluationState, now: number) => Alert[];
  /** Records that changed since the last call, in the namespaces `detectors`, `timelines` and `seen`. */
  readonly takeChanges: (state: EvaluationState) => Required<Pick<StateChange, 'puts' | 'deletes'>>;
};

/** Namespaces that `restore` reads. */
export const EVALUATION_NAMESPACES = ['detectors', 'timelines', 'seen'] as const;

/** Rules over brand mentions, as a pure function of what was stored and what comes. */
export function createEvaluation(
  rules: readonly Rule[],
  detectors: readonly DetectorDefinition[],
): Evaluation {
  const compiled = compileRules(rules, detectors);
  const byName = new Map(compiled.map((rule) => [rule.rule.name, rule]));
  const byBrand = new Map<string, readonly CompiledRule[]>();
  const longestLateness = Math.max(0, ...rules.map((rule) => rule.allowed_lateness));

  const rulesOf = (mention: BrandMention): readonly CompiledRule[] => {
    const known = byBrand.get(mention.brand);
    if (known) return known;
    const found = compiled.filter((rule) => rule.isAbout(mention));
    byBrand.set(mention.brand, found);
    return found;
  };

  const advance = (state: EvaluationState, key: string, group: Group, at: number): Alert | undefined => {
    const rule = byName.get(group.rule) as CompiledRule;
    const wasFiring = group.firing !== undefined;
    const finding = rule.detector.evaluate(group.detector, at, wasFiring);
    const alert = advanceEpisode(rule, group, finding, at);
    if (finding) state.firing.add(key);
    else state.firing.delete(key);
    if (finding || wasFiring) state.changed.add(key);
    return alert;
  };

  const sweep = (state: EvaluationState, name: string, timeline: Timeline): Alert[] => {
    const isAllDue = timeline.clock - timeline.sweptAll >= SWEEP_ALL_MS;
    if (!isAllDue && timeline.clock - timeline.sweptFiring < SWEEP_FIRING_MS) return [];
    timeline.sweptFiring = timeline.clock;
    const alerts: Alert[] = [];
    for (const key of isAllDue ? [...state.groups.keys()] : [...state.firing]) {
      const group = state.groups.get(key);
      if (group?.timeline !== name) continue;
      const alert = advance(state, key, group, timeline.clock);
      if (alert) alerts.push(alert);
      if (isAllDue && isIdle(group, timeline.clock)) {
        state.groups.delete(key);
        state.changed.add(key);
      }
    }
    if (isAllDue) timeline.sweptAll = timeline.clock;
    return alerts;
  };

  const isIdle = (group: Group, at: number): boolean => {
    const { timeframe, realert } = (byName.get(group.rule) as CompiledRule).rule;
    return group.firing === undefined && at - group.touchedAt > Math.max(DAY, 50 * timeframe, realert);
  };

  /** The timeline, begun anew for a recording that is played again, and when our clock had been far ahead. */
  const timelineFor = (
    state: EvaluationState,
    name: string,
    at: number,
    receivedAt: number,
  ): { timeline: Timeline; ended: Alert[] } => {
    const known = state.timelines.get(name);
    const isLive = name === 'live';
    const holds = isLive
      ? known && known.newest <= receivedAt + WRONG_CLOCK_MS
      : known && at > known.newest - DAY;
    if (known && holds) {
      if (isLive) setBack(known, receivedAt);
      return { timeline: known, ended: [] };
    }
    const fresh = { newest: at, clock: at, sweptFiring: at, sweptAll: at };
    state.timelines.set(name, fresh);
    const forgotten = forgetTimeline(state, name);
    // The same recording raises the same alerts again: they do not end in between.
    if (!isLive) return { timeline: fresh, ended: [] };
    const ended = forgotten.flatMap(
      (group) => endEpisode(byName.get(group.rule), group, at, 'the clock was set back') ?? [],
    );
    return { timeline: fresh, ended };
  };

  const groupFor = (
    state: EvaluationState,
    key: string,
    rule: CompiledRule,
    timeline: string,
    mention: BrandMention,
    at: number,
  ): Group => {
    const known = state.groups.get(key);
    if (known?.fingerprint === rule.fingerprint) return known;
    const fresh: Group = {
      rule: rule.rule.name,
      timeline,
      fingerprint: rule.fingerprint,
      group: groupOf(rule.groupFields, mention),
      detector: rule.detector.fresh(),
      touchedAt: at,
    };
    state.groups.set(key, fresh);
    state.changed.add(key);
    return fresh;
  };

  const count = (
    state: EvaluationState,
    rule: CompiledRule,
    timelineName: string,
    timeline: Timeline,
    mention: BrandMention,
    at: number,
  ): Alert | undefined => {
    const passes = rule.passes(mention);
    // A group apart from the brand begins with a mention that counts; the brand itself with any.
    if (!passes && rule.groupFields.length > 1) return undefined;
    const key = `${rule.rule.name}\u001f${timelineName}${groupKey(rule.groupFields, mention)}`;
    const group = groupFor(state, key, rule, timelineName, mention, at);
    rule.detector.observe(group.detector, { at, mention }, passes);
    group.touchedAt = timeline.clock;
    if (!passes) return undefined;
    state.changed.add(key);
    return advance(state, key, group, timeline.clock);
  };

  const observe: Evaluation['observe'] = (state, mention, receivedAt) => {
    if (mention.backfill) return { observed: 'backfill', alerts: [] };
    const at = Date.parse(mention.publishedAt);
    const name = timelineOf(mention, receivedAt);
    const { timeline, ended: alerts } = timelineFor(state, name, at, receivedAt);
    if (at < timeline.newest - longestLateness) return { observed: 'late', alerts };
    const seen = state.seen.get(name) ?? createSeenMentions();
    state.seen.set(name, seen);
    if (!seen.add(mention.id, at)) return { observed: 'duplicate', alerts };
    timeline.newest = Math.max(timeline.newest, at);
    timeline.clock = Math.max(timeline.clock, at);
    seen.forgetBefore(timeline.newest - longestLateness);
    let isLate = false;
    for (const rule of rulesOf(mention)) {
      if (at < timeline.newest - rule.rule.allowed_lateness) {
        isLate = true;
        continue;
      }
      const alert = count(state, rule, name, timeline, mention, at);
      if (alert) alerts.push(alert);
    }
    alerts.push(...sweep(state, name, timeline));
    return { observed: isLate ? 'late' : 'counted', alerts };
  };

  const restore: Evaluation['restore'] = (records) => {
    const state = emptyState();
    const chunks = new Map<string, [number, SeenChunk][]>();
    const alerts: Alert[] = [];
    for (const { namespace, key, value } of records) {
      if (namespace === 'timelines') state.timelines.set(key, value as Timeline);
      if (namespace === 'seen') {
        const [name = '', number] = key.split('/');
        chunks.set(name, [...(chunks.get(name) ?? []), [Number(number), value as SeenChunk]]);
      }
      if (namespace === 'detectors') takeUpGroup(state, key, value as Group, alerts);
    }
    for (const [name, stored] of chunks) state.seen.set(name, createSeenMentions(stored));
    return { state, alerts };
  };

  const takeUpGroup = (state: EvaluationState, key: string, group: Group, alerts: Alert[]): void => {
    const rule = byName.get(group.rule);
    if (rule && rule.fingerprint === group.fingerprint) {
      state.groups.set(key, group);
      if (group.firing) state.firing.add(key);
      return;
    }
    // The rule is gone or counts otherwise now: what it found no longer holds.
    state.changed.add(key);
    const ended = endEpisode(undefined, group, group.touchedAt, 'the rule was changed or removed');
    if (ended) alerts.push(ended);
  };

  const tick: Evaluation['tick'] = (state, now) => {
    const live = state.timelines.get('live');
    if (!live || now - TICK_BEHIND_MS <= live.clock) return [];
    live.clock = now - TICK_BEHIND_MS;
    return sweep(state, 'live', live);
  };

  return { restore, observe, tick, takeChanges };
}
