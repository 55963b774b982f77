import type { Explanation, Gate } from '../explanation';
import { countInWords } from '../in-words';
import { wilsonInterval } from './wilson-interval';

/** A share as it is seen; `at` and `from` are epoch milliseconds of event time. */
export type SeenShare = {
  readonly from: number;
  readonly at: number;
  readonly matching: number;
  readonly all: number;
  readonly counted: string;
  readonly isNegative: boolean;
  /** What is usual, a share of 1; undefined where the rule gives a limit. */
  readonly usual?: number;
};

/** A share with its interval; the gates are those of whoever holds it against something. */
export function explainShare(seen: SeenShare, gates: readonly Gate[]): Explanation {
  const { from, at, matching, all, counted, isNegative, usual } = seen;
  const { least, most } = wilsonInterval(matching, all);
  return {
    window: { from, to: at },
    seen: percentOf(matching, all),
    unit: `% of ${countInWords(all, counted)} ${isNegative ? 'negative' : 'matching'}`,
    ...(usual !== undefined && { expected: 100 * usual }),
    interval: { low: 100 * least, high: 100 * most },
    gates,
  };
}

export function percentOf(matching: number, all: number): number {
  return all === 0 ? 0 : (100 * matching) / all;
}

/** Whether there are mentions enough; half of them will do while it fires. */
export function denominatorGate(all: number, least: number, firing: boolean): Gate {
  const limit = firing ? least / 2 : least;
  const name = firing ? 'min_denominator, half of it while firing' : 'min_denominator';
  return { name, seen: all, needs: 'at least', limit, open: all >= limit };
}

/** Whether one of the spans that end now is too rare to be chance; `chance` is that of the rarest, if one is. */
export function chanceGate(chance: number | undefined): Gate {
  return {
    name: 'rare by chance, in one of ten spans',
    seen: chance ?? 'in none',
    needs: 'at most',
    limit: 'once in months',
    open: chance !== undefined,
  };
}
