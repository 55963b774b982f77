import { z } from 'zod';
import type { State } from '#ingest/state/state';
import type { CompiledRule } from './compile-rules';
import type { Explanation } from './explanation';

/** The worst that was found while a group fires. */
const Worst = z.object({
  at: z.number().describe('event time, epoch milliseconds'),
  seen: z.number(),
  expected: z.number().optional(),
  unit: z.string(),
  summary: z.string(),
});
export type Worst = z.infer<typeof Worst>;

/** A record of the namespace `detectors`, as far as it is shown. */
const StoredGroup = z.object({
  timeline: z.string(),
  fingerprint: z.string(),
  group: z.record(z.string(), z.string()),
  detector: z.unknown(),
  touchedAt: z.number(),
  firing: z.object({ startedAt: z.number(), peak: Worst }).optional(),
});
type StoredGroup = z.infer<typeof StoredGroup>;

const StoredTimeline = z.object({ clock: z.number() });

/** How one group of a rule stands. Times are event time, ISO. */
export type GroupNow = {
  readonly group: Readonly<Record<string, string>>;
  /** `live`, or the replay of a year. */
  readonly timeline: string;
  /** Up to where it has been counted. */
  readonly at: string;
  /** What its detector sees there, whether it fires or not; absent of a type that cannot tell. */
  readonly now?: Explanation;
  /** Since when it fires, and the worst of it; absent while it is quiet. */
  readonly firing?: { readonly since: string; readonly worst: Worst };
};

export type RuleGroups = {
  /** Those that fire first, then those that were heard of last. */
  readonly groups: readonly GroupNow[];
  /** How many more there are. */
  readonly more: number;
};

const MOST_GROUPS = 50;

/**
 * Reads how the groups of a rule stand, as whoever counts them has stored it: a second or so ago. Groups that were
 * counted for another version of the rule are left out, and so is a record that cannot be read.
 */
export async function readRuleGroups(state: State, rule: CompiledRule): Promise<RuleGroups> {
  const [records, clocks] = await Promise.all([
    state.read('detectors', { keyPrefix: `${rule.rule.name}\u001f` }),
    readClocks(state),
  ]);
  const stored = records.flatMap(({ owner, value }) => {
    const { data } = StoredGroup.safeParse(value);
    return data?.fingerprint === rule.fingerprint ? [{ owner, group: data }] : [];
  });
  stored.sort(
    (a, b) =>
      Number(b.group.firing !== undefined) - Number(a.group.firing !== undefined) ||
      b.group.touchedAt - a.group.touchedAt,
  );
  const groups = stored.slice(0, MOST_GROUPS).map(({ owner, group }) => {
    const at = clocks.get(`${owner} ${group.timeline}`) ?? group.touchedAt;
    return describeGroup(rule, group, at);
  });
  return { groups, more: stored.length - groups.length };
}

/** Event time that was evaluated last, by owner and timeline. */
async function readClocks(state: State): Promise<ReadonlyMap<string, number>> {
  const records = await state.read('timelines');
  return new Map(
    records.flatMap(({ owner, key, value }) => {
      const { data } = StoredTimeline.safeParse(value);
      return data ? [[`${owner} ${key}`, data.clock] as const] : [];
    }),
  );
}

function describeGroup({ detector, calendar }: CompiledRule, stored: StoredGroup, at: number): GroupNow {
  const { group, timeline, firing } = stored;
  const moments = calendar(group.brand as string);
  const known = detector.revive?.(stored.detector) ?? stored.detector;
  const now = detector.explain?.(known, at, firing !== undefined, moments);
  return {
    group,
    timeline,
    at: new Date(at).toISOString(),
    ...(now && { now }),
    ...(firing && { firing: { since: new Date(firing.startedAt).toISOString(), worst: firing.peak } }),
  };
}
