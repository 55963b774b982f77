import { spike } from '#alerting/detectors/spike';
import type { Rule } from '#alerting/rule';
import { RuleBase } from '#alerting/rule';
import type { BrandMention } from '#enrich/brand-mention';
import type { Row } from '../row';
import { seededRandom } from '../synthetic-mentions';
import type { Course } from './arrivals';
import { type RaisedPage, watchCourse } from './watch-course';

const HOUR = 60;
const DAY = 24 * HOUR;
const MONTH = 30 * DAY;
const WARM_UP = 3 * HOUR;
const anyMention = {} as BrandMention;

/** The rule that all trials run: as shipped, but for floors that suit a brand of any size. */
export function spikeRule(options: Record<string, unknown> = {}): Rule {
  return {
    ...RuleBase.parse({ name: 'storm', timeframe: '10m' }),
    type: 'spike',
    options: spike.options.parse({ spike_height: 3, threshold_cur: 20, threshold_ref: 1, ...options }),
    origin: { file: 'trial.yaml', line: 1 },
  };
}

function run(course: Course, seed: number): RaisedPage[] {
  return watchCourse(spikeRule(), course, { random: seededRandom(seed), mention: () => anyMention });
}

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.POSITIVE_INFINITY;

/** Seconds from a step 10 → 50 a minute to the first page after it. */
export function stepDelays(seeds: number, scatter: number): number[] {
  const step = WARM_UP;
  const delays = Array.from({ length: seeds }, (_, seed) => {
    const course = { minutes: step + 15, scatter, perMinute: (minute: number) => (minute < step ? 10 : 50) };
    const page = run(course, seed + 1).find(({ minute }) => minute >= step);
    return page ? (page.minute - step) * 60 : Number.POSITIVE_INFINITY;
  });
  return delays.sort((a, b) => a - b);
}

/** Pages of a month in which nothing happens, for each seed; not those of the first hour, when only the floors decide. */
export function quietPages(seeds: number, course: Omit<Course, 'minutes'>, minutes = MONTH): RaisedPage[][] {
  return Array.from({ length: seeds }, (_, seed) =>
    run({ ...course, minutes }, seed + 1_001).filter(({ minute }) => minute > HOUR),
  );
}

/** Share of ramps (2.5 times as many every 10 minutes, from 10 a minute) that are paged before 100 a minute. */
export function rampsSeen(seeds: number): number {
  const began = WARM_UP;
  const perMinute = (minute: number) => (minute < began ? 10 : 10 * 2.5 ** ((minute - began) / 10));
  const limit = began + (10 * Math.log(10)) / Math.log(2.5);
  let seen = 0;
  for (let seed = 1; seed <= seeds; seed++)
    if (run({ minutes: began + 30, perMinute }, seed).some(({ minute }) => minute >= began && minute < limit))
      seen++;
  return seen / seeds;
}

/** After the first page of a step: seconds until a further tenfold is paged, and pages of a steady storm before realert. */
export function worsening(seeds: number): { again: number[]; steady: number } {
  const step = WARM_UP;
  const again: number[] = [];
  let steady = 0;
  for (let seed = 1; seed <= seeds; seed++) {
    const further = step + 5 + (seed % 20);
    const pages = run(
      {
        minutes: further + 3,
        perMinute: (minute) => (minute < step ? 10 : minute < further ? 50 : 500),
      },
      seed,
    ).filter(({ minute }) => minute >= step);
    steady += pages.filter(({ minute }) => minute < further).length - 1;
    const second = pages.find(({ minute }) => minute >= further);
    again.push(second ? (second.minute - further) * 60 : Number.POSITIVE_INFINITY);
  }
  return { again: again.sort((a, b) => a - b), steady };
}

/** Everything that is asked of the spike rule, in figures. */
export function benchSpike(seeds: number): Row[] {
  const rows: Row[] = [];
  for (const scatter of [1, 2]) {
    const delays = stepDelays(seeds, scatter);
    const quiet = quietPages(Math.ceil(seeds / 20), { perMinute: () => 10, scatter });
    const name = scatter === 1 ? 'Poisson' : 'scatter 2';
    rows.push(
      { name: `step 10→50 a minute, ${name}: median`, value: quantile(delays, 0.5), unit: 's' },
      { name: `step 10→50 a minute, ${name}: 95 %`, value: quantile(delays, 0.95), unit: 's' },
      { name: `no step, ${name}`, value: mean(quiet.map(({ length }) => length)), unit: 'pages a month' },
    );
  }
  rows.push({ name: 'ramp ×2.5 a 10 minutes, paged before 100', value: 100 * rampsSeen(seeds), unit: '%' });
  const { again, steady } = worsening(seeds);
  rows.push(
    { name: 'a further ×10 after the first page: 95 %', value: quantile(again, 0.95), unit: 's' },
    { name: 'a further ×10 after the first page: longest', value: quantile(again, 1), unit: 's' },
    { name: 'steady storm: further pages', value: steady / seeds, unit: 'a storm' },
  );
  const night = (minute: number) => Math.max(0, Math.sin((2 * Math.PI * (minute - 6 * HOUR)) / DAY));
  const courses: [string, Omit<Course, 'minutes'>][] = [
    ['1–5 an hour', { perMinute: (minute) => (1 + (minute % 5)) / 60 }],
    ['1–5 an hour, scatter 4', { perMinute: () => 3 / 60, scatter: 4 }],
    ['60 an hour, scatter 10', { perMinute: () => 1, scatter: 10 }],
    ['day and night, 0–5 an hour', { perMinute: (minute) => (5 * night(minute)) / 60 }],
    ['day and night, 0–20 a minute', { perMinute: (minute) => 20 * night(minute) }],
    ['day and night, 0–3 a minute, scatter 3', { perMinute: (minute) => 3 * night(minute), scatter: 3 }],
  ];
  for (const [name, course] of courses)
    rows.push({
      name: `no step, ${name}`,
      value: mean(quietPages(Math.ceil(seeds / 20), course).map(({ length }) => length)),
      unit: 'pages a brand-month',
    });
  return rows;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
