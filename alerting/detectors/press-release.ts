import { z } from 'zod';
import { Duration } from '#config/fields/duration';
import { Severity } from '../alert';
import { type DetectorContext, defineDetector, type Finding, type Observation } from '../detector';
import { explainPressRelease } from '../explain-press-release';
import { findPressRelease } from '../find-press-release';
import { emptyPressReleases, forgetCases, type PressReleaseState, takeJudged } from '../press-release-state';
import { isAtLeast } from '../release-case';

const Threshold = z.enum(['unverified', 'suspect', 'likely-fake']);

const Options = z.strictObject({
  verdict: Threshold.default('suspect').describe(
    'raises an alert from this verdict on; what the brand has refuted always counts',
  ),
  timeframe: Duration.default(86_400_000).describe(
    'how long after the last that was heard of it a fake is still under way; all of that time is one incident',
  ),
  allowed_lateness: Duration.default(3_600_000).describe(
    'how far behind the newest mention a relay or a denial may be published and still be counted',
  ),
  count_by: z
    .literal('mentions')
    .default('mentions')
    .describe('always mentions: each relay and each denial of a release is looked at'),
  severity: Severity.default('critical').describe('info, warning, error or critical'),
});

function create({ verdict: threshold }: z.output<typeof Options>, context: DetectorContext) {
  /** What was found since something was last taken in: it is asked for with every mention of a storm. */
  const found = new WeakMap<PressReleaseState, Finding>();
  return {
    fresh: emptyPressReleases,
    observe: (state: PressReleaseState, { at, mention }: Observation, isCounted: boolean) => {
      const { pressRelease: judged } = mention;
      if (!isCounted || !judged) return;
      takeJudged(state, { at, mention, judged, threshold });
      found.delete(state);
    },
    evaluate: (state: PressReleaseState, at: number) => {
      if (forgetCases(state, at - context.timeframe)) found.delete(state);
      const known = found.get(state);
      if (known) return { ...known, at, window: { from: Math.min(at, known.window.from), to: at } };
      const finding = findPressRelease(state, at, threshold, context);
      if (finding) found.set(state, finding);
      return finding;
    },
    explain: (state: PressReleaseState, at: number) =>
      explainPressRelease(state, at, threshold, context.timeframe),
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
  dials: [
    {
      option: 'verdict',
      words: Threshold.options,
      strictest: ({ release }) => {
        if (!release) return undefined;
        // What the brand has refuted is raised at every setting.
        const place = Threshold.options.findLastIndex((verdict) => isAtLeast(release.verdict, verdict));
        return place < 0 ? undefined : place;
      },
    },
  ],
});
