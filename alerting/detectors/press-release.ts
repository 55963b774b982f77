import { z } from 'zod';
import { Duration } from '#config/fields/duration';
import { Severity } from '../alert';
import { type DetectorContext, defineDetector, type Observation } from '../detector';
import { findPressRelease } from '../find-press-release';
import { emptyPressReleases, forgetCases, type PressReleaseState, takeJudged } from '../press-release-state';

const Options = z.strictObject({
  verdict: z
    .enum(['unverified', 'suspect', 'likely-fake'])
    .default('suspect')
    .describe('raises an alert from this verdict on; what the brand has refuted always counts'),
  timeframe: Duration.default(86_400_000).describe(
    'how long after the last that was heard of it a fake is still under way; all of that time is one incident',
  ),
  severity: Severity.default('critical').describe('info, warning, error or critical'),
});

function create({ verdict: threshold }: z.output<typeof Options>, context: DetectorContext) {
  return {
    fresh: emptyPressReleases,
    observe: (state: PressReleaseState, { at, mention }: Observation, isCounted: boolean) => {
      const { pressRelease: judged } = mention;
      if (isCounted && judged) takeJudged(state, { at, mention, judged, threshold });
    },
    evaluate: (state: PressReleaseState, at: number) => {
      forgetCases(state, at - context.timeframe);
      return findPressRelease(state, at, threshold, context);
    },
  };
}

/** A release that is probably not the brand's, with its relays and its denials, as one affair. */
export const pressRelease = defineDetector({
  kind: 'press_release',
  summary:
    'A text that poses as a release of the brand is judged verdict or worse; pages at once, and again when the verdict changes or another fake comes. Filter by brand, not by verdict: denials belong to it.',
  options: Options,
  example: `name: fake-release
type: press_release
verdict: suspect
severity: critical
`,
  create,
});
