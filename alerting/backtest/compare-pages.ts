import type { PastPage } from './past-incidents';

/** The pages of two versions of the rules, side by side; each list in order of time. */
export type PageDifference = {
  readonly onlyA: readonly PastPage[];
  readonly onlyB: readonly PastPage[];
  readonly both: readonly { readonly a: PastPage; readonly b: PastPage }[];
};

/** Further apart two pages are two pages. */
const SAME_WITHIN_MS = 1_800_000;

/** Pairs pages about one brand that lie within half an hour of each other: as many as can be, and then the nearest. */
export function comparePages(a: readonly PastPage[], b: readonly PastPage[]): PageDifference {
  const brands = new Set([...a, ...b].map(({ brand }) => brand));
  const of = (pages: readonly PastPage[], wanted: string) => pages.filter(({ brand }) => brand === wanted);
  const parts = [...brands].map((brand) => pairUp(of(a, brand), of(b, brand)));
  const byTime = (one: PastPage, other: PastPage) => one.at - other.at;
  return {
    onlyA: parts.flatMap(({ onlyA }) => onlyA).sort(byTime),
    onlyB: parts.flatMap(({ onlyB }) => onlyB).sort(byTime),
    both: parts.flatMap(({ both }) => both).sort((one, other) => byTime(one.a, other.a)),
  };
}

function pairUp(a: readonly PastPage[], b: readonly PastPage[]): PageDifference {
  const onlyA: PastPage[] = [];
  const onlyB: PastPage[] = [];
  const both: { a: PastPage; b: PastPage }[] = [];
  let [inA, inB] = [0, 0];
  // The earliest that fits: no other way makes more pairs.
  for (let [pageA, pageB] = [a[0], b[0]]; pageA && pageB; [pageA, pageB] = [a[inA], b[inB]]) {
    const isPair = distance(pageA, pageB) <= SAME_WITHIN_MS;
    if (isPair) both.push({ a: pageA, b: pageB });
    else if (pageA.at < pageB.at) onlyA.push(pageA);
    else onlyB.push(pageB);
    if (isPair || pageA.at < pageB.at) inA++;
    if (isPair || pageA.at >= pageB.at) inB++;
  }
  onlyA.push(...a.slice(inA));
  onlyB.push(...b.slice(inB));
  for (const pair of both) {
    pair.b = swapNearer(pair.a, pair.b, onlyB);
    pair.a = swapNearer(pair.b, pair.a, onlyA);
  }
  return { onlyA, onlyB, both };
}

/** Gives the single page that lies nearer than the partner, if there is one, and makes the partner single. */
function swapNearer(page: PastPage, partner: PastPage, singles: PastPage[]): PastPage {
  let nearest = partner;
  for (const single of singles) if (distance(page, single) < distance(page, nearest)) nearest = single;
  if (nearest !== partner) singles[singles.indexOf(nearest)] = partner;
  return nearest;
}

function distance(one: PastPage, other: PastPage): number {
  return Math.abs(one.at - other.at);
}
