import type { BrandMention } from '#enrich/brand-mention';
import { addAmount, addCount, emptyCounts, sumCounts, type WindowCounts } from '../window-counts';
import type { ShareMatch } from './share-match';
import type { Tally } from './usual-share';

/** Mentions of the newest buckets; plain JSON. `tones` only where the tone itself is the evidence: sums of thousandths. */
export type ShareCounts = {
  readonly matching: WindowCounts;
  readonly others: WindowCounts;
  readonly unscored: WindowCounts;
  readonly tones?: { readonly sum: WindowCounts; readonly squares: WindowCounts };
};

const THOUSANDTHS = 1_000;

export function emptyShareCounts(withTones: boolean): ShareCounts {
  const counts = { matching: emptyCounts(), others: emptyCounts(), unscored: emptyCounts() };
  return withTones ? { ...counts, tones: { sum: emptyCounts(), squares: emptyCounts() } } : counts;
}

/** How negative a mention is: 0 where its tone is neutral or friendly, 1 where it is hostile. */
export function negativityOf({ sentiment }: BrandMention): number {
  return Math.max(0, -(sentiment?.score ?? 0));
}

/** Counts a mention where it belongs, and forgets what is more than `keep` buckets behind. */
export function countShare(
  counts: ShareCounts,
  { mention, bucket, match }: { mention: BrandMention; bucket: number; match: ShareMatch },
  keep: number,
): void {
  const part = match.partOf(mention);
  addCount(counts[part], bucket, keep);
  const negativity = negativityOf(mention);
  if (!counts.tones || part === 'unscored' || negativity === 0) return;
  addAmount(counts.tones.sum, { bucket, amount: Math.round(THOUSANDTHS * negativity) }, keep);
  addAmount(counts.tones.squares, { bucket, amount: Math.round(THOUSANDTHS * negativity ** 2) }, keep);
}

/** What the buckets from `from` to `to` hold, both included. */
export function tallyOf(counts: ShareCounts, from: number, to: number): Tally {
  const matching = sumCounts(counts.matching, from, to);
  const mentions = matching + sumCounts(counts.others, from, to);
  const { tones } = counts;
  if (!tones) return { mentions, matching, weight: matching, squares: matching };
  const weight = sumCounts(tones.sum, from, to) / THOUSANDTHS;
  return { mentions, matching, weight, squares: sumCounts(tones.squares, from, to) / THOUSANDTHS };
}

export function addTallies(left: Tally, right: Tally): Tally {
  return {
    mentions: left.mentions + right.mentions,
    matching: left.matching + right.matching,
    weight: left.weight + right.weight,
    squares: left.squares + right.squares,
  };
}
