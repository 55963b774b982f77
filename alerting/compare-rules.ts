import { fingerprintOf } from './compile-rules';
import type { Rule } from './rule';

/** What becomes of each rule, by name, when others take the place of those in force. */
export type RulesDifference = {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** They count otherwise than before: they start afresh, and what fired ends. */
  readonly restarted: readonly string[];
  /** They only page otherwise: what they have counted stays. */
  readonly adjusted: readonly string[];
};

/** Pure: the difference of two sets of rules. A rule that only moved, within its file or to another, is not in it. */
export function compareRules(before: readonly Rule[], after: readonly Rule[]): RulesDifference {
  const earlier = new Map(before.map((rule) => [rule.name, rule]));
  const later = new Set(after.map(({ name }) => name));
  const both = after.flatMap((rule) => {
    const was = earlier.get(rule.name);
    return was ? [{ name: rule.name, counts: isSameCount(was, rule), says: isSameText(was, rule) }] : [];
  });
  return {
    added: after.flatMap(({ name }) => (earlier.has(name) ? [] : [name])),
    removed: before.flatMap(({ name }) => (later.has(name) ? [] : [name])),
    restarted: both.flatMap(({ name, counts }) => (counts ? [] : [name])),
    adjusted: both.flatMap(({ name, counts, says }) => (counts && !says ? [name] : [])),
  };
}

/** Whether nothing but places in files has changed. */
export function isEmptyDifference({ added, removed, restarted, adjusted }: RulesDifference): boolean {
  return added.length + removed.length + restarted.length + adjusted.length === 0;
}

function isSameCount(one: Rule, other: Rule): boolean {
  return fingerprintOf(one) === fingerprintOf(other);
}

function isSameText({ origin: _, ...one }: Rule, { origin: __, ...other }: Rule): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
