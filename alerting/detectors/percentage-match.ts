import { z } from 'zod';
import type { BrandMention } from '#enrich/brand-mention';
import { durationInWords } from '#enrich/duration-in-words';
import type { Alert } from '../alert';
import { type DetectorContext, defineDetector, type Finding, type Observation } from '../detector';
import type { Explanation } from '../explanation';
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

/** The Wilson interval of a share: what it is at least and at most, at 95 % confidence. */
export function wilsonInterval(matching: number, all: number): { low: number; high: number } {
  if (all === 0) return { low: 0, high: 1 };
  const share = matching / all;
  const spread = Z * Math.sqrt((share * (1 - share) + Z ** 2 / (4 * all)) / all);
  const middle = share + Z ** 2 / (2 * all);
  const whole = 1 + Z ** 2 / all;
  return { low: Math.max(0, (middle - spread) / whole), high: Math.min(1, (middle + spread) / whole) };
}

/** Lower end of the Wilson interval. */
export function wilsonLowerBound(matching: number, all: number): number {
  return wilsonInterval(matching, all).low;
}

/** The highest whole percentage that the alert is above, luck set aside; an alert tells its share rounded. */
function strictestPercentage({ seen, badness }: Alert): number | undefined {
  if (badness === undefined || seen === 0) return undefined;
  const all = Math.round((100 * badness) / seen);
  return Math.max(0, Math.ceil(100 * wilsonLowerBound(badness, all) - 0.5) - 1);
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

  const measure = (state: State, at: number) => {
    const now = bucketOf(at);
    const sum = (counts: WindowCounts) => sumCounts(counts, now - BUCKETS_PER_WINDOW + 1, now);
    const matching = sum(state.matching);
    const all = matching + sum(state.others);
    return { matching, all, share: all === 0 ? 0 : (100 * matching) / all, unscored: sum(state.unscored) };
  };
  const fewest = (firing: boolean): number =>
    firing ? options.min_denominator / 2 : options.min_denominator;

  const evaluate = (state: State, at: number, firing: boolean): Finding | undefined => {
    const { matching, all, share, unscored } = measure(state, at);
    const least = 100 * wilsonLowerBound(matching, all);
    if (all < fewest(firing) || (firing ? share : least) <= limit) return undefined;
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

  const explain = (state: State, at: number, firing: boolean): Explanation => {
    const { matching, all, share } = measure(state, at);
    const { low, high } = wilsonInterval(matching, all);
    const asked = firing ? share : 100 * low;
    const name = firing ? 'max_percentage' : 'max_percentage, with room for chance';
    return {
      window: { from: at - timeframe, to: at },
      seen: share,
      unit: `% of ${countInWords(all, counted)} ${isNegative ? 'negative' : 'matching'}`,
      interval: { low: 100 * low, high: 100 * high },
      gates: [
        {
          name: firing ? 'min_denominator, half of it while firing' : 'min_denominator',
          seen: all,
          needs: 'at least',
          limit: fewest(firing),
          open: all >= fewest(firing),
        },
        { name, seen: asked, needs: 'more than', limit, open: asked > limit },
      ],
    };
  };
  return {
    fresh: (): State => ({ matching: emptyCounts(), others: emptyCounts(), unscored: emptyCounts() }),
    observe: (state: State, { at, mention }: Observation, isCounted: boolean) => {
      if (isCounted) addCount(state[pick(mention)], bucketOf(at), keep);
    },
    evaluate,
    explain,
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
  dials: [{ option: 'max_percentage', strictest: strictestPercentage }],
});
