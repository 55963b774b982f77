import type { BrandMention } from '#enrich/brand-mention';

/** A mention at the moment at which it was there to be counted; epoch milliseconds of our clock. */
export type Arrival = { readonly at: number; readonly mention: BrandMention };

/** Puts mentions that come in order of publication into the order in which they were collected. */
export type Arrivals = {
  /** Those that were collected before the newest of these was published: nothing that follows came earlier. */
  readonly take: (mentions: readonly BrandMention[]) => Arrival[];
  readonly rest: () => Arrival[];
};

/** So many wait at most, whatever their collector was late by; more than an hour of a storm. */
const MOST_WAITING = 500_000;

/**
 * Holds back what was collected later than it was published, as long as live evaluation would have had to wait for
 * it. What the collector marked as backfill is given at once: it is counted by nobody.
 */
export function createArrivals(mostWaiting = MOST_WAITING): Arrivals {
  let waiting: Arrival[] = [];
  const release = (before: number): Arrival[] => {
    const due: Arrival[] = [];
    const later: Arrival[] = [];
    for (const arrival of waiting) (arrival.at <= before ? due : later).push(arrival);
    waiting = later;
    return due.sort((a, b) => a.at - b.at);
  };
  return {
    take: (mentions) => {
      let newest = Number.NEGATIVE_INFINITY;
      for (const mention of mentions) {
        const publishedAt = Date.parse(mention.publishedAt);
        newest = Math.max(newest, publishedAt);
        const at = mention.backfill ? publishedAt : Math.max(publishedAt, Date.parse(mention.collectedAt));
        waiting.push({ at, mention: asFirstJudged(mention) });
      }
      const due = release(newest);
      if (waiting.length <= mostWaiting) return due;
      return [...due, ...release(Number.POSITIVE_INFINITY)];
    },
    rest: () => release(Number.POSITIVE_INFINITY),
  };
}

/** The store keeps the last verdict on a release; the rules saw the first, and learned of the other by what changed it. */
function asFirstJudged(mention: BrandMention): BrandMention {
  const { pressRelease } = mention;
  if (!pressRelease?.rejudged) return mention;
  const { rejudged, ...judged } = pressRelease;
  return { ...mention, pressRelease: { ...judged, verdict: rejudged.from } };
}
