import { z } from 'zod';
import { durationInWords } from '#enrich/duration-in-words';
import { type DetectorContext, defineDetector, type Finding, type Observation } from '../detector';
import { countInWords } from '../in-words';
import {
  addValue,
  type Measured,
  type MeasuredWindow,
  mergeMeasured,
  percentileOf,
} from '../measured-window';
import {
  type Aggregation,
  AggregationType,
  METRICS,
  MetricKey,
  nameAggregation,
  thingsAggregated,
} from '../mention-metric';
import { isWatched, noteAbsence, noteWatched, type WatchedSpan } from '../watched-span';
import {
  addCount,
  bucketsOf,
  emptyCounts,
  sumCounts,
  BUCKETS_PER_WINDOW as WINDOW,
  type WindowCounts,
} from '../window-counts';

const Options = z
  .strictObject({
    metric_agg_key: MetricKey.describe(
      'what is measured of each mention: sentiment (−1 to 1), reach (people who may have seen it), followers of its author, engagement (likes, reposts and replies), views',
    ),
    metric_agg_type: AggregationType.describe('how the values of the timeframe become one'),
    percentile_range: z
      .number()
      .gt(0)
      .lt(100)
      .optional()
      .describe('with percentiles, which one: 95 is what 95 % of the mentions do not exceed'),
    min_threshold: z.number().optional().describe('fires when the result is below this'),
    max_threshold: z.number().optional().describe('fires when the result is above this'),
    min_doc_count: z
      .number()
      .int()
      .min(1)
      .describe('floor: no finding on fewer mentions with a value in the timeframe'),
  })
  .refine(({ min_threshold: min, max_threshold: max }) => min !== undefined || max !== undefined, {
    path: ['max_threshold'],
    message: 'is missing: set max_threshold, min_threshold or both, or the rule would never fire',
  })
  .refine(
    ({ min_threshold: min, max_threshold: max }) => !(min !== undefined && max !== undefined && min > max),
    {
      path: ['min_threshold'],
      message: 'must not be above max_threshold: the rule would always fire',
    },
  )
  .refine(
    ({ metric_agg_type: type, percentile_range: percent }) =>
      (type === 'percentiles') === (percent !== undefined),
    {
      path: ['percentile_range'],
      message: 'goes with metric_agg_type: percentiles, and percentiles with it',
    },
  );
type Options = z.output<typeof Options>;

type State = WatchedSpan & {
  measured: MeasuredWindow;
  without: WindowCounts;
};

function aggregate(
  { type, percent }: Aggregation,
  window: MeasuredWindow,
  from: number,
  measured: Measured,
): number {
  switch (type) {
    case 'min':
      return measured.low;
    case 'max':
      return measured.high;
    case 'sum':
      return measured.sum;
    case 'avg':
      return measured.sum / measured.n;
    case 'percentiles':
      return percentileOf(window, from, percent);
    default:
      return type satisfies never;
  }
}

/** As exact as thresholds are written: a tone of -0.203 is below -0.2. */
const rounded = (value: number): number => {
  const size = Math.abs(value) < 1 ? 1_000 : Math.abs(value) < 10 ? 100 : 1;
  return Math.round(value * size) / size;
};
const inWords = (value: number): string => rounded(value).toLocaleString('en-GB');

function create(options: Options, context: DetectorContext) {
  const { metric_agg_key: key, min_threshold: min, max_threshold: max, min_doc_count: least } = options;
  const { timeframe, allowedLateness, counted } = context;
  const { read, unit, noun } = METRICS[key];
  const bucketOf = bucketsOf(timeframe);
  const kept = { keep: WINDOW + 1, withBins: options.metric_agg_type === 'percentiles' };
  const aggregation = { key, type: options.metric_agg_type, percent: options.percentile_range ?? 0 };
  const [name, things] = [nameAggregation(aggregation), thingsAggregated(aggregation)];
  const span = durationInWords(timeframe);

  /** Of a sum that grows, little says something only once a whole timeframe was watched. */
  const isWhole = (state: State, at: number): boolean =>
    options.metric_agg_type !== 'sum' || isWatched(state, at, context);

  /** Twice as many hostile voices are twice as bad; of reach and its like, twice as much. */
  const badnessOf = (value: number, n: number, limit: number, isAbove: boolean): number => {
    if (key === 'sentiment') return n;
    return isAbove ? Math.max(value, 0) : (Math.max(limit, 0) + 1) / (Math.max(value, 0) + 1);
  };

  const evaluate = (state: State, at: number, firing: boolean): Finding | undefined => {
    noteWatched(state, at);
    const now = bucketOf(at);
    const from = now - WINDOW;
    const measured = mergeMeasured(state.measured, from);
    if (measured.n === 0 || measured.n < (firing ? least / 2 : least)) return undefined;
    const value = aggregate(aggregation, state.measured, from, measured);
    const isAbove = max !== undefined && value > max;
    const isBelow = min !== undefined && value < min && (firing || isWhole(state, at));
    if (!isAbove && !isBelow) return undefined;
    const limit = (isAbove ? max : min) as number;
    const without = sumCounts(state.without, from, now);
    return {
      at,
      window: { from: at - timeframe, to: at },
      seen: rounded(value),
      unit: things,
      summary: `the ${name} of ${countInWords(measured.n, counted)} in ${span} is ${inWords(value)}${unit}, and the alarm is set ${isAbove ? 'above' : 'below'} ${limit.toLocaleString('en-GB')}`,
      explanation: [
        ...(key === 'sentiment' ? ['the tone goes from −1 (hostile) to 1 (friendly)'] : []),
        `over when it is ${limit.toLocaleString('en-GB')} or ${isAbove ? 'less' : 'more'}`,
        `no alarm on fewer than ${countInWords(least, counted)}`,
        ...(without > 0
          ? [`${countInWords(without, counted)} of unknown ${noun} ${without === 1 ? 'is' : 'are'} left out`]
          : []),
      ],
      badness: badnessOf(value, measured.n, limit, isAbove),
    };
  };

  return {
    fresh: (): State => ({ measured: [], without: emptyCounts() }),
    observe: (state: State, { at, mention }: Observation, isCounted: boolean) => {
      state.since ??= at;
      if (!isCounted) return;
      const value = read(mention);
      // What was not judged is neither zero nor harmless: it is left out and told apart.
      if (value === undefined) addCount(state.without, bucketOf(at), WINDOW + 1);
      else addValue(state.measured, bucketOf(at), value, kept);
    },
    evaluate,
    resume: (state: State, at: number) => noteAbsence(state, at, allowedLateness),
  };
}

/**
 * One number out of what each mention of the timeframe measures: the average tone, the reach in all, the following of
 * the biggest author. Percentiles are read from counts by size: exact to 0.01 for the tone, to a twentieth for reach.
 */
export const metricAggregation = defineDetector({
  kind: 'metric_aggregation',
  summary:
    'The lowest, highest, average, total or percentile of a number that mentions have is beyond a threshold.',
  options: Options,
  example: `name: far-reaching
type: metric_aggregation
filter: ['sentiment="negative"']
metric_agg_key: reach
metric_agg_type: sum
max_threshold: 1000000
min_doc_count: 5
timeframe: 30m
severity: error
`,
  create,
});
