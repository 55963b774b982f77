import type { Outcome, RuleExplanation } from '#alerting/backtest/explain-rule';
import type { Gate } from '#alerting/explanation';
import { writeMoment } from '#config/fields/moment';
import { formatTable } from '../table';

/** What a rule saw, for people: numbers first, then each gate. */
export function explanationText(explained: RuleExplanation, timezone: string): string {
  const { rule, type, group, at, window, expected, because, interval } = explained;
  const about = Object.entries(group).map(([field, value]) => `${field} ${value}`);
  return [
    `${rule} (${type}), ${about.join(', ')}, at ${writeMoment(at, timezone)} (${timezone})`,
    `  ${inWords(explained.outcome, timezone)}`,
    `  seen: ${number(explained.seen)} ${explained.unit}, from ${writeMoment(window.from, timezone)} on`,
    ...(expected === undefined
      ? []
      : [`  expected: ${number(expected)}${because === undefined ? '' : ` (${because})`}`]),
    ...(interval ? [`  nineteen times in twenty: ${number(interval.low)} to ${number(interval.high)}`] : []),
    '',
    formatTable(['gate', 'seen', 'wanted', ''], explained.gates.map(gateRow)).replace(/^/gm, '  '),
  ].join('\n');
}

function gateRow({ name, way, seen, needs, limit, open }: Gate): string[] {
  return [
    way === undefined ? name : `${way}: ${name}`,
    number(seen),
    `${needs} ${number(limit)}`,
    open ? 'opened' : 'held',
  ];
}

function inWords(outcome: Outcome, timezone: string): string {
  if (outcome.kind === 'quiet') return 'does not fire';
  const since = `since ${writeMoment(outcome.since, timezone)}`;
  return outcome.kind === 'firing'
    ? `fires ${since}`
    : `its condition holds ${since}; realert keeps it from being told`;
}

/** Three significant digits, chances as powers of ten; texts as they are. */
function number(value: number | string): string {
  if (typeof value === 'string') return value;
  if (value !== 0 && Math.abs(value) < 0.001) return value.toExponential(1);
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-GB');
  return String(Number(value.toPrecision(3)));
}
