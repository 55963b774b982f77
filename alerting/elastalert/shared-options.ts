import { parseDuration } from '#config/fields/duration';
import type { Severity } from '../alert';
import { GroupField } from '../rule';
import { mentionField } from './field-names';
import { numberOf, type OpenRule, textsOf } from './open-rule';
import { readSpan } from './read-span';

const LONGEST_NAME = 60;
const LONGEST_SUMMARY = 200;

/** A name as Vigie wants it: "Acme: Storm (FR)" → `acme-storm-fr`. */
export function ruleName(text: string): string {
  const name = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST_NAME)
    .replace(/^-+|-+$/g, '');
  return name === '' ? 'imported' : name;
}

/** The rule's own name, or that of its file, as ElastAlert does. */
export function writtenName(rule: OpenRule): string {
  const [name = ''] = textsOf(rule.take('name'));
  if (name.trim() !== '') return name.trim();
  return (rule.file.split(/[\\/]/).at(-1) ?? '').replace(/\.ya?ml$/, '');
}

/** What the rule watches for: its description, or its name where that had to be changed. */
export function summaryOf(rule: OpenRule, name: string): string | undefined {
  const [description = ''] = textsOf(rule.take('description'));
  const text = description.replace(/\s+/g, ' ').trim() || (name === ruleName(name) ? '' : name);
  if (text.length > LONGEST_SUMMARY)
    rule.note(['description'], `is cut to ${LONGEST_SUMMARY} characters: it stands on the page`);
  return text === '' ? undefined : text.slice(0, LONGEST_SUMMARY);
}

const BY_WORD: Readonly<Record<string, Severity>> = {
  '1': 'critical',
  '2': 'error',
  '3': 'warning',
  '4': 'info',
  '5': 'info',
  critical: 'critical',
  high: 'error',
  error: 'error',
  medium: 'warning',
  warning: 'warning',
  low: 'info',
  info: 'info',
};

/** From `priority`, else from what PagerDuty or Opsgenie are told; absent where nothing says how bad it is. */
export function severityOf(rule: OpenRule): Severity | undefined {
  const words = ['priority', 'pagerduty_v2_payload_severity', 'opsgenie_priority'].flatMap((option) => {
    const [text = ''] = textsOf(rule.take(option));
    const severity =
      BY_WORD[
        text
          .trim()
          .toLowerCase()
          .replace(/^p(?=\d$)/, '')
      ];
    if (rule.has(option) && !severity)
      rule.note([option], 'is no priority that is known; severity is left at warning');
    return severity ? [{ option, severity }] : [];
  });
  const [first] = words;
  if (first && numberOf(rule.take(first.option)) !== undefined)
    rule.note([first.option], `is read as 1 for the most urgent: severity: ${first.severity}`);
  return first?.severity;
}

/** The fields that the rule counts apart by; brand always is among them and need not be written. */
export function queryKeyOf(rule: OpenRule): readonly GroupField[] {
  const names = textsOf(rule.take('query_key')).flatMap((text) => text.split(',').map((name) => name.trim()));
  const fields = names.flatMap((name) => {
    const known = GroupField.safeParse(mentionField(name));
    if (known.success) return [known.data];
    rule.note(
      ['query_key'],
      `mentions cannot be counted apart by "${name}" (${GroupField.options.join(', ')}): they are counted together, so the rule may fire sooner`,
    );
    return [];
  });
  return [...new Set(fields)].filter((field) => field !== 'brand');
}

/** How long the rule keeps still after a page; a tenth of the timeframe at least. */
export function realertOf(rule: OpenRule, timeframe: string | undefined): string | undefined {
  if (!rule.has('realert')) return undefined;
  const span = readSpan(rule.take('realert'));
  if (!span.ok) {
    rule.note(['realert'], `${span.message}; it is left at 30m`);
    return undefined;
  }
  const least =
    Math.ceil((timeframe === undefined ? 0 : (parseDuration(timeframe) as number)) / 10_000) * 1_000;
  if (span.ms > 0 && span.ms >= least) return span.text;
  const raised = least > 0 ? readSpan({ milliseconds: least }) : undefined;
  const text = raised?.ok ? raised.text : undefined;
  rule.note(
    ['realert'],
    `is too short: nearly every mention would page again; ${text ?? 'the usual 30m'} is set (what gets twice as bad is told at once)`,
  );
  return text;
}
