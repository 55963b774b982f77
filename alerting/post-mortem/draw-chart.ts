import { formatTime } from '../render/local-time';
import type { Entry } from './entry';
import { escapeMarkup } from './escape-markup';

/** Mentions in equal stretches of time; `at` is where each begins. */
export type Course = {
  readonly from: number;
  readonly to: number;
  readonly bucketMs: number;
  readonly buckets: readonly { readonly at: number; readonly count: number; readonly negative: number }[];
};

/** A numbered mark on the chart: what turned the day at that time. */
export type Mark = {
  readonly number: number;
  readonly at: number;
  readonly turns: readonly { readonly at: number; readonly words: string }[];
};

const WIDTH = 720;
const HEIGHT = 250;
const LEFT = 44;
const RIGHT = 10;
const TOP = 26;
const BOTTOM = 24;
/** Marks that would cover each other are one. */
const MARK_PX = 20;

const xOf = ({ from, to }: Course, at: number) =>
  LEFT + ((at - from) / Math.max(1, to - from)) * (WIDTH - LEFT - RIGHT);

/** What stands on the chart, in order; entries without a mark and those outside the course are left out. */
export function marksOf(course: Course, entries: readonly Entry[]): Mark[] {
  const marks: { number: number; at: number; turns: { at: number; words: string }[] }[] = [];
  for (const { at, mark } of entries) {
    if (mark === undefined || at < course.from || at > course.to) continue;
    const last = marks.at(-1);
    if (last && xOf(course, at) - xOf(course, last.at) < MARK_PX) last.turns.push({ at, words: mark });
    else marks.push({ number: marks.length + 1, at, turns: [{ at, words: mark }] });
  }
  return marks;
}

/** The course of mentions as an SVG without any script, style or link: bars, the negative part darker, and the marks. */
export function drawChart(course: Course, marks: readonly Mark[], timezone: string): string {
  const most = Math.max(4, ...course.buckets.map(({ count }) => count));
  const step = niceStep(most);
  const top = Math.ceil(most / step) * step;
  const y = (count: number) => TOP + (1 - count / top) * (HEIGHT - TOP - BOTTOM);
  const grid = Array.from({ length: top / step + 1 }, (_, index) => index * step).map(
    (count) =>
      `<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${px(y(count))}" y2="${px(y(count))}"/><text class="axis" x="${LEFT - 6}" y="${px(y(count) + 4)}" text-anchor="end">${count}</text>`,
  );
  const total = course.buckets.reduce((sum, { count }) => sum + count, 0);
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${total} mentions over time">
${grid.join('\n')}
${bars(course, y, 'count')}
${bars(course, y, 'negative')}
${timeAxis(course, timezone)}
${marks.map((mark) => drawMark(xOf(course, mark.at), mark)).join('\n')}
</svg>`;
}

function bars(course: Course, y: (count: number) => number, field: 'count' | 'negative'): string {
  const path = course.buckets
    .filter((bucket) => bucket[field] > 0)
    .map((bucket) => {
      const [left, right] = [xOf(course, bucket.at), xOf(course, bucket.at + course.bucketMs)];
      return `M${px(left)} ${px(y(0))}V${px(y(bucket[field]))}H${px(Math.min(right, WIDTH - RIGHT))}V${px(y(0))}Z`;
    });
  return `<path class="${field === 'count' ? 'mentions' : 'negative'}" d="${path.join('')}"/>`;
}

const TICKS_MS = [1, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1_440, 2_880, 10_080].map((min) => min * 60_000);

function timeAxis(course: Course, timezone: string): string {
  const span = course.to - course.from;
  const step = TICKS_MS.find((ms) => span / ms <= 9) ?? Math.ceil(span / 9);
  const ticks: string[] = [];
  for (let at = Math.ceil(course.from / step) * step; at < course.to - step / 4; at += step)
    ticks.push(
      `<text class="axis" x="${px(xOf(course, at))}" y="${HEIGHT - 7}" text-anchor="middle">${escapeMarkup(formatTime(at, timezone))}</text>`,
    );
  return ticks.join('');
}

function drawMark(x: number, { number, turns }: Mark): string {
  return `<g class="mark"><title>${escapeMarkup(turns.map(({ words }) => words).join(', '))}</title><line x1="${px(x)}" x2="${px(x)}" y1="${TOP - 6}" y2="${HEIGHT - BOTTOM}"/><circle cx="${px(x)}" cy="${TOP - 14}" r="9"/><text x="${px(x)}" y="${TOP - 10}" text-anchor="middle">${number}</text></g>`;
}

function niceStep(most: number): number {
  const rough = most / 4;
  const size = 10 ** Math.floor(Math.log10(rough));
  return Math.max(1, [1, 2, 5, 10].map((factor) => factor * size).find((step) => step >= rough) ?? 10 * size);
}

function px(value: number): string {
  return String(Math.round(value * 10) / 10);
}
