import type { BacktestResult } from '#alerting/backtest/backtest-rules';
import type { PageDifference } from '#alerting/backtest/compare-pages';
import type { Detected } from '#alerting/backtest/labelled-incident';
import type { PastPage } from '#alerting/backtest/past-incidents';
import type { Tally } from '#alerting/backtest/tally';
import { writeMoment } from '#config/fields/moment';
import { durationInWords } from '#enrich/duration-in-words';
import { formatTable } from '../table';

/** A row a rule, and one for what people would have had of all of them. */
export function tallyTable({ rules, all }: Pick<BacktestResult, 'rules' | 'all'>): string {
  const isLabelled = all.detected.length > 0;
  const head = ['rule', 'alerts', 'pages', 'pages a week', 'longest storm', 'quiet weeks'];
  const rows = [...rules.map((rule) => [rule.rule, ...tallyCells(rule)]), ['all', ...tallyCells(all)]];
  return formatTable(
    isLabelled ? [...head, 'found', 'time to detect'] : head,
    rows.map((row, index) => (isLabelled ? [...row, ...foundCells((rules[index] ?? all).detected)] : row)),
  );
}

function tallyCells({ alerts, pages, pagesPerWeek, longestStormMs, quietWeeks, weeks }: Tally): string[] {
  return [
    String(alerts),
    String(pages),
    pagesPerWeek === undefined ? '–' : pagesPerWeek.toFixed(1),
    longestStormMs === 0 ? '–' : durationInWords(longestStormMs),
    `${quietWeeks} of ${weeks}`,
  ];
}

/** How many, and half of those within how long. */
function foundCells(detected: readonly Detected[]): string[] {
  const found = detected.flatMap(({ afterMs }) => afterMs ?? []).sort((a, b) => a - b);
  const median = found[Math.floor((found.length - 1) / 2)];
  const time = median === undefined ? '–' : durationInWords(median);
  return [`${found.length} of ${detected.length}`, found.length > 1 ? `${time} (median)` : time];
}

/** A row a labelled incident: when people would have been told, and which rules saw it first. */
export function detectionTable({ rules, all }: Pick<BacktestResult, 'rules' | 'all'>): string {
  const rows = all.detected.map(({ name, afterMs }, index) => {
    const seen = rules.flatMap(({ rule, detected }) => {
      const after = detected[index]?.afterMs;
      return after === undefined ? [] : [{ rule, after }];
    });
    const by = seen
      .sort((a, b) => a.after - b.after)
      .map(({ rule, after }) => `${rule} (${durationInWords(after)})`);
    return [name, afterMs === undefined ? 'never' : durationInWords(afterMs), by.join(', ') || '–'];
  });
  return formatTable(['incident', 'paged after', 'seen by'], rows);
}

export function pageTable(pages: readonly PastPage[], timezone: string): string {
  const rows = pages.map((page) => [...pageCells(page, timezone), page.title]);
  return formatTable([`at (${timezone})`, 'brand', 'rules', 'why', 'what'], rows);
}

function pageCells({ at, brand, rules, reason }: PastPage, timezone: string): string[] {
  return [writeMoment(at, timezone), brand, rules.join(', '), reason];
}

/** The pages of both versions in order of time; of those in both, by how much B is earlier or later. */
export function differenceTable({ onlyA, onlyB, both }: PageDifference, timezone: string): string {
  const rows = [
    ...onlyA.map((page) => ({ page, cells: ['only A', ...pageCells(page, timezone)] })),
    ...onlyB.map((page) => ({ page, cells: ['only B', ...pageCells(page, timezone)] })),
    ...both.map(({ a, b }) => ({ page: a, cells: ['both', ...pageCells(a, timezone), shift(a, b)] })),
  ].sort((one, other) => one.page.at - other.page.at);
  return formatTable(
    ['pages', `at (${timezone})`, 'brand', 'rules', 'why', ''],
    rows.map(({ cells }) => cells),
  );
}

function shift(a: PastPage, b: PastPage): string {
  const apart = Math.round((b.at - a.at) / 1_000) * 1_000;
  return apart === 0 ? '' : `B ${durationInWords(Math.abs(apart))} ${apart < 0 ? 'earlier' : 'later'}`;
}
