import { percentageMatch } from '#alerting/detectors/percentage-match';
import { type Rule, RuleBase } from '#alerting/rule';
import type { BrandMention, SentimentLabel } from '#enrich/brand-mention';
import { seededRandom } from '../synthetic-mentions';
import type { Course } from './arrivals';
import type { Seen } from './scorer-errors';
import { type RaisedPage, watchCourse } from './watch-course';

const HOUR = 60;
export const DAY = 24 * HOUR;
const MONTH = 30 * DAY;
/** Of the texts that are not negative, so many are neutral, the others positive. */
const NEUTRAL = 0.6;

/** How a brand is spoken of: how many mentions come, and which share of them is truly negative, at each minute. */
export type ToneCourse = Course & { readonly negative: (minute: number) => number; readonly seen: Seen };

/** The rule that all trials run. */
export function negativityRule(options: Record<string, unknown> = {}): Rule {
  return {
    ...RuleBase.parse({ name: 'tone', timeframe: '1h' }),
    type: 'percentage_match',
    options: percentageMatch.options.parse({
      match: ['sentiment="negative"'],
      baseline: 'history',
      min_denominator: 40,
      ...options,
    }),
    origin: { file: 'trial.yaml', line: 1 },
  };
}

/** Pages that a rule sends over a course in which each text's tone is judged as the scorer judges. */
export function watchTone(rule: Rule, course: ToneCourse, seed: number): RaisedPage[] {
  const random = seededRandom(seed);
  const mention = (minute: number): BrandMention => {
    const truth: SentimentLabel =
      random() < course.negative(minute) ? 'negative' : random() < NEUTRAL ? 'neutral' : 'positive';
    const texts = course.seen[truth];
    const judged = texts[Math.floor(random() * texts.length)];
    return { sentiment: { confidence: 1, words: [], model: 'trial', ...judged } } as unknown as BrandMention;
  };
  return watchCourse(rule, course, { random, mention });
}

/** How long a history the trials of a step have before it, and how long they are watched after it; minutes. */
export type StepTrial = {
  readonly rule: Rule;
  readonly seen: Seen;
  readonly before: number;
  readonly after: number;
};

/** Minutes from a step of the true share, 20 → 45 % at 10 mentions a minute, to the first page after it; sorted. */
export function stepDelays(seeds: number, { rule, seen, before, after }: StepTrial): number[] {
  const delays = Array.from({ length: seeds }, (_, seed) => {
    const course = {
      minutes: before + after,
      perMinute: () => 10,
      negative: (minute: number) => (minute < before ? 0.2 : 0.45),
      seen,
    };
    const page = watchTone(rule, course, seed + 1).find(({ minute }) => minute >= before);
    return page ? page.minute - before : Number.POSITIVE_INFINITY;
  });
  return delays.sort((a, b) => a - b);
}

/** Pages of a month in which nothing happens, for each seed. */
export function quietPages(
  seeds: number,
  rule: Rule,
  course: Omit<ToneCourse, 'minutes'>,
  minutes = MONTH,
): number[] {
  return Array.from(
    { length: seeds },
    (_, seed) => watchTone(rule, { ...course, minutes }, seed + 5_001).length,
  );
}

const night = (minute: number) => Math.max(0, Math.sin((2 * Math.PI * (minute - 6 * HOUR)) / DAY));

/** Brands of which nothing is to be told. */
export const QUIET_COURSES: readonly (readonly [string, Omit<ToneCourse, 'minutes' | 'seen'>])[] = [
  ['10 a minute', { perMinute: () => 10, negative: () => 0.2 }],
  ['day and night, 0–20 a minute', { perMinute: (minute) => 20 * night(minute), negative: () => 0.2 }],
  ['3 an hour', { perMinute: () => 3 / 60, negative: () => 0.2 }],
  [
    'share drifts 15–25–15 % in 30 days',
    { perMinute: () => 10, negative: (minute) => 0.2 - 0.05 * Math.cos((2 * Math.PI * minute) / MONTH) },
  ],
  [
    'share by the hour of day, 14–26 %',
    { perMinute: () => 10, negative: (minute) => 0.2 + 0.06 * Math.sin((2 * Math.PI * minute) / DAY) },
  ],
  [
    'each hour another share, 10–30 %',
    { perMinute: () => 10, negative: (minute) => 0.1 + 0.2 * seededRandom(Math.floor(minute / HOUR))() },
  ],
];
