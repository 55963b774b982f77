import { formatTime } from '../render/local-time';
import { DAY } from '../timeline';
import type { Expectation } from './expectation';
import type { RunRecord, SeenPage } from './run-record';

/** Where a test was not met: what was wanted, what was seen. `expectation` is its number in the list, from 0. */
export type Shortfall = { readonly expected: string; readonly got: string; readonly expectation?: number };

/** `31m10s, 16:31`: from the start of the test, and on the wall. */
export function whenInWords(at: number, { start, timezone }: Pick<RunRecord, 'start' | 'timezone'>): string {
  return `${offsetInWords(at)}, ${formatTime(start + at, timezone)}`;
}

/** Milliseconds from the start in minutes and seconds: `31m`, `31m10s`; whole days as `3d`. */
export function offsetInWords(at: number): string {
  if (at > 0 && at % DAY === 0) return `${at / DAY}d`;
  const seconds = Math.floor(at / 1_000);
  const minutes = Math.floor(seconds / 60);
  return seconds % 60 === 0 ? `${minutes}m` : `${minutes}m${seconds % 60}s`;
}

export function describePages(pages: readonly SeenPage[], run: RunRecord): string {
  if (pages.length === 0) return 'no page';
  const lines = pages.map(({ at, page: { reason, headline, findings } }) => {
    const rules = [...new Set(findings.map(({ rule }) => rule))].join(', ');
    return `at ${whenInWords(at, run)} (${reason}; ${rules}) ${headline}`;
  });
  return [`${pages.length} page${pages.length === 1 ? '' : 's'}`, ...lines].join('\n');
}

/** What an expectation asks for, as a sentence. */
export function wantedInWords({ at, within, rule, pages, fires, silent, page }: Expectation): string {
  const [from = 0, to = 0] = within ?? [at ?? 0];
  const when = within
    ? `between ${offsetInWords(from)} and ${offsetInWords(to)}`
    : `in the minute from ${offsetInWords(from)}`;
  const whose = rule === undefined ? '' : ` of ${rule}`;
  const which = [page?.kind, page?.severity, page?.reason, page?.receiver].filter(
    (word) => word !== undefined,
  );
  const kind = which.length > 0 ? ` (${which.join(', ')})` : '';
  const told = (count: number) => `${count === 0 ? 'no' : count} page${count > 1 ? 's' : ''}${kind}${whose}`;
  const parts = [
    ...(silent ? [rule === undefined ? 'no rule fires, no page' : `${rule} is silent`] : []),
    ...(fires ? [`${rule ?? 'a rule'} fires`] : []),
    ...(pages === undefined ? (page && !silent ? [`a page${kind}${whose}`] : []) : [told(pages)]),
  ];
  return `${parts.join(' and ')} ${when}`;
}
