import { z } from 'zod';
import { durationInWords } from '#enrich/duration-in-words';
import { countedInWords } from './compile-rules';
import type { DetectorDefinition } from './detector';
import type { Operator } from './matchers/field';
import { parseMatcher } from './matchers/parse-matcher';
import { type Rule, RuleBase } from './rule';

/** A setting of a rule as people read it, with what it means. */
export type SettingInWords = { readonly name: string; readonly value: string; readonly means: string };

/** What a rule looks at: `Mentions of the last 10 minutes, for each brand`, which mentions, and its settings. */
export type RuleInWords = {
  readonly counts: string;
  /** All must hold: `brand is acme`. */
  readonly where: readonly string[];
  readonly settings: readonly SettingInWords[];
};

/** Settings of every type that say when it pages again. */
const SHARED = ['realert', 'worsen_factor'] as const;

export function ruleInWords(rule: Rule, { options }: Pick<DetectorDefinition, 'options'>): RuleInWords {
  const matchers = rule.filter.flatMap((text) => {
    const parsed = parseMatcher(text);
    return parsed.ok ? [parsed.matcher] : [];
  });
  const counted = countedInWords(matchers);
  const apart = listInWords([...new Set(['brand', ...rule.query_key])]);
  const own = Object.entries(rule.options).filter(([name]) => !Object.hasOwn(RuleBase.shape, name));
  return {
    counts: `${counted[0]?.toUpperCase()}${counted.slice(1)} of the last ${durationInWords(rule.timeframe)}, for each ${apart}`,
    where: matchers.map(({ field, operator, value }) => {
      return `${field.replace(/[._]/g, ' ')} ${OPERATOR_WORDS[operator]} ${value}`;
    }),
    settings: [
      ...own.flatMap(([name, value]) => settingInWords(name, value, options.shape[name]) ?? []),
      ...SHARED.flatMap((name) => settingInWords(name, rule[name], RuleBase.shape[name]) ?? []),
    ],
  };
}

const OPERATOR_WORDS: Readonly<Record<Operator, string>> = {
  '=': 'is',
  '!=': 'is not',
  '=~': 'matches',
  '!~': 'does not match',
  '<=': 'is at most',
  '>=': 'is at least',
  '<': 'is below',
  '>': 'is above',
  ':': 'contains',
};

function settingInWords(
  name: string,
  value: unknown,
  schema: z.core.$ZodType | undefined,
): SettingInWords | undefined {
  if (value === undefined || schema === undefined) return undefined;
  const means = z.globalRegistry.get(schema)?.description ?? '';
  if (typeof value === 'number' && isDuration(schema)) return { name, value: durationInWords(value), means };
  return { name, value: Array.isArray(value) ? value.join(' and ') : String(value), means };
}

/** Whether it is written as `10m` and kept as milliseconds. */
function isDuration(schema: z.core.$ZodType): boolean {
  if (z.globalRegistry.get(schema)?.duration === true) return true;
  const { def } = schema._zod;
  return 'innerType' in def && isDuration(def.innerType as z.core.$ZodType);
}

function listInWords(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
