const MINUTE_MS = 60_000;

/** How mentions come: `perMinute` tells the rate at a minute from the start; `scatter` is variance ÷ mean a minute. */
export type Course = {
  readonly minutes: number;
  readonly perMinute: (minute: number) => number;
  readonly scatter?: number;
};

/**
 * Event times in milliseconds from the start, in order. Poisson, or, where counts scatter more, with a rate that is
 * drawn anew each minute from a gamma distribution: the counts of the minutes are negative-binomial then.
 */
export function* arrivals(
  { minutes, perMinute, scatter = 1 }: Course,
  random: () => number,
): Generator<number> {
  for (let minute = 0; minute < minutes; minute++) {
    const mean = perMinute(minute);
    const rate = scatter > 1 ? gamma(mean / (scatter - 1), random) * (scatter - 1) : mean;
    let at = 0;
    for (;;) {
      at += -Math.log(1 - random()) / rate;
      if (!(at < 1)) break;
      yield (minute + at) * MINUTE_MS;
    }
  }
}

/** A gamma variate of scale 1 (Marsaglia and Tsang 2000; shapes below 1 by their power of a uniform). */
export function gamma(shape: number, random: () => number): number {
  if (shape <= 0) return 0;
  if (shape < 1) return gamma(shape + 1, random) * random() ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const v = (1 + c * normal) ** 3;
    if (v > 0 && Math.log(1 - random()) < 0.5 * normal ** 2 + d - d * v + d * Math.log(v)) return d * v;
  }
}
