import { z } from 'zod';
import { durationInWords } from '#enrich/duration-in-words';
import { type DetectorContext, defineDetector, type Finding, type Observation } from '../detector';
import { countInWords } from '../in-words';
import { isWatched, noteAbsence, noteWatched, type WatchedSpan } from '../watched-span';
import {
  addCount,
  BUCKETS_PER_WINDOW,
  bucketsOf,
  emptyCounts,
  sumCounts,
  type WindowCounts,
} from '../window-counts';

const Options = z.strictObject({
  threshold: z
    .number()
    .int()
    .min(1)
    .describe('fires when fewer than this many mentions fall within the timeframe'),
  forget_keys: z
    .boolean()
    .default(false)
    .describe(
      'true: who stays silent is told of once, and watched again when heard again; for a query_key whose values come and go',
    ),
});

/** Event times in epoch milliseconds. */
type State = WatchedSpan & {
  counts: WindowCounts;
  /** The last mention that counted. */
  heard?: number;
  /** It fell silent. */
  silentSince?: number;
  /** It has been silent for so long that this is taken as usual, until it is heard again. */
  isGivenUp?: boolean;
};

const DAY = 86_400_000;
/** Longer than so many timeframes (and a day), silence is no news any more. */
const GIVEN_UP_AFTER = 50;
/** Only above a few is there room between what fires and what is over. */
const CALM_SHARE = 1.25;

/** To the minute: of hours of silence nobody counts the seconds. */
const spanInWords = (ms: number): string =>
  durationInWords(ms < 120_000 ? ms : Math.round(ms / 60_000) * 60_000);

function create({ threshold, forget_keys: forgets }: z.output<typeof Options>, context: DetectorContext) {
  const { timeframe, counted, allowedLateness } = context;
  const bucketOf = bucketsOf(timeframe);
  const calm = Math.floor(threshold * CALM_SHARE);
  const givenUpAfter = forgets ? timeframe : Math.max(DAY, GIVEN_UP_AFTER * timeframe);
  const span = durationInWords(timeframe);
  const wanted = `where at least ${threshold.toLocaleString('en-GB')} ${threshold === 1 ? 'was' : 'were'} to be expected`;

  const summaryOf = ({ heard, since = 0 }: State, at: number, seen: number): string => {
    if (seen >= threshold)
      return `${countInWords(seen, counted)} in ${span}, still fewer than the ${calm.toLocaleString('en-GB')} that end the alarm`;
    if (seen > 0) return `only ${countInWords(seen, counted)} in ${span}, ${wanted}`;
    const none = `no ${counted.replace(/s\b/, '')}`;
    if (heard === undefined)
      return `${none} at all in the ${spanInWords(at - since)} of the watch, ${wanted} in ${span}`;
    return `${none} for ${spanInWords(at - heard)}, ${wanted} in ${span}`;
  };

  /** Up to 2 the fewer there are, from 2 on the longer there is none: silence grows worse, a window that runs empty hardly. */
  const badnessOf = ({ heard, since = 0 }: State, at: number, seen: number): number =>
    seen > 0 ? 2 - seen / threshold : 2 * Math.max(1, (at - (heard ?? since)) / timeframe);

  const finding = (state: State, at: number, seen: number): Finding => ({
    at,
    window: { from: at - timeframe, to: at },
    seen,
    expected: threshold,
    unit: counted,
    summary: summaryOf(state, at, seen),
    explanation: [
      `the alarm is set at fewer than ${threshold.toLocaleString('en-GB')} in ${span}`,
      `over when there are ${calm.toLocaleString('en-GB')} or more`,
      ...(seen === 0
        ? [`taken as usual when it has stayed silent for a further ${durationInWords(givenUpAfter)}`]
        : []),
    ],
    badness: badnessOf(state, at, seen),
  });

  const evaluate = (state: State, at: number, firing: boolean): Finding | undefined => {
    noteWatched(state, at);
    if (!firing) state.silentSince = undefined;
    if (state.isGivenUp) return undefined;
    if (!firing && !isWatched(state, at, context)) return undefined;
    const now = bucketOf(at);
    // One bucket more than the window: a mention at its very edge must not be missed.
    const seen = sumCounts(state.counts, now - BUCKETS_PER_WINDOW, now);
    if (seen >= (firing ? calm : threshold)) return undefined;
    state.silentSince = Math.min(state.silentSince ?? at, at);
    state.isGivenUp = seen === 0 && at - state.silentSince >= givenUpAfter;
    return state.isGivenUp ? undefined : finding(state, at, seen);
  };

  return {
    watchesSilence: true,
    fresh: (): State => ({ counts: emptyCounts() }),
    observe: (state: State, { at }: Observation, isCounted: boolean) => {
      state.since ??= at;
      if (!isCounted) return;
      addCount(state.counts, bucketOf(at), BUCKETS_PER_WINDOW + 1);
      if (state.isGivenUp && at > (state.heard ?? 0)) {
        state.isGivenUp = false;
        state.since = at;
      }
      state.heard = Math.max(state.heard ?? at, at);
    },
    evaluate,
    resume: (state: State, at: number) => noteAbsence(state, at, allowedLateness),
    ended: ({ isGivenUp }: State) =>
      isGivenUp ? 'it has been silent for so long that this is taken as usual' : 'it is heard again',
  };
}

/**
 * Too few mentions in the timeframe. Silence brings no mention that could be looked at, so this type is watched for
 * every brand that the rule is about (those that its filter on `brand` lets through) from the rule's first minute on:
 * a brand that was never heard fires after one timeframe, once, also across restarts. After an outage of Vigie itself,
 * silence is believed only when what was said meanwhile has had `allowed_lateness` to come in. A source that is down
 * sounds the same as a silent one: `vigie sources` tells them apart.
 */
export const flatline = defineDetector({
  kind: 'flatline',
  summary:
    'Fewer than threshold mentions that pass the filter within the timeframe, also of a brand never heard yet.',
  options: Options,
  example: `name: gone-quiet
type: flatline
filter: ['brand="acme"', 'channel="news"']
timeframe: 24h
threshold: 1
severity: warning
`,
  create,
});
