const DAY_MINUTES = 1_440;
const MONTH_MINUTES = 30 * DAY_MINUTES;

/** How often a mention is judged to match before a change and after it. */
export type Change = { readonly before: number; readonly after: number };

/** The share that is judged negative where so many truly are. */
export function judgedShare(truly: number, recall: number, falsely: number): number {
  return truly * recall + (1 - truly) * falsely;
}

/** What one mention tells of the change: the Kullback–Leibler divergence of after from before, in nats. */
export function informationOf({ before, after }: Change): number {
  return after * Math.log(after / before) + (1 - after) * Math.log((1 - after) / (1 - before));
}

/**
 * The share of changes that any test whatever can see within so many minutes, where it may be wrong once in 30 days
 * of no change. Within these minutes no sequential rule sees more than the likeliest-ratio test on all of their
 * mentions at that rate of error (Neyman and Pearson 1933), what was usual before being known exactly.
 */
export function mostSeen({ before, after }: Change, minutes: number, perMinute: number): number {
  const count = Math.round(minutes * perMinute);
  let error = minutes / MONTH_MINUTES;
  let seen = 0;
  for (let matching = count; matching >= 0; matching--) {
    const wrongly = binomial(matching, count, before);
    const rightly = binomial(matching, count, after);
    if (wrongly > error) return seen + (rightly * error) / wrongly;
    error -= wrongly;
    seen += rightly;
  }
  return seen;
}

/** The fewest minutes within which a test may see that share of changes. */
export function soonest(change: Change, share: number, perMinute: number): number {
  for (let minutes = 1; minutes < DAY_MINUTES; minutes++)
    if (mostSeen(change, minutes, perMinute) >= share) return minutes;
  return Number.POSITIVE_INFINITY;
}

function binomial(matching: number, count: number, share: number): number {
  let log = matching * Math.log(share) + (count - matching) * Math.log(1 - share);
  for (let index = 1; index <= matching; index++) log += Math.log((count - matching + index) / index);
  return Math.exp(log);
}
