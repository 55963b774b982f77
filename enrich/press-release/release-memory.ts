import type { BrandMention } from '../brand-mention';
import type { FoldText } from '../fold-text';
import { GRAVE_CLAIMS } from './claims';
import type { Hits } from './lexicon';
import type { Origin } from './origin-signal';
import type { ReleaseWord } from './release-words';

/** A release, report or denial that was judged lately. */
export type KnownRelease = {
  readonly result: BrandMention;
  /** Event time, epoch milliseconds. */
  readonly at: number;
  readonly origin: Origin['kind'];
  /** Kinds of what it claims, or denies, that move shares. */
  readonly grave: readonly string[];
  /** Long words of the text, to tell whether two speak of the same. */
  readonly terms: ReadonlySet<string>;
  /** A denial that speaks of a fake release as such. */
  readonly namesFake: boolean;
};

/** What was judged of one brand within the window, oldest first. */
export type ReleaseMemory = {
  readonly about: (brand: string, at: number) => readonly KnownRelease[];
  readonly keep: (known: KnownRelease) => void;
};

const WINDOW_MS = 72 * 3_600_000;
const MOST = 200;

/** Keeps at most 200 releases a brand, of the last three days of event time. */
export function createReleaseMemory(): ReleaseMemory {
  const byBrand = new Map<string, KnownRelease[]>();
  return {
    about: (brand, at) => (byBrand.get(brand) ?? []).filter((known) => Math.abs(at - known.at) <= WINDOW_MS),
    keep: (known) => {
      const { brand, id } = known.result;
      const others = (byBrand.get(brand) ?? []).filter(({ result }) => result.id !== id);
      byBrand.set(brand, [...others, known].slice(-MOST));
    },
  };
}

/** What was judged elsewhere, or before a restart; undefined where it is no release. */
export function knownFrom(
  result: BrandMention,
  fold: FoldText,
  find: (folded: string) => Hits<ReleaseWord>,
): KnownRelease | undefined {
  const { pressRelease, title = '', text, publishedAt } = result;
  if (!pressRelease) return undefined;
  const folded = fold(`${title}\n${text}`);
  return {
    result,
    at: Date.parse(publishedAt),
    origin: pressRelease.origin as Origin['kind'],
    grave: pressRelease.claims.filter((kind) => GRAVE_CLAIMS.has(kind)),
    terms: termsOf(folded),
    namesFake: pressRelease.role === 'denial' && find(folded).has('fake'),
  };
}

const LONG_WORD = /[\p{L}]{7,}/gu;
const LOOKED_AT = 3_000;
const MOST_TERMS = 120;

/** The long words of a folded text, each once. */
export function termsOf(folded: string): Set<string> {
  const terms = new Set<string>();
  for (const [word] of folded.slice(0, LOOKED_AT).matchAll(LONG_WORD)) {
    terms.add(word);
    if (terms.size >= MOST_TERMS) break;
  }
  return terms;
}

/** Share of the shorter text's long words that the other has too, 0 to 1; 0 where there are too few to tell. */
export function likeness(left: ReadonlySet<string>, right: ReadonlySet<string>): number {
  const [fewer, more] = left.size <= right.size ? [left, right] : [right, left];
  if (fewer.size < 6) return 0;
  let shared = 0;
  for (const term of fewer) if (more.has(term)) shared++;
  return shared / fewer.size;
}
