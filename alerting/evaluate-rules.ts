import type { BrandMention } from '#enrich/brand-mention';
import type { StateChange, StateRecord } from '#ingest/state/state';
import { advanceGroup, sweepGroups } from './advance-groups';
import type { Alert } from './alert';
import type { Calendar } from './calendar';
import { type CompiledRule, groupKey, groupOf } from './compile-rules';
import { type CompiledRules, indexRules } from './compiled-rules';
import type { DetectorDefinition } from './detector';
import { endEpisode, type Group } from './episode';
import { type EvaluationState, forgetTimeline, takeChanges } from './evaluation-state';
import { restoreEvaluation, takeUpState } from './restore-evaluation';
import type { Rule } from './rule';
import { createSeenMentions } from './seen-mentions';
import { DAY, setBack, TICK_BEHIND_MS, type Timeline, timelineOf, WRONG_CLOCK_MS } from './timeline';
import { beginSilent, endAbsence } from './watch-silence';

/** What became of a mention. */
export type Observed = 'counted' | 'duplicate' | 'backfill' | 'late';

export type Evaluation = {
  /**
   * Takes up stored records; alerts of rules that are gone are ended. `brands` are the ids of those whose silence is to
   * be noticed though nobody ever speaks of them.
   */
  readonly restore: (
    records: readonly StateRecord[],
    brands?: readonly string[],
  ) => { state: EvaluationState; alerts: Alert[] };
  /**
   * Goes on with what was counted under other rules; alerts of rules that are gone or count otherwise now are ended.
   * `brands` as for `restore`.
   */
  readonly takeUp: (state: EvaluationState, brands?: readonly string[]) => Alert[];
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

/** Rules over brand mentions, as a pure function of what was stored and what comes. No calendar: nothing is declared. */
export function createEvaluation(
  rules: readonly Rule[],
  detectors: readonly DetectorDefinition[],
  calendar?: Calendar,
): Evaluation {
  const compiled = indexRules(rules, detectors, calendar);
  return {
    restore: (records, brands) => restoreEvaluation(compiled, records, brands),
    takeUp: (state, brands) => takeUpState(compiled, state, brands),
    observe: (state, mention, receivedAt) => observe(state, compiled, mention, receivedAt),
    tick: (state, now) => tick(state, compiled, now),
    takeChanges,
  };
}

function observe(
  state: EvaluationState,
  rules: CompiledRules,
  mention: BrandMention,
  receivedAt: number,
): { observed: Observed; alerts: Alert[] } {
  if (mention.backfill) return { observed: 'backfill', alerts: [] };
  const at = Date.parse(mention.publishedAt);
  const name = timelineOf(mention, receivedAt);
  const { timeline, ended } = openTimeline(state, rules, { name, at, receivedAt });
  if (at < timeline.newest - rules.longestLateness) return { observed: 'late', alerts: ended };
  const seen = state.seen.get(name) ?? createSeenMentions();
  state.seen.set(name, seen);
  if (!seen.add(mention.id, at)) return { observed: 'duplicate', alerts: ended };
  if (name === 'live') endAbsence(state, rules, timeline.clock, at);
  timeline.newest = Math.max(timeline.newest, at);
  timeline.clock = Math.max(timeline.clock, at);
  seen.forgetBefore(timeline.newest - rules.longestLateness);
  let observed: Observed = 'counted';
  const alerts = [...ended];
  for (const rule of rules.about(mention.brand)) {
    if (at < timeline.newest - rule.rule.allowed_lateness) {
      observed = 'late';
      continue;
    }
    const alert = count(state, rule, { name, timeline, mention, at });
    if (alert) alerts.push(alert);
  }
  alerts.push(...sweepGroups(state, rules, name, timeline));
  return { observed, alerts };
}

/** The timeline, begun anew for a recording that is played again, and when our clock had been far ahead. */
function openTimeline(
  state: EvaluationState,
  rules: CompiledRules,
  { name, at, receivedAt }: { readonly name: string; readonly at: number; readonly receivedAt: number },
): { timeline: Timeline; ended: Alert[] } {
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
    (group) => endEpisode(rules.named(group.rule), group, at, 'the clock was set back') ?? [],
  );
  return { timeline: fresh, ended };
}

type Counted = {
  /** The timeline's name. */
  readonly name: string;
  readonly timeline: Timeline;
  readonly mention: BrandMention;
  /** Event time, epoch milliseconds. */
  readonly at: number;
};

function count(state: EvaluationState, rule: CompiledRule, counted: Counted): Alert | undefined {
  const { name, timeline, mention, at } = counted;
  const passes = rule.passes(mention);
  // A group apart from the brand begins with a mention that counts; the brand itself with any.
  if (!passes && rule.groupFields.length > 1) return undefined;
  const key = `${rule.rule.name}\u001f${name}${groupKey(rule.groupFields, mention)}`;
  const group = groupFor(state, rule, key, counted);
  const counts = passes && isFirst(rule, group, counted);
  rule.detector.observe(group.detector, { at, mention }, counts);
  group.touchedAt = timeline.clock;
  if (!counts) return undefined;
  state.changed.add(key);
  return advanceGroup(state, rule, key, group, timeline.clock);
}

/** Whether the mention is no repetition of what the rule has counted already. */
function isFirst({ countOnce }: CompiledRule, group: Group, { mention, at }: Counted): boolean {
  if (!countOnce) return true;
  group.counted ??= [];
  return countOnce(group.counted, mention, at);
}

function groupFor(
  state: EvaluationState,
  rule: CompiledRule,
  key: string,
  { name, mention, at }: Counted,
): Group {
  const known = state.groups.get(key);
  if (known?.fingerprint === rule.fingerprint) return known;
  const fresh: Group = {
    rule: rule.rule.name,
    timeline: name,
    fingerprint: rule.fingerprint,
    group: groupOf(rule.groupFields, mention),
    detector: rule.detector.fresh(),
    touchedAt: at,
  };
  state.groups.set(key, fresh);
  state.changed.add(key);
  return fresh;
}

function tick(state: EvaluationState, rules: CompiledRules, now: number): Alert[] {
  const at = now - TICK_BEHIND_MS;
  if (at <= (state.timelines.get('live')?.clock ?? 0)) return [];
  beginSilent(state, rules, at);
  const live = state.timelines.get('live');
  if (!live) return [];
  endAbsence(state, rules, live.clock, at);
  live.clock = at;
  return sweepGroups(state, rules, 'live', live);
}
