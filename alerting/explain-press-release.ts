import type { Verdict } from '#enrich/brand-mention';
import type { Explanation, Gate } from './explanation';
import type { KeptCase, PressReleaseState } from './press-release-state';
import { isAtLeast } from './release-case';

/** What is known of doubted releases at this event time, raised or not; the worst of them is what the gates ask about. */
export function explainPressRelease(
  { cases }: PressReleaseState,
  at: number,
  threshold: Verdict,
  timeframe: number,
): Explanation {
  const known = cases.filter(({ lastAt }) => lastAt >= at - timeframe);
  const worst = known.reduce<KeptCase | undefined>(
    (found, one) => (!found || outweighs(one, found) ? one : found),
    undefined,
  );
  return {
    window: { from: Math.min(at - timeframe, ...known.map(({ firstAt }) => firstAt)), to: at },
    seen: known.reduce((sum, { mentions }) => sum + mentions, 0),
    unit: `mentions of ${known.length} doubted release${known.length === 1 ? '' : 's'}`,
    gates: gatesOf(worst, threshold),
  };
}

function outweighs(one: KeptCase, other: KeptCase): boolean {
  if (one.isRaised !== other.isRaised) return one.isRaised;
  return one.verdict !== other.verdict && isAtLeast(one.verdict, other.verdict);
}

function gatesOf(worst: KeptCase | undefined, threshold: Verdict): Gate[] {
  const verdict: Gate = {
    name: 'verdict',
    seen: worst?.verdict ?? 'no doubted release',
    needs: 'at least',
    limit: threshold,
    open: worst !== undefined && isAtLeast(worst.verdict, threshold),
  };
  if (!worst) return [verdict];
  const { settled } = worst;
  const name = worst.isRaised ? 'borne out, after it was raised' : 'borne out';
  // What was raised stays one affair until nothing more is heard of it, also when it proves genuine.
  const open = worst.isRaised || settled?.verdict !== 'corroborated';
  return [
    verdict,
    { name, seen: settled?.verdict ?? 'by nobody', needs: 'not', limit: 'corroborated', open },
  ];
}
