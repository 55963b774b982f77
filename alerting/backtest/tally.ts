import type { Stretch } from '#config/fields/moment';
import type { Alert } from '../alert';
import type { Rule } from '../rule';
import { createDetectionTimes, type Detected, type LabelledIncident } from './labelled-incident';
import type { PastPage } from './past-incidents';

/** What a rule, or all of them together, would have done to people. */
export type Tally = {
  readonly alerts: number;
  /** Pages with something new; of one that tells of several rules each has its part. */
  readonly pages: number;
  /** Undefined for less than a week: nothing can be said of one. */
  readonly pagesPerWeek: number | undefined;
  /** The longest that an alert went on. */
  readonly longestStormMs: number;
  /** Weeks from the first day on without a page; the last may be short. */
  readonly quietWeeks: number;
  readonly weeks: number;
  /** Of a rule by its first alert, of all rules together by the first page. */
  readonly detected: readonly Detected[];
};
export type RuleTally = Tally & { readonly rule: string; readonly type: string };
export type Tallies = { readonly rules: readonly RuleTally[]; readonly all: Tally };

/** Counts alerts and pages as they are given out; only those within the stretch. */
export type TallyKeeper = {
  readonly takeAlert: (alert: Alert, now: number) => void;
  readonly takePage: (page: PastPage) => void;
  readonly tallies: () => Tallies;
};

const WEEK_MS = 604_800_000;

/** A page that says something new: not a reminder that nobody has answered, and not the end. */
export function isNewsPage({ reason }: Pick<PastPage, 'reason'>): boolean {
  return reason !== 'repeat interval elapsed' && reason !== 'resolved';
}

export function createTallyKeeper(
  rules: readonly Rule[],
  stretch: Stretch,
  labelled: readonly LabelledIncident[],
): TallyKeeper {
  const all = createCounter(stretch, labelled);
  const byRule = new Map(rules.map((rule) => [rule.name, createCounter(stretch, labelled)]));
  const isWithin = (at: number) => at >= stretch.from && at < stretch.to;
  return {
    takeAlert: (alert, now) => {
      const counters = [all, byRule.get(alert.rule)];
      for (const counter of counters) counter?.takeAlert(alert, isWithin(now));
      if (alert.status === 'firing') byRule.get(alert.rule)?.times.tell(alert.brand, now);
    },
    takePage: (page) => {
      if (!isWithin(page.at) || !isNewsPage(page)) return;
      all.takePage(page.at);
      all.times.tell(page.brand, page.at);
      for (const rule of page.rules) byRule.get(rule)?.takePage(page.at);
    },
    tallies: () => ({
      rules: rules.flatMap(({ name, type }) => {
        const counter = byRule.get(name);
        return counter ? [{ rule: name, type, ...counter.tally() }] : [];
      }),
      all: all.tally(),
    }),
  };
}

function createCounter(stretch: Stretch, labelled: readonly LabelledIncident[]) {
  const times = createDetectionTimes(labelled);
  const running = new Map<string, number>();
  const loudWeeks = new Set<number>();
  const weeks = Math.max(1, Math.ceil((stretch.to - stretch.from) / WEEK_MS));
  let alerts = 0;
  let pages = 0;
  let longestStormMs = 0;
  const endStorm = (startedAt: number, endedAt: number): void => {
    longestStormMs = Math.max(longestStormMs, endedAt - Math.max(startedAt, stretch.from));
  };
  return {
    times,
    takeAlert: ({ id, status, startedAt, at }: Alert, isWithin: boolean): void => {
      const known = running.get(id);
      if (status === 'resolved') {
        running.delete(id);
        if (known !== undefined) endStorm(known, Math.min(Date.parse(at), stretch.to));
      } else if (known === undefined) {
        running.set(id, Date.parse(startedAt));
        if (isWithin) alerts++;
      }
    },
    takePage: (at: number): void => {
      pages++;
      loudWeeks.add(Math.floor((at - stretch.from) / WEEK_MS));
    },
    tally: (): Tally => {
      for (const startedAt of running.values()) endStorm(startedAt, stretch.to);
      const span = stretch.to - stretch.from;
      const pagesPerWeek = span < WEEK_MS ? undefined : (pages * WEEK_MS) / span;
      const quietWeeks = weeks - loudWeeks.size;
      return { alerts, pages, pagesPerWeek, longestStormMs, quietWeeks, weeks, detected: times.detected() };
    },
  };
}
