import { createHash } from 'node:crypto';
import type { Alert } from './alert';
import type { CompiledRule } from './compile-rules';
import type { CountedLately } from './count-once';
import type { Finding } from './detector';
import type { CountBy, Rule } from './rule';

/**
 * What a rule has counted for one group on one timeline, and whether it fires; plain JSON. `told` is the alert that
 * was last given out; absent while the episode is held back by `realert`.
 */
export type Group = {
  readonly rule: string;
  readonly timeline: string;
  fingerprint: string;
  readonly group: Readonly<Record<string, string>>;
  detector: unknown;
  /** Of a rule that counts stories or authors: which ones it has counted lately. */
  counted?: CountedLately;
  touchedAt: number;
  firing?: { startedAt: number; peak: Finding; told?: { badness: number; alert: Alert } };
  last?: { at: number; badness: number };
};

const CALMED = 'it has calmed';

const iso = (at: number): string => new Date(at).toISOString();
const badnessOf = (finding: Finding): number => finding.badness ?? finding.seen;

/** The id of an alert: 128 bits over rule, group and the event time (ISO) at which the condition began. */
export function alertId(rule: string, group: Readonly<Record<string, string>>, startedAt: string): string {
  const identity = JSON.stringify([rule, Object.entries(group).sort(), startedAt]);
  return `alert-${createHash('sha256').update(identity).digest('hex').slice(0, 32)}`;
}

function dedupKey(rule: Rule, { group, timeline }: Group): string {
  const parts = rule.dedup_key.map((part) => {
    if (part === 'brand') return `brand=${group.brand}`;
    if (part === 'rule') return `rule=${rule.name}`;
    return Object.entries(group)
      .map(([field, value]) => `${field}=${value}`)
      .join(',');
  });
  // What is replayed from the past must not join what happens now.
  return [
    `brand=${group.brand}`,
    ...parts.filter((part) => part !== `brand=${group.brand}`),
    ...(timeline === 'live' ? [] : [timeline]),
  ].join(' ');
}

const ONCE_IN_WORDS: Readonly<Record<CountBy, readonly string[]>> = {
  mentions: [],
  stories: ['copies of one story are counted once'],
  authors: ['an author is counted once, however often they write'],
};

function alertOf({ rule }: CompiledRule, group: Group, startedAt: number, finding: Finding): Alert {
  const apart = Object.entries(group.group).filter(([field]) => field !== 'brand');
  const within = apart.map(([field, value]) => `${field} ${value}`).join(', ');
  return {
    id: alertId(rule.name, group.group, iso(startedAt)),
    status: 'firing',
    rule: rule.name,
    type: rule.type,
    origin: rule.origin,
    brand: group.group.brand as string,
    group: group.group,
    severity: rule.severity,
    startedAt: iso(startedAt),
    at: iso(finding.at),
    window: { from: iso(finding.window.from), to: iso(finding.window.to) },
    seen: finding.seen,
    ...(finding.expected !== undefined && { expected: finding.expected }),
    unit: finding.unit,
    ...(finding.badness !== undefined && { badness: finding.badness }),
    ...(rule.worsen_factor !== 2 && { worsenFactor: rule.worsen_factor }),
    ...(rule.summary !== undefined && { watches: rule.summary }),
    ...(finding.focus && { focus: [...finding.focus] }),
    ...(finding.revision !== undefined && { revision: finding.revision }),
    ...(finding.release && { release: finding.release }),
    summary: within ? `${finding.summary} (${within})` : finding.summary,
    explanation: [...finding.explanation, ...ONCE_IN_WORDS[rule.count_by]],
    filter: rule.filter,
    dedupKey: dedupKey(rule, group),
  };
}

/** Ends the running episode at this event time; gives the alert's end, at its worst, if its beginning was given out. */
export function endEpisode(
  compiled: CompiledRule | undefined,
  group: Group,
  at: number,
  why: string,
): Alert | undefined {
  const { firing } = group;
  group.firing = undefined;
  if (!firing?.told) return undefined;
  const worst = compiled ? alertOf(compiled, group, firing.startedAt, firing.peak) : firing.told.alert;
  return {
    ...worst,
    status: 'resolved',
    at: iso(at),
    explanation: [...worst.explanation, why],
    ...(why !== CALMED && { endedBecause: why }),
  };
}

function whyOver({ detector }: CompiledRule, group: Group): string {
  return detector.ended?.(group.detector) ?? CALMED;
}

/**
 * Takes what the detector found (or not) into the group's episode. Gives an alert out when one begins, gets
 * `worsen_factor` times as bad, has something new to tell or ends. Within `realert` of the last alert a new episode is
 * held back unless it is that much worse, or of a type that tells its news one by one.
 */
export function advanceEpisode(
  compiled: CompiledRule,
  group: Group,
  finding: Finding | undefined,
  at: number,
): Alert | undefined {
  if (!finding) return group.firing && endEpisode(compiled, group, at, whyOver(compiled, group));
  const badness = badnessOf(finding);
  group.firing ??= { startedAt: finding.at, peak: finding };
  const { firing, last } = group;
  const { realert, worsen_factor } = compiled.rule;
  const tellsNews = finding.revision !== undefined;
  if (badness > badnessOf(firing.peak) || tellsNews) firing.peak = finding;
  if (firing.told === undefined) {
    const isHeld = last && finding.at - last.at < realert && badness < worsen_factor * last.badness;
    if (isHeld && !tellsNews) return undefined;
  } else if (badness < worsen_factor * firing.told.badness && finding.revision === firing.told.alert.revision)
    return undefined;
  const alert = alertOf(compiled, group, firing.startedAt, finding);
  firing.told = { badness, alert };
  group.last = { at: finding.at, badness };
  return alert;
}
