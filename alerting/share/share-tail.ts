import { logGamma } from '../spike/tail';

/**
 * The chance that of `all` mentions `matching` or more match, where `share` is usual: the upper tail of a
 * beta-binomial distribution. `tie` is the correlation between any two mentions, 0 where they know nothing of each
 * other (then it is binomial). Counts may have fractions.
 */
export function shareTail(
  { matching, all }: { readonly matching: number; readonly all: number },
  { share, tie }: { readonly share: number; readonly tie: number },
): number {
  if (matching <= all * share) return 1;
  if (share <= 0) return 0;
  const size = 1 / Math.max(tie, LEAST_TIE) - 1;
  const [alike, apart] = [share * size, (1 - share) * size];
  const logBeta = (a: number, b: number) => logGamma(a) + logGamma(b) - logGamma(a + b);
  const logFirst =
    logGamma(all + 1) -
    logGamma(matching + 1) -
    logGamma(all - matching + 1) +
    logBeta(matching + alike, all - matching + apart) -
    logBeta(alike, apart);
  let sum = 0;
  let term = 1;
  for (let next = matching; next <= all && term > SMALL_ENOUGH * sum; next++) {
    sum += term;
    term *= ((all - next) * (next + alike)) / ((next + 1) * Math.max(all - next - 1 + apart, SMALL_ENOUGH));
  }
  return Math.min(1, Math.exp(logFirst) * sum);
}

/** Below it a beta-binomial distribution is a binomial one for any count that comes, and the logarithms still hold. */
const LEAST_TIE = 1e-7;
const SMALL_ENOUGH = 1e-9;
