import { durationInWords } from '#enrich/duration-in-words';
import type { Finding } from '../detector';
import { roundCount } from '../in-words';
import type { Burst } from './burst';
import { limitsOf, type Spike, type SpikeState } from './spike-state';
import { burstGates, type Direction, historyInWords, spikeSummary, windowGates } from './spike-words';

/** What holds: `level` is in mentions per minute; `burst` where the whole window does not show it yet. */
export type Holding = {
  readonly direction: Direction;
  readonly expected: number;
  readonly level: number;
  readonly isSeasonal: boolean;
  /** The declared moment that has a say in what is expected: `3 times the usual, for results day`. */
  readonly because?: string | undefined;
  readonly burst?: Burst;
};

/** What a spike rule tells of the window that ends at this event time and holds `seen` mentions. */
export function spikeFinding(
  spike: Spike,
  state: SpikeState,
  { at, seen, holding }: { readonly at: number; readonly seen: number; readonly holding: Holding },
): Finding {
  const { timeframe, counted } = spike.context;
  const { direction, expected, level, burst, because } = holding;
  const span = durationInWords(timeframe);
  const shown = burst ?? { from: at - timeframe, seen, expected };
  const spanShown = burst ? durationInWords(Math.ceil((at + 1 - burst.from) / 1_000) * 1_000) : span;
  const limits = limitsOf(spike, direction, expected);
  const usual = usualInWords(spike, state, at, holding.isSeasonal);
  return {
    at,
    window: { from: shown.from, to: at },
    seen: shown.seen,
    expected: roundCount(shown.expected),
    unit: counted,
    summary: spikeSummary(shown.seen, counted, spanShown, shown.expected, direction),
    explanation: burst
      ? burstGates(burst, { span, usual, calms: limits.calms, because })
      : windowGates({ direction, expected, seen }, limits, {
          span,
          usual,
          floor: spike.options.threshold_ref,
          because,
        }),
    badness: direction === 'up' ? level * spike.minutes : expected / Math.max(1, seen),
  };
}

/** What the expected count stands on. */
function usualInWords(
  { options, context, width }: Spike,
  { since = 0 }: SpikeState,
  at: number,
  isSeasonal: boolean,
) {
  if (isSeasonal) return 'what this hour of the week usually brings';
  const before = Math.max(0, at - (since + 1) * width - context.timeframe);
  const history = historyInWords(Math.min(options.reference_windows * context.timeframe, before));
  return `the average of the ${history.replace(/^1 /, '')} before`;
}
