import { z } from 'zod';
import { Duration } from '#config/fields/duration';
import { durationInWords } from '#enrich/duration-in-words';
import { type DetectorContext, defineDetector, type Finding, type Observation } from '../detector';
import { countInWords } from '../in-words';
import {
  addCount,
  BUCKETS_PER_WINDOW,
  bucketsOf,
  emptyCounts,
  sumCounts,
  type WindowCounts,
} from '../window-counts';

const Options = z.strictObject({
  timeframe: Duration.default(3_600_000).describe(
    'mentions that follow each other within this time are one alert, which is told again when they have doubled',
  ),
});

function create(_: z.output<typeof Options>, { timeframe, counted }: DetectorContext) {
  const bucketOf = bucketsOf(timeframe);
  const span = durationInWords(timeframe);
  return {
    fresh: emptyCounts,
    observe: (state: WindowCounts, { at }: Observation, isCounted: boolean) => {
      if (isCounted) addCount(state, bucketOf(at), BUCKETS_PER_WINDOW + 1);
    },
    evaluate: (state: WindowCounts, at: number): Finding | undefined => {
      const now = bucketOf(at);
      const seen = sumCounts(state, now - BUCKETS_PER_WINDOW, now);
      if (seen === 0) return undefined;
      return {
        at,
        window: { from: at - timeframe, to: at },
        seen,
        unit: counted,
        summary: `${countInWords(seen, counted)} in ${span}`,
        explanation: ['every one that passes the filter counts', `over when there was none for ${span}`],
      };
    },
  };
}

/** Every mention that passes the filter; what follows within the timeframe belongs to the same alert. */
export const any = defineDetector({
  kind: 'any',
  summary: 'Every mention that passes the filter raises an alert, or belongs to the one that is open.',
  options: Options,
  example: `name: named-by-the-regulator
type: any
filter: ['channel="regulator"']
severity: error
`,
  create,
});
