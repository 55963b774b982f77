import type { DetectorContext, Finding, Observation } from '../detector';
import type { Explanation } from '../explanation';
import { countInWords } from '../in-words';
import { BUCKETS_PER_WINDOW, bucketsOf, sumCounts } from '../window-counts';
import { denominatorGate, explainShare, percentOf } from './explain-share';
import { countShare, emptyShareCounts, type ShareCounts, tallyOf } from './share-counts';
import { readShareMatch } from './share-match';
import { shareInWords, shareUnit, unscoredInWords } from './share-words';
import { wilsonInterval } from './wilson-interval';

type Options = {
  readonly match: readonly string[];
  readonly max_percentage: number;
  readonly min_denominator: number;
};

/** The share of the timeframe beside a limit that the rule gives. */
export function createShareLimit(options: Options, context: DetectorContext) {
  const { timeframe, counted } = context;
  const match = readShareMatch(options.match);
  const bucketOf = bucketsOf(timeframe);
  const keep = BUCKETS_PER_WINDOW + 1 + Math.ceil((context.allowedLateness * BUCKETS_PER_WINDOW) / timeframe);
  const limit = options.max_percentage;

  const evaluate = (state: ShareCounts, at: number, firing: boolean): Finding | undefined => {
    const now = bucketOf(at);
    const from = now - BUCKETS_PER_WINDOW + 1;
    const { matching, mentions: all } = tallyOf(state, from, now);
    const share = all === 0 ? 0 : (100 * matching) / all;
    const least = 100 * wilsonInterval(matching, all).least;
    const enough = all >= (firing ? options.min_denominator / 2 : options.min_denominator);
    if (!enough || (firing ? share : least) <= limit) return undefined;
    const seen = { matching, all, unscored: sumCounts(state.unscored, from, now), span: timeframe };
    return {
      at,
      window: { from: at - timeframe, to: at },
      seen: Math.round(share),
      unit: shareUnit(counted, match),
      summary: `${shareInWords(seen, counted, match)}, and the alarm is set at ${limit} %`,
      explanation: [
        `with room for chance it is at least ${Math.floor(least)} %`,
        `over when it is ${limit} % or less`,
        `no alarm on fewer than ${countInWords(options.min_denominator, counted)}`,
        ...unscoredInWords(seen),
      ],
      badness: matching,
      focus: options.match,
    };
  };
  const explain = (state: ShareCounts, at: number, firing: boolean): Explanation => {
    const now = bucketOf(at);
    const { matching, mentions: all } = tallyOf(state, now - BUCKETS_PER_WINDOW + 1, now);
    const { isNegative } = match;
    const asked = firing ? percentOf(matching, all) : 100 * wilsonInterval(matching, all).least;
    const name = firing ? 'max_percentage' : 'max_percentage, with room for chance';
    return explainShare({ from: at - timeframe, at, matching, all, counted, isNegative }, [
      denominatorGate(all, options.min_denominator, firing),
      { name, seen: asked, needs: 'more than', limit, open: asked > limit },
    ]);
  };
  return {
    explain,
    fresh: () => emptyShareCounts(false),
    observe: (state: ShareCounts, { at, mention }: Observation, isCounted: boolean) => {
      if (isCounted) countShare(state, { mention, bucket: bucketOf(at), match }, keep);
    },
    evaluate,
  };
}
