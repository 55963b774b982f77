import type { DependencyName } from '../page';

/** What became of one ask. `askedAt` and `at` (its end) are epoch milliseconds; `error` is in the words of what failed. */
export type Answer =
  | { readonly ok: true; readonly at: number; readonly value: unknown }
  | { readonly ok: false; readonly askedAt: number; readonly error: string };

/** How one thing that Vigie stands on is doing. */
export type Health = {
  readonly answers: boolean;
  /** Since when without a break, epoch milliseconds; a failure begins when the first ask that failed was made. */
  readonly since: number;
  /** How many asks in a row found it so. */
  readonly asks: number;
  /** The latest error, also once it answers again. */
  readonly error?: string;
  /** How often it began to fail since operators were told of it last. */
  readonly failures: number;
};

export type HealthOf = ReadonlyMap<DependencyName, Health>;

/** Pure: the health after one more answer. A clock that was ahead and was set back makes nothing last longer. */
export function takeAnswer(before: Health | undefined, answer: Answer): Health {
  const { failures = 0, error } = before ?? {};
  const at = answer.ok ? answer.at : answer.askedAt;
  const goesOn = before?.answers === answer.ok;
  const since = goesOn ? Math.min(before.since, at) : at;
  const asks = goesOn ? before.asks + 1 : 1;
  if (answer.ok) return { answers: true, since, asks, failures, ...(error !== undefined && { error }) };
  return { answers: false, since, asks, failures: goesOn ? failures : failures + 1, error: answer.error };
}
