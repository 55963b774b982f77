import type { DetectorDefinition } from '../detector';
import type { Incident } from '../incident';
import type { Rule } from '../rule';
import { type Advice, adviseThreshold } from './advise-threshold';
import { type RaisedPage, raisedPages } from './raised-pages';
import { isUseful } from './ratings';

const WEEK_MS = 604_800_000;
/** How far back a report looks unless told otherwise. */
export const REPORT_SPAN_MS = 4 * WEEK_MS;

/** Epoch milliseconds by our clock; `to` is exclusive. */
export type Span = { readonly from: number; readonly to: number };

/** How noisy a rule was. A page that several rules raised counts for each of them. */
export type RuleNoise = {
  readonly rule: string;
  /** The rule is no longer in the configuration. */
  readonly isGone: boolean;
  readonly pages: number;
  readonly pagesAWeek: number;
  /** Pages of which somebody said whether they were useful. */
  readonly rated: number;
  /** Pages that somebody found useful. */
  readonly useful: number;
  readonly advice: Advice;
};

export type NoiseReport = {
  readonly from: string;
  readonly to: string;
  /** The noisiest first. */
  readonly rules: readonly RuleNoise[];
};

/** The pages of the span, the newest first. */
export function pagesWithin(incidents: readonly Incident[], { from, to }: Span): readonly RaisedPage[] {
  return incidents
    .flatMap(raisedPages)
    .filter(({ at }) => Date.parse(at) >= from && Date.parse(at) < to)
    .sort((a, b) => b.at.localeCompare(a.at));
}

type Configured = { readonly rules: readonly Rule[]; readonly detectors: readonly DetectorDefinition[] };

/** Pages a week, share useful and the threshold to think of, for each rule that there is or that raised a page. */
export function reportNoise(incidents: readonly Incident[], configured: Configured, span: Span): NoiseReport {
  const pages = pagesWithin(incidents, span);
  const raised = pages.flatMap(({ raisedBy }) => raisedBy.map(({ rule }) => rule));
  const names = new Set([...configured.rules.map(({ name }) => name), ...raised]);
  const rules = [...names].map((name) => measureNoise(name, pages, configured, span));
  return {
    from: new Date(span.from).toISOString(),
    to: new Date(span.to).toISOString(),
    rules: rules.sort((a, b) => b.pages - a.pages || a.rule.localeCompare(b.rule)),
  };
}

/** The noise of one rule among the pages of the span. */
export function measureNoise(
  name: string,
  pages: readonly RaisedPage[],
  { rules, detectors }: Configured,
  { from, to }: Span,
): RuleNoise {
  const own = pages.filter(({ raisedBy }) => raisedBy.some(({ rule }) => rule === name));
  const rule = rules.find((one) => one.name === name);
  const type = rule?.type ?? own[0]?.raisedBy.find((raiser) => raiser.rule === name)?.type;
  const dials = detectors.find(({ kind }) => kind === type)?.dials ?? [];
  return {
    rule: name,
    isGone: rule === undefined,
    pages: own.length,
    pagesAWeek: Math.round((10 * own.length * WEEK_MS) / (to - from)) / 10,
    rated: own.filter(({ ratings }) => ratings.length > 0).length,
    useful: own.filter(({ ratings }) => isUseful(ratings)).length,
    advice: adviseThreshold(name, own, { dials, ...(rule && { options: rule.options }) }),
  };
}
