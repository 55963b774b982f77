import type { PastPage } from './past-incidents';

/** The pages of two versions of the rules, side by side; each list in order of time. */
export type PageDifference = {
  readonly onlyA: readonly PastPage[];
  readonly onlyB: readonly PastPage[];
  readonly both: readonly { readonly a: PastPage; readonly b: PastPage }[];
};

/** Further apart two pages are two pages. */
const SAME_WITHIN_MS = 1_800_000;

/** Pairs pages about one brand within half an hour of each other: first those with the same reason and a rule in common. */
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
  const [singleA, singleB] = [new Set(a), new Set(b)];
  const both: { a: PastPage; b: PastPage }[] = [];
  for (const pair of candidates(a, b)) {
    if (!singleA.has(pair.a) || !singleB.has(pair.b)) continue;
    singleA.delete(pair.a);
    singleB.delete(pair.b);
    both.push(pair);
  }
  return { onlyA: [...singleA], onlyB: [...singleB], both };
}

/** Every two pages that may be one, those that say the same before others, the nearest first. */
function candidates(a: readonly PastPage[], b: readonly PastPage[]): { a: PastPage; b: PastPage }[] {
  const found: { a: PastPage; b: PastPage; isAlike: boolean; apart: number }[] = [];
  let first = 0;
  for (const one of a) {
    while (first < b.length && (b[first] as PastPage).at < one.at - SAME_WITHIN_MS) first++;
    for (let index = first; index < b.length; index++) {
      const other = b[index] as PastPage;
      if (other.at > one.at + SAME_WITHIN_MS) break;
      found.push({ a: one, b: other, isAlike: isAlike(one, other), apart: Math.abs(one.at - other.at) });
    }
  }
  return found.sort((x, y) => Number(y.isAlike) - Number(x.isAlike) || x.apart - y.apart);
}

function isAlike(one: PastPage, other: PastPage): boolean {
  return one.reason === other.reason && one.rules.some((rule) => other.rules.includes(rule));
}
