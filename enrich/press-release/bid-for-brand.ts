import type { TextSpan } from '../enricher';
import { amountsIn } from './amounts';
import type { ReleaseText } from './release-text';

/** Somebody speaks of taking the brand over: its name follows the word of the bid. */
export function bidForBrand({ words, names, plain, titleEnd }: ReleaseText): TextSpan | undefined {
  if (!words.has('bid')) return undefined;
  if (!words.has('price') && amountsIn(plain).length === 0) return undefined;
  const isWhole = (from: number, to: number) =>
    !/[.!?]\s|\n/.test(plain.slice(from, to)) && !(from < titleEnd && to > titleEnd);
  for (const bid of words.of('bid')) {
    const name = names.find(({ start }) => start >= bid.end && start - bid.end < 60);
    // "VINCI strengthens its works with the acquisition of Cobra": it is VINCI that buys.
    const isBidder = names.some(
      ({ end }) => end <= bid.start && bid.start - end < 160 && isWhole(end, bid.start),
    );
    if (name && !isBidder && isWhole(bid.end, name.start)) return { start: bid.start, end: name.end };
  }
  const [name] = names;
  const bidden = words.of('bidden').find(({ start }) => name && start >= name.end && start - name.end < 160);
  return name && bidden && words.has('bid') ? { start: name.start, end: bidden.end } : undefined;
}

const ACTOR_REACH = 80;

/** The brand stands where the bidder stands: "VINCI acquires …". */
export function brandBids({ words, names }: ReleaseText): boolean {
  return words
    .of('bid')
    .some((bid) => names.some(({ end }) => end <= bid.start && bid.start - end <= ACTOR_REACH));
}
