/** Natural logarithm of the gamma function for x > 0: Stirling's series, after shifting small arguments up. */
export function logGamma(x: number): number {
  let shifted = x;
  let product = 1;
  for (; shifted < 8; shifted++) product *= shifted;
  const inverse = 1 / shifted;
  const square = inverse * inverse;
  const series = inverse * (1 / 12 - square * (1 / 360 - square * (1 / 1_260 - square / 1_680)));
  const half = 0.5 * Math.log(2 * Math.PI);
  return (shifted - 0.5) * Math.log(shifted) - shifted + half + series - Math.log(product);
}

const SMALL_ENOUGH = 1e-9;

/**
 * The chance that a count of `mean` comes out as `count` or more: the upper tail of a Poisson distribution, or, where
 * counts scatter more (`scatter` = variance ÷ mean above 1), of a negative binomial one with that variance.
 */
export function upperTail(count: number, mean: number, scatter: number): number {
  if (count <= 0) return 1;
  if (mean <= 0) return 0;
  // Below the mean the sum from `count` up would be long, and nobody asks for it.
  if (count <= mean) return 1;
  const isPoisson = scatter < 1.001;
  const size = isPoisson ? 0 : mean / (scatter - 1);
  const failure = isPoisson ? 0 : 1 - 1 / scatter;
  const logFirst = isPoisson
    ? count * Math.log(mean) - mean - logGamma(count + 1)
    : logGamma(count + size) -
      logGamma(size) -
      logGamma(count + 1) -
      size * Math.log(scatter) +
      count * Math.log(failure);
  let sum = 0;
  let term = 1;
  for (let next = count; term > SMALL_ENOUGH * sum || sum === 0; next++) {
    sum += term;
    term *= isPoisson ? mean / (next + 1) : ((next + size) / (next + 1)) * failure;
  }
  return Math.min(1, Math.exp(logFirst) * sum);
}
