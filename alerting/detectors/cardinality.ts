import { z } from 'zod';
import { durationInWords } from '#enrich/duration-in-words';
import { type DetectorContext, defineDetector, type Finding, type Observation } from '../detector';
import { createDistinctCounter, type DistinctTerms } from '../distinct-terms';
import { countInWords } from '../in-words';
import { TERM_WORDS, TermField, termsOf } from '../term-field';
import { isWatched, noteAbsence, noteWatched, type WatchedSpan } from '../watched-span';
import {
  addCount,
  bucketsOf,
  emptyCounts,
  sumCounts,
  BUCKETS_PER_WINDOW as WINDOW,
  type WindowCounts,
} from '../window-counts';

const Limit = z.number().int().min(1).max(2_000).optional();

const Options = z
  .strictObject({
    cardinality_field: TermField.describe('whose different values are counted'),
    min_cardinality: Limit.describe(
      'fires when there are fewer different values, while anything is said at all: silence is for flatline',
    ),
    max_cardinality: Limit.describe('fires when there are more different values'),
  })
  .refine(({ min_cardinality: min, max_cardinality: max }) => min !== undefined || max !== undefined, {
    path: ['max_cardinality'],
    message: 'is missing: set max_cardinality, min_cardinality or both, or the rule would never fire',
  })
  .refine(({ min_cardinality: min = 0, max_cardinality: max = min }) => min <= max, {
    path: ['min_cardinality'],
    message: 'must not be above max_cardinality: the rule would always fire',
  });

type Side = 'more' | 'fewer';
type State = WatchedSpan & {
  mentions: WindowCounts;
  terms: DistinctTerms;
  side?: Side;
};

/** Counted up to so many times the limit: what is far above it is bad enough, and memory stays bounded: 22 bytes a value. */
const COUNTED_TIMES = 4;
const CALM_SHARE = 0.8;

function create(options: z.output<typeof Options>, context: DetectorContext) {
  const { cardinality_field: field, min_cardinality: min, max_cardinality: max } = options;
  const { timeframe, allowedLateness, counted } = context;
  const bucketOf = bucketsOf(timeframe);
  const distinct = createDistinctCounter(WINDOW, COUNTED_TIMES * Math.max(max ?? 0, min ?? 0, 10));
  const calm = max === undefined ? 0 : Math.ceil(max * CALM_SHARE);
  const unit = `different ${TERM_WORDS[field]}`;
  const span = durationInWords(timeframe);
  const sideOf = (
    state: State,
    at: number,
    different: number,
    before: Side | undefined,
  ): Side | undefined => {
    if (max !== undefined && different > (before === 'more' ? calm : max)) return 'more';
    if (min === undefined || different >= min) return undefined;
    return before === 'fewer' || isWatched(state, at, context) ? 'fewer' : undefined;
  };

  const words: Readonly<Record<Side, readonly string[]>> = {
    more: [
      `the alarm is set at more than ${countInWords(max ?? 0, unit)} in ${span}`,
      `over when there are ${calm.toLocaleString('en-GB')} or fewer`,
    ],
    fewer: [
      `the alarm is set at fewer than ${countInWords(min ?? 0, unit)} in ${span}`,
      `over when there are ${(min ?? 0).toLocaleString('en-GB')} or more, or when nothing is said at all`,
    ],
  };

  const finding = (at: number, side: Side, different: number, mentions: number): Finding => {
    const limit = (side === 'more' ? max : min) as number;
    const [only, where] = side === 'more' ? ['', 'above'] : ['only ', 'below'];
    return {
      at,
      window: { from: at - timeframe, to: at },
      seen: different,
      ...(side === 'fewer' && { expected: limit }),
      unit,
      summary: `${only}${countInWords(different, unit)} among ${countInWords(mentions, counted)} in ${span}; the alarm is set ${where} ${limit.toLocaleString('en-GB')}`,
      explanation: words[side],
      badness: side === 'more' ? different : (limit + 1) / (different + 1),
    };
  };

  const evaluate = (state: State, at: number, firing: boolean): Finding | undefined => {
    noteWatched(state, at);
    const before = firing ? state.side : undefined;
    state.side = undefined;
    const now = bucketOf(at);
    const mentions = sumCounts(state.mentions, now - WINDOW, now);
    // None among none is no finding, whatever the limits.
    if (mentions === 0) return undefined;
    const different = distinct.count(state.terms, now);
    const side = sideOf(state, at, different, before);
    if (!side) return undefined;
    state.side = side;
    return finding(at, side, different, mentions);
  };

  return {
    fresh: (): State => ({ mentions: emptyCounts(), terms: distinct.fresh() }),
    observe: (state: State, { at, mention }: Observation, isCounted: boolean) => {
      state.since ??= at;
      if (!isCounted) return;
      const bucket = bucketOf(at);
      addCount(state.mentions, bucket, WINDOW + 1);
      for (const term of termsOf(field, mention)) distinct.take(state.terms, term, bucket);
    },
    evaluate,
    resume: (state: State, at: number) => noteAbsence(state, at, allowedLateness),
  };
}

/** How many different authors, outlets, texts … speak: many for a storm that is no single voice, few for one that is. */
export const cardinality = defineDetector({
  kind: 'cardinality',
  summary:
    'More than max_cardinality, or fewer than min_cardinality, different values of a field in the timeframe.',
  options: Options,
  example: `name: many-voices
type: cardinality
filter: ['sentiment="negative"']
cardinality_field: author
max_cardinality: 50
timeframe: 30m
severity: error
`,
  create,
});
