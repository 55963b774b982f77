import type { Condition } from './condition';
import { numberOf, type OpenRule } from './open-rule';
import { readSpan } from './read-span';

/** What a rule of ElastAlert becomes, beside what all rules share. */
export type Draft = {
  /** The rule type in Vigie. */
  readonly type: string;
  readonly options: Readonly<Record<string, unknown>>;
  /** As Vigie writes it; absent where the type's own default serves. */
  readonly timeframe?: string | undefined;
  /** Must hold beside the filter. */
  readonly also?: Condition;
  /** ElastAlert's query_key did not count apart, it only kept pages apart. */
  readonly countsTogether?: boolean;
  /** Told at the end of the name where one rule becomes several. */
  readonly suffix?: string;
};

/** Carries the options of one rule type over; gives nothing, having told why, where that cannot be done. */
export type CarryOver = (rule: OpenRule) => readonly Draft[];

/** The window of a type that cannot do without; `undefined`, having told why, where none can be made out. */
export function timeframeOf(rule: OpenRule, option = 'timeframe'): string | undefined {
  const span = readSpan(rule.take(option));
  if (!rule.has(option)) rule.refuse([], `${option} is missing`);
  else if (!span.ok) rule.refuse([option], span.message);
  else if (span.ms === 0) rule.refuse([option], 'is 0, so that nothing can fall within');
  else return span.text;
  return undefined;
}

/** A number that the type cannot do without; `undefined`, having told why, where there is none. */
export function requiredNumber(rule: OpenRule, option: string): number | undefined {
  const number = numberOf(rule.take(option));
  if (number === undefined)
    rule.refuse(
      rule.has(option) ? [option] : [],
      rule.has(option) ? 'expected a number' : `${option} is missing`,
    );
  return number;
}

/** A number that may be missing. */
export function optionalNumber(rule: OpenRule, option: string): number | undefined {
  const number = numberOf(rule.take(option));
  if (number === undefined && rule.has(option)) rule.note([option], 'is no number and is left out');
  return number;
}

/** A floor that ElastAlert does not ask for and Vigie does: what is written, or a value that is told. */
export function floorOf(rule: OpenRule, option: string, fallback: number, why: string): number {
  const written = optionalNumber(rule, option);
  if (written !== undefined && written >= 1) return Math.ceil(written);
  const isWritten = rule.has(option);
  const floor = `${isWritten ? '' : `${option}: `}${fallback} is set, for Vigie asks for this floor: ${why}`;
  rule.note(isWritten ? [option] : [], `${floor}; choose what is few for you`);
  return fallback;
}

/** How far back the queries of types without `timeframe` reach. */
export function queryWindow(rule: OpenRule): string {
  const option = ['timeframe', 'bucket_interval', 'buffer_time'].find((name) => rule.has(name));
  const span = option === undefined ? undefined : readSpan(rule.take(option));
  if (span?.ok && span.ms > 0) {
    if (option !== 'timeframe')
      rule.note([option as string], `is the window that was counted: it becomes timeframe: ${span.text}`);
    return span.text;
  }
  rule.note(
    [],
    "timeframe: 15m is set, for the window stands in ElastAlert's config.yaml (buffer_time): write that instead",
  );
  return '15m';
}
