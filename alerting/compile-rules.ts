import { createHash } from 'node:crypto';
import type { BrandMention } from '#enrich/brand-mention';
import { type Calendar, noMoments } from './calendar';
import { type CountOnce, createCountOnce } from './count-once';
import type { Detector, DetectorDefinition } from './detector';
import { type MentionMatcher, parseMatcher } from './matchers/parse-matcher';
import type { CountBy, GroupField, Rule } from './rule';

/** A rule made ready: its filter as closures, its detector, and a fingerprint of all that its counts depend on. */
export type CompiledRule = {
  readonly rule: Rule;
  readonly detector: Detector;
  readonly fingerprint: string;
  /** Whether the rule looks at this brand (id) at all. */
  readonly isAbout: (brand: string) => boolean;
  readonly passes: (mention: BrandMention) => boolean;
  /** Undefined where every mention counts. */
  readonly countOnce: CountOnce | undefined;
  readonly calendar: Calendar;
  readonly groupFields: readonly GroupField[];
};

const READ: Readonly<Record<GroupField, (mention: BrandMention) => string | undefined>> = {
  brand: (mention) => mention.brand,
  language: (mention) => mention.language,
  channel: (mention) => mention.channel,
  source: (mention) => mention.source,
  outlet: (mention) => mention.outlet,
  author: (mention) => mention.author?.handle ?? mention.author?.id,
  story: (mention) => mention.story?.id,
  voice: (mention) => mention.voice,
};

const LONGEST_VALUE = 200;

/** One without a value is counted under `unknown`; one that no database or person could keep, under a tidy likeness. */
function groupValue(field: GroupField, mention: BrandMention): string {
  const value = READ[field](mention) ?? 'unknown';
  if (value.length <= LONGEST_VALUE && !/[\p{Cc}\p{Cs}]/u.test(value)) return value;
  const digest = createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
  return `${value.slice(0, LONGEST_VALUE).replace(/[\p{Cc}\p{Cs}]/gu, ' ')} #${digest}`;
}

/** Whether the rule watches each brand as a whole for silence, from the beginning. */
export function watchesBrands({ detector, groupFields }: CompiledRule): boolean {
  return detector.watchesSilence === true && groupFields.length === 1;
}

/** The values that a mention is counted under. */
export function groupOf(fields: readonly GroupField[], mention: BrandMention): Record<string, string> {
  return Object.fromEntries(fields.map((field) => [field, groupValue(field, mention)]));
}

/** The values alone, for a key; kept apart by a character that databases keep (they cut a text at NUL). */
export function groupKey(fields: readonly GroupField[], mention: BrandMention): string {
  let key = '';
  for (const field of fields) key += `\u001f${groupValue(field, mention)}`;
  return key;
}

function readFilter(rule: Rule): MentionMatcher[] {
  return rule.filter.map((text) => {
    const parsed = parseMatcher(text);
    if (!parsed.ok)
      throw new Error(
        `${rule.origin.file}:${rule.origin.line} rule "${rule.name}": filter ${text}: ${parsed.message}`,
      );
    return parsed.matcher;
  });
}

/** What is counted, in words: what the filter lets through, each mention or each story or author of it. */
export function countedInWords(filter: readonly MentionMatcher[], countBy: CountBy = 'mentions'): string {
  const mentions = mentionsInWords(filter);
  if (countBy === 'stories') return mentions.replace('mentions', 'stories');
  if (countBy === 'mentions') return mentions;
  return mentions === 'mentions' ? 'authors' : `authors of ${mentions}`;
}

function mentionsInWords(filter: readonly MentionMatcher[]): string {
  const about = (field: string, test: (matcher: MentionMatcher) => boolean) =>
    filter.some((matcher) => matcher.field === field && test(matcher));
  if (about('press_release.verdict', ({ operator }) => operator.startsWith('>')))
    return 'mentions of a suspect press release';
  if (about('risk', ({ operator, value }) => operator === '=' && value === 'look-alike-domain'))
    return 'mentions with a look-alike domain';
  const isNegative = about('sentiment', ({ operator, value }) =>
    value === 'negative' ? operator === '=' : operator.startsWith('<') && Number(value) <= 0,
  );
  return isNegative ? 'negative mentions' : 'mentions';
}

/** Of all that a rule's counts depend on: what it counts, and how. Whom it pages, how often and in which words is not in it. */
export function fingerprintOf(rule: Rule): string {
  const { type, timeframe, allowed_lateness: allowedLateness, filter, query_key: queryKey, options } = rule;
  const { count_by: countBy } = rule;
  const counts: unknown[] = [type, timeframe, allowedLateness, filter, queryKey, options];
  if (countBy !== 'mentions') counts.push(countBy);
  return createHash('sha256').update(JSON.stringify(counts)).digest('hex').slice(0, 16);
}

/**
 * Makes rules ready for evaluation. Throws, with file and line, for a rule of an unknown type, or with a filter or
 * options that cannot be read; `vigie check` finds those before.
 */
export function compileRules(
  rules: readonly Rule[],
  detectors: readonly DetectorDefinition[],
  calendar: Calendar = () => noMoments,
): readonly CompiledRule[] {
  return rules.map((rule) => {
    const where = `${rule.origin.file}:${rule.origin.line} rule "${rule.name}"`;
    const definition = detectors.find(({ kind }) => kind === rule.type);
    if (!definition)
      throw new Error(
        `${where}: unknown type "${rule.type}": expected ${detectors.map(({ kind }) => kind).join(', ')}`,
      );
    const filter = readFilter(rule);
    const brandMatchers = filter.filter(({ field }) => field === 'brand');
    const others = filter.filter(({ field }) => field !== 'brand');
    const { timeframe, allowed_lateness: allowedLateness, worsen_factor: worsenFactor } = rule;
    const { count_by: countBy } = rule;
    const counted = countedInWords(filter, countBy);
    const context = { timeframe, allowedLateness, worsenFactor, counted };
    const isOnce = countBy !== 'mentions';
    return {
      rule,
      detector: definition.create(rule.options, context),
      fingerprint: fingerprintOf(rule),
      // Matchers on the brand read nothing else.
      isAbout: (brand: string) =>
        brandMatchers.every((matcher) => matcher.matches({ brand } as BrandMention)),
      passes: (mention: BrandMention) => others.every((matcher) => matcher.matches(mention)),
      countOnce: isOnce ? createCountOnce(countBy, context) : undefined,
      calendar,
      groupFields: [...new Set<GroupField>(['brand', ...rule.query_key])],
    };
  });
}
