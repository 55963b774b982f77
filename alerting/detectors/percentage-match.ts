import { z } from 'zod';
import type { BrandMention } from '#enrich/brand-mention';
import { durationInWords } from '#enrich/duration-in-words';
import { type DetectorContext, defineDetector, type Finding, type Observation } from '../detector';
import { countInWords } from '../in-words';
import { MatcherText } from '../matchers/matcher-text';
import { type MentionMatcher, parseMatcher } from '../matchers/parse-matcher';
import {
  addCount,
  BUCKETS_PER_WINDOW,
  bucketsOf,
  emptyCounts,
  sumCounts,
  type WindowCounts,
} from '../window-counts';

const Options = z.strictObject({
  match: z
    .array(MatcherText)
    .min(1)
    .describe('matchers that a mention must all pass to count toward the share'),
  max_percentage: z
    .number()
    .min(0)
    .lt(100)
    .describe('fires when the share of matching mentions is above this percentage, luck set aside'),
  min_denominator: z
    .number()
    .int()
    .min(1)
    .describe('no finding below this many mentions in the timeframe: 5 of 8 at night says little'),
});
type State = { matching: WindowCounts; others: WindowCounts; unscored: WindowCounts };

/** 95 % confidence, two-sided. */
const Z = 1.96;

/** Lower end of the Wilson interval of a share: what the share is at least, at 95 % confidence. */
export function wilsonLowerBound(matching: number, all: number): number {
  if (all === 0) return 0;
  const share = matching / all;
  const spread = Z * Math.sqrt((share * (1 - share) + Z ** 2 / (4 * all)) / all);
  return Math.max(0, (share + Z ** 2 / (2 * all) - spread) / (1 + Z ** 2 / all));
}

function readMatchers(texts: readonly string[]): MentionMatcher[] {
  return texts.map((text) => {
    const parsed = parseMatcher(text);
    if (!parsed.ok) throw new Error(`percentage_match: match "${text}": ${parsed.message}`);
    return parsed.matcher;
  });
}

function create(options: z.output<typeof Options>, context: DetectorContext) {
  const { timeframe, counted } = context;
  const matchers = readMatchers(options.match);
  const asksSentiment = matchers.some(({ field, value }) => field === 'sentiment' && value !== 'unscored');
  const bucketOf = bucketsOf(timeframe);
  const keep = BUCKETS_PER_WINDOW + 1 + Math.ceil((context.allowedLateness * BUCKETS_PER_WINDOW) / timeframe);
  const limit = options.max_percentage;
  const span = durationInWords(timeframe);
  const isNegative =
    options.match.length === 1 && /^\s*sentiment\s*(="?negative"?|<=?.*)$/.test(options.match[0] ?? '');
  const what = isNegative ? 'negative' : `such that ${options.match.join(' and ')}`;

  const pick = (mention: BrandMention): keyof State => {
    // A missing score is neither negative nor harmless: it is left out of the share and told apart.
    if (asksSentiment && mention.sentiment === undefined) return 'unscored';
    return matchers.every((matcher) => matcher.matches(mention)) ? 'matching' : 'others';
  };

  const evaluate = (state: State, at: number, firing: boolean): Finding | undefined => {
    const now = bucketOf(at);
    const sum = (counts: WindowCounts) => sumCounts(counts, now - BUCKETS_PER_WINDOW + 1, now);
    const matching = sum(state.matching);
    const all = matching + sum(state.others);
    const share = all === 0 ? 0 : (100 * matching) / all;
    const least = 100 * wilsonLowerBound(matching, all);
    const enough = all >= (firing ? options.min_denominator / 2 : options.min_denominator);
    if (!enough || (firing ? share : least) <= limit) return undefined;
    const unscored = sum(state.unscored);
    return {
      at,
      window: { from: at - timeframe, to: at },
      seen: Math.round(share),
      unit: `% of ${counted} ${isNegative ? 'negative' : 'matching'}`,
      summary: `${matching.toLocaleString('en-GB')} of ${countInWords(all, counted)} in ${span} ${matching === 1 ? 'is' : 'are'} ${what}: ${Math.round(share)} %, and the alarm is set at ${limit} %`,
      explanation: [
        `with room for chance it is at least ${Math.floor(least)} %`,
        `over when it is ${limit} % or less`,
        `no alarm on fewer than ${countInWords(options.min_denominator, counted)}`,
        ...(unscored > 0
          ? [
              `${countInWords(unscored, counted)} without a judged tone ${unscored === 1 ? 'is' : 'are'} left out`,
            ]
          : []),
      ],
      badness: matching,
      focus: options.match,
    };
  };
  return {
    fresh: (): State => ({ matching: emptyCounts(), others: emptyCounts(), unscored: emptyCounts() }),
    observe: (state: State, { at, mention }: Observation, isCounted: boolean) => {
      if (isCounted) addCount(state[pick(mention)], bucketOf(at), keep);
    },
    evaluate,
  };
}

/** A share of the mentions that turns, for example to the negative. */
export const percentageMatch = defineDetector({
  kind: 'percentage_match',
  summary:
    'More than max_percentage of the mentions in the timeframe pass the match, beyond what luck explains.',
  options: Options,
  example: `name: turn-to-the-negative
type: percentage_match
timeframe: 30m
match: ['sentiment="negative"']
max_percentage: 40
min_denominator: 30
severity: error
`,
  create,
});
