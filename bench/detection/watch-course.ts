import { compileRules } from '#alerting/compile-rules';
import { detectors } from '#alerting/detectors/index';
import { advanceEpisode, type Group } from '#alerting/episode';
import type { Rule } from '#alerting/rule';
import type { BrandMention } from '#enrich/brand-mention';
import { arrivals, type Course } from './arrivals';

/** A page that a rule would have sent: minutes from the start of the course. */
export type RaisedPage = { readonly minute: number; readonly summary: string };

const MINUTE_MS = 60_000;
const SWEEP_MS = 10_000;
/** A Monday; what is drawn begins here. */
const START = Date.parse('2026-03-02T00:00:00Z');

/** Runs one rule over one brand's course as the evaluation does: at each mention, and every 10 s in between. */
export function watchCourse(
  rule: Rule,
  course: Course,
  { random, mention }: { random: () => number; mention: (minute: number) => BrandMention },
): RaisedPage[] {
  const [compiled] = compileRules([rule], detectors);
  if (!compiled) return [];
  const { detector } = compiled;
  const group: Group = {
    rule: rule.name,
    timeline: 'live',
    fingerprint: compiled.fingerprint,
    group: { brand: 'acme' },
    detector: detector.fresh(),
    touchedAt: START,
  };
  const pages: RaisedPage[] = [];
  const evaluate = (at: number): void => {
    const finding = detector.evaluate(group.detector, at, group.firing !== undefined);
    const alert = advanceEpisode(compiled, group, finding, at);
    if (alert?.status === 'firing') pages.push({ minute: (at - START) / MINUTE_MS, summary: alert.summary });
  };
  let swept = START;
  for (const offset of arrivals(course, random)) {
    const at = START + offset;
    for (; swept < at; swept += SWEEP_MS) if (group.firing || swept % 300_000 === 0) evaluate(swept);
    detector.observe(group.detector, { at, mention: mention(offset / MINUTE_MS) }, true);
    evaluate(at);
  }
  return pages;
}
