import { z } from 'zod';
import { durationInWords } from '#enrich/duration-in-words';
import { type DetectorContext, defineDetector, type Finding } from '../detector';
import type { Explanation } from '../explanation';
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
  num_events: z.number().int().min(1).describe('fires when this many mentions fall within the timeframe'),
});

function create({ num_events: wanted }: z.output<typeof Options>, context: DetectorContext) {
  const { timeframe, counted } = context;
  const bucketOf = bucketsOf(timeframe);
  const lateBuckets = Math.ceil((context.allowedLateness * BUCKETS_PER_WINDOW) / timeframe);
  const keep = BUCKETS_PER_WINDOW + 1 + lateBuckets;
  const span = durationInWords(timeframe);
  // The most that is no longer half of what raises the alarm.
  const calm = Math.ceil(wanted / 2) - 1;

  // One bucket more than the window: counting a sixtieth too much is better than missing the last mention.
  const seenAt = (state: WindowCounts, at: number): number =>
    sumCounts(state, bucketOf(at) - BUCKETS_PER_WINDOW, bucketOf(at));
  // Half of it while firing, so that a count around the limit does not open and close the alert all day.
  const limitOf = (firing: boolean): number => (firing ? wanted / 2 : wanted);

  const evaluate = (state: WindowCounts, at: number, firing: boolean): Finding | undefined => {
    const seen = seenAt(state, at);
    if (seen < limitOf(firing)) return undefined;
    return {
      at,
      window: { from: at - timeframe, to: at },
      seen,
      unit: counted,
      summary: `${countInWords(seen, counted)} in ${span}${wanted > 1 ? `; the alarm is set at ${wanted}` : ''}`,
      explanation: [
        wanted === 1 ? 'a single one raises the alarm' : `the alarm is set at ${wanted} in ${span}`,
        `over when ${calm === 0 ? 'there was none' : `there were ${calm} or fewer`} for ${span}`,
      ],
    };
  };
  return {
    fresh: emptyCounts,
    observe: (state: WindowCounts, { at }: { at: number }, isCounted: boolean) => {
      if (isCounted) addCount(state, bucketOf(at), keep);
    },
    evaluate,
    explain: (state: WindowCounts, at: number, firing: boolean): Explanation => {
      const seen = seenAt(state, at);
      const limit = limitOf(firing);
      const name = firing ? 'num_events, half of it while firing' : 'num_events';
      return {
        window: { from: at - timeframe, to: at },
        seen,
        unit: counted,
        gates: [{ name, seen, needs: 'at least', limit, open: seen >= limit }],
      };
    },
  };
}

/** So many mentions in the timeframe, whatever is usual. */
export const frequency = defineDetector({
  kind: 'frequency',
  summary: 'At least num_events mentions that pass the filter within the timeframe.',
  options: Options,
  example: `name: suspect-release
type: frequency
filter: ['press_release.verdict>=suspect']
timeframe: 30m
num_events: 1
severity: critical
`,
  create,
  dials: [{ option: 'num_events', strictest: ({ seen }) => seen }],
});
