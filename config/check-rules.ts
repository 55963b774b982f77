import { parseMatcher } from '#alerting/matchers/parse-matcher';
import { parseDuration } from './fields/duration';
import type { ConfigFiles } from './load-config';
import type { Problem } from './problem';
import type { YamlFile } from './yaml-file';

type Written = { readonly [key: string]: unknown };

/** What a rule cannot mean, whatever its type. Works on the text as written, so that one mistake hides no other. */
export function checkRules({ rules }: Pick<ConfigFiles, 'rules'>): Problem[] {
  return rules.flatMap(({ yaml, value }) => {
    const list = (value as { rules?: unknown } | undefined)?.rules;
    if (!Array.isArray(list)) return [];
    return list.flatMap((rule: unknown, index) =>
      typeof rule === 'object' && rule !== null ? checkRule(rule as Written, ['rules', index], yaml) : [],
    );
  });
}

function checkRule(rule: Written, path: readonly PropertyKey[], yaml: YamlFile): Problem[] {
  return [
    ...checkFilter(rule.filter, [...path, 'filter'], yaml),
    ...checkTimes(rule, path, yaml),
    ...checkCountBy(rule, path, yaml),
  ];
}

const APART: Readonly<Record<string, string>> = { stories: 'story', authors: 'author' };

/** Counted apart by the very thing that counts once, no count would ever pass 1. */
function checkCountBy(rule: Written, path: readonly PropertyKey[], yaml: YamlFile): Problem[] {
  const field = typeof rule.count_by === 'string' ? APART[rule.count_by] : undefined;
  if (!field || !Array.isArray(rule.query_key) || !rule.query_key.includes(field)) return [];
  const message = `each ${field} is counted apart (query_key) and once (count_by): no count would pass 1`;
  return [yaml.problem([...path, 'count_by'], message)];
}

/** A filter that cannot be read, shown at the very character where YAML writes it plainly or in single quotes. */
function checkFilter(filter: unknown, path: readonly PropertyKey[], yaml: YamlFile): Problem[] {
  if (!Array.isArray(filter)) return [];
  return filter.flatMap((text: unknown, index) => {
    const parsed = typeof text === 'string' ? parseMatcher(text) : undefined;
    return !parsed || parsed.ok
      ? []
      : [yaml.problem([...path, index], parsed.message, { offset: parsed.at })];
  });
}

function checkTimes(rule: Written, path: readonly PropertyKey[], yaml: YamlFile): Problem[] {
  const timeframe = durationOf(rule.timeframe);
  const realert = durationOf(rule.realert);
  if (timeframe === 0) return [yaml.problem([...path, 'timeframe'], 'must be longer than 0')];
  if (timeframe === undefined || realert === undefined || realert >= timeframe / 10) return [];
  const message = `is shorter than a tenth of timeframe (${rule.timeframe}): nearly every mention would page again`;
  return [yaml.problem([...path, 'realert'], message)];
}

function durationOf(written: unknown): number | undefined {
  return typeof written === 'string' ? parseDuration(written) : undefined;
}
