import { z } from 'zod';
import { Duration } from '#config/fields/duration';
import type { Alert } from '../alert';
import { type Detector, type DetectorContext, defineDetector } from '../detector';
import { MatcherText } from '../matchers/matcher-text';
import { createShareHistory } from '../share/create-share-history';
import { createShareLimit } from '../share/create-share-limit';
import { wilsonInterval } from '../share/wilson-interval';

const DAY = 86_400_000;

const Options = z
  .strictObject({
    match: z
      .array(MatcherText)
      .min(1)
      .describe('matchers that a mention must all pass to count toward the share'),
    baseline: z
      .enum(['fixed', 'history'])
      .default('fixed')
      .describe(
        'fixed: the share is held against max_percentage; history: against what is usual for the group',
      ),
    max_percentage: z
      .number()
      .min(0)
      .lt(100)
      .optional()
      .describe('fixed: fires when the share of matching mentions is above this percentage, luck set aside'),
    min_shift: z
      .number()
      .gt(0)
      .lt(100)
      .default(5)
      .describe(
        'history: fires only when the share is at least this many percentage points above the usual one',
      ),
    min_denominator: z
      .number()
      .int()
      .min(1)
      .describe('no finding on fewer mentions than this: 5 of 8 at night says little'),
    evidence: z
      .enum(['match', 'tone'])
      .default('match')
      .describe(
        'history: match tests how many mentions match; tone, for a match on sentiment, how negative they are: a change shows sooner where the judge of tone errs',
      ),
    history: Duration.default(DAY).describe(
      'history: what is usual is learned over about this long, older mentions counting for ever less',
    ),
    adapt_after: Duration.default(DAY).describe(
      'history: what is usual stands still while firing; after this long the new level is taken as usual',
    ),
  })
  .refine(({ baseline, max_percentage }) => baseline === 'history' || max_percentage !== undefined, {
    path: ['max_percentage'],
    message: 'needed unless baseline is history',
  })
  .refine(({ baseline, max_percentage }) => baseline === 'fixed' || max_percentage === undefined, {
    path: ['max_percentage'],
    message: 'of no use where baseline is history: min_shift says how much more than usual it takes',
  })
  .refine(
    ({ evidence, match }) => evidence === 'match' || match.some((text) => /^\s*sentiment\b/.test(text)),
    {
      path: ['evidence'],
      message: 'tone needs a match on sentiment',
    },
  );

function create(options: z.output<typeof Options>, context: DetectorContext): Detector {
  const { baseline, max_percentage = 0 } = options;
  return baseline === 'history'
    ? createShareHistory(options, context)
    : createShareLimit({ ...options, max_percentage }, context);
}

/** The highest whole percentage that the alert is above, luck set aside; an alert tells its share rounded. */
function strictestPercentage({ seen, badness }: Alert): number | undefined {
  if (badness === undefined || seen === 0) return undefined;
  const all = Math.round((100 * badness) / seen);
  return Math.max(0, Math.ceil(100 * wilsonInterval(badness, all).least - 0.5) - 1);
}

/** A share of the mentions that turns, for example to the negative. */
export const percentageMatch = defineDetector({
  kind: 'percentage_match',
  summary:
    'More of the mentions pass the match than max_percentage, or than is usual for the group, beyond what luck explains.',
  options: Options,
  example: `name: turn-to-the-negative
type: percentage_match
timeframe: 3h
match: ['sentiment="negative"']
baseline: history
min_denominator: 40
severity: error
`,
  create,
  dials: [{ option: 'max_percentage', strictest: strictestPercentage }],
});
