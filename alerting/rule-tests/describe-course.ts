import { formatDuration } from '#config/fields/duration';
import type { CompiledRule } from '../compile-rules';
import { formatTime } from '../render/local-time';
import { offsetInWords } from './describe-shortfall';
import type { RunRecord } from './run-record';

const MINUTE_MS = 60_000;

/**
 * The course of a test, a line for each minute of event time: how many came, and for each rule how many it counted and
 * how many that makes in its timeframe; below it what began, became worse or ended, with its numbers, and the pages.
 */
export function describeCourse(run: RunRecord, rules: readonly CompiledRule[]): readonly string[] {
  const last = Math.max(
    0,
    ...[...run.arrivals, ...run.pages.map(({ at }) => ({ at: run.start + at }))].map(({ at }) => at),
  );
  const minutes = Math.floor((last - run.start) / MINUTE_MS) + 1;
  const counted = rules.map((rule) => ({ rule, at: momentsCounted(run, rule) }));
  return Array.from({ length: minutes }, (_, minute) => minute * MINUTE_MS).flatMap((from) => [
    countLine(run, counted, from),
    ...eventLines(run, from).map((line) => `        ${line}`),
  ]);
}

type CountedBy = { readonly rule: CompiledRule; readonly at: readonly number[] };

/** Event times, from the start, of the mentions that the rule counts; a mention that comes twice is one. */
function momentsCounted(
  { arrivals, start }: RunRecord,
  { isAbout, passes }: CompiledRule,
): readonly number[] {
  const mentions = new Set(arrivals.map(({ mention }) => mention));
  return [...mentions]
    .filter((mention) => isAbout(mention.brand) && passes(mention))
    .map(({ publishedAt }) => Date.parse(publishedAt) - start);
}

function countLine(
  { arrivals, start, timezone }: RunRecord,
  counted: readonly CountedBy[],
  from: number,
): string {
  const to = from + MINUTE_MS;
  const came = arrivals.filter(({ at }) => at - start >= from && at - start < to);
  const negative = came.filter(({ mention }) => mention.sentiment?.label === 'negative').length;
  const rules = counted.flatMap(({ rule: { rule }, at }) => {
    const within = (span: number) => at.filter((moment) => moment >= to - span && moment < to).length;
    const all = within(rule.timeframe);
    return all === 0
      ? []
      : [`${rule.name} ${within(MINUTE_MS)} (${all} in ${formatDuration(rule.timeframe)})`];
  });
  const when = `${offsetInWords(from)} ${formatTime(start + from, timezone)}`;
  return [`${when.padEnd(12)} ${came.length} came, ${negative} negative`, ...rules].join(' | ');
}

function eventLines({ news, pages }: RunRecord, from: number): readonly string[] {
  const isNow = ({ at }: { readonly at: number }) => at >= from && at < from + MINUTE_MS;
  const told = news.filter(isNow).map(({ at, alert: { rule, status, summary, explanation } }) => {
    const what = status === 'firing' ? 'fires' : 'is over, at its worst';
    return { at, line: `${offsetInWords(at)} ${rule} ${what}: ${summary} [${explanation.join('; ')}]` };
  });
  const paged = pages.filter(isNow).map(({ at, receiver, page: { number, reason, headline } }) => ({
    at,
    line: `${offsetInWords(at)} page ${number} to ${receiver} (${reason}): ${headline}`,
  }));
  return [...told, ...paged].sort((a, b) => a.at - b.at).map(({ line }) => line);
}
