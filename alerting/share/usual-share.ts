import type { Offset } from './hour-shares';

/**
 * What a stretch of time holds: mentions with a share, those of them that match, and their evidence: the sum of what
 * each counts (0 to 1) and of its square. Where evidence is the match itself, all three are the same number.
 */
export type Tally = {
  readonly mentions: number;
  readonly matching: number;
  readonly weight: number;
  readonly squares: number;
};

/** What share is usual for a group: sums that fade with time. Plain JSON. */
export type UsualShare = {
  mentions: number;
  matching: number;
  weight: number;
  squares: number;
  /** Squared distance of whole blocks from what was usual beyond chance, in variances; and the pairs of mentions in them. */
  excess: number;
  pairs: number;
};

/** What one mention shows on average, how that varies between mentions, and how mentions of one time are alike. */
export type Usual = {
  readonly share: number;
  readonly mean: number;
  readonly variance: number;
  readonly tie: number;
  readonly mentions: number;
};

/** Believed before anything was seen: a third match, on so little that little overrules it. */
export const PRIOR_OF_MATCHES: Tally = { mentions: 12, matching: 4, weight: 4, squares: 4 };
/** The same where the tone is the evidence: those that match are 0.4 negative on average. */
export const PRIOR_OF_TONES: Tally = { mentions: 12, matching: 4, weight: 1.6, squares: 0.8 };
/** A little alike, as if seen in 20 blocks of 100 mentions. */
const PRIOR_TIE = 0.001;
const PRIOR_PAIRS = 200_000;
/** How alike mentions are is told by few blocks: they are remembered so many times as long. */
const TIE_MEMORY = 4;
/** A block that is further off, in standard deviations, teaches no more than one that is so far off. */
const FURTHEST = 4;

export function freshUsual(): UsualShare {
  return { mentions: 0, matching: 0, weight: 0, squares: 0, excess: 0, pairs: 0 };
}

export function usualOf(sums: UsualShare, prior: Tally): Usual {
  const mentions = sums.mentions + prior.mentions;
  const mean = (sums.weight + prior.weight) / mentions;
  return {
    share: (sums.matching + prior.matching) / mentions,
    mean,
    variance: Math.max((sums.squares + prior.squares) / mentions - mean ** 2, 1e-6),
    tie: Math.max(0, (sums.excess + PRIOR_TIE * PRIOR_PAIRS) / (sums.pairs + PRIOR_PAIRS)),
    mentions,
  };
}

const within = (share: number): number => (share < 0.005 ? 0.005 : share > 0.995 ? 0.995 : share);

/** The same where a stretch of time is known to differ by so much. */
export function usualBeside(usual: Usual, offset: Offset): Usual {
  const mean = within(usual.mean + offset.mean);
  // How a mention varies beside yes and no stays what it is; yes and no themselves vary with their share.
  const variance = (usual.variance * mean * (1 - mean)) / (usual.mean * (1 - usual.mean));
  return { ...usual, mean, variance, share: within(usual.share + offset.share) };
}

/**
 * Takes a finished block; `expected` is what was usual for it, and `fade` is how much of what was seen before stays.
 */
export function takeBlock(
  sums: UsualShare,
  block: Tally,
  { expected, fade }: { readonly expected: Usual; readonly fade: number },
): void {
  const { mean, variance, tie, mentions: known } = expected;
  const count = block.mentions;
  const pairs = count * (count - 1);
  const chance = count * (1 + count / known);
  const off = Math.min((block.weight - count * mean) ** 2 / variance, FURTHEST ** 2 * (chance + pairs * tie));
  const slowly = fade ** (1 / TIE_MEMORY);
  sums.excess = slowly * sums.excess + (count > 1 ? off - chance : 0);
  sums.pairs = slowly * sums.pairs + pairs;
  for (const sum of ['mentions', 'matching', 'weight', 'squares'] as const)
    sums[sum] = fade * sums[sum] + block[sum];
}
