/**
 * How much counts scatter around what was expected: variance ÷ mean, 1 for events that know nothing of each other,
 * more where they come in bursts. Plain JSON; `block` is the number of the last block that was taken.
 */
export type Scatter = { block?: number; squares: number; expected: number };

/** Believed before anything was seen, as if seen on so many mentions. */
const PRIOR = 1.3;
const PRIOR_MENTIONS = 60;
/** The memory reaches back over about so many mentions or blocks, whichever is more. */
const LONGEST = 20_000;

export function freshScatter(): Scatter {
  return { squares: PRIOR * PRIOR_MENTIONS, expected: PRIOR_MENTIONS };
}

/** Takes the count of a finished block beside what was expected of it. */
export function takeBlock(scatter: Scatter, count: number, expected: number): void {
  const keep = 1 - expected / (LONGEST + expected);
  scatter.squares = keep * scatter.squares + (count - expected) ** 2;
  scatter.expected = keep * scatter.expected + expected;
}

/** Variance ÷ mean; never below 1. */
export function scatterOf({ squares, expected }: Scatter): number {
  return Math.max(1, squares / expected);
}
