import type { Brand } from './brand';
import { type BrandPattern, brandPatterns } from './brand-patterns';
import type { BrandMatch, TextSpan } from './enricher';
import type { FoldText } from './fold-text';
import { createTextScanner } from './text-scanner';
import { isWordUnit, joinsWords, wordsAround } from './word-bounds';

const HANDLE_CHARACTER = /[\p{L}\p{N}_]/u;

/** A text to look for brands in: `folded` by the matcher's own `FoldText`. */
export type MatchableText = { readonly plain: string; readonly folded: string; readonly titleEnd: number };

type Hit = { readonly pattern: BrandPattern; readonly span: TextSpan };

/** How many words of context on each side decide about an ambiguous name, and about a clear one. */
export type ContextReach = { readonly ambiguous: number; readonly clear: number };

/**
 * Finds the brands that a text names. A name counts between word boundaries; an ambiguous one only with a
 * `context.require` word near it or in the title, and none with a `context.exclude` word near it.
 */
export function createBrandMatcher(brands: readonly Brand[], fold: FoldText, reach: ContextReach) {
  const patterns = brandPatterns(brands, fold);
  const scan = createTextScanner(patterns.map(({ folded }) => folded));

  return (text: MatchableText): BrandMatch[] => {
    const perBrand = new Map<number, Hit[]>();
    scan(text.folded, (number, end) => {
      const pattern = patterns[number]!;
      const hit = { pattern, span: { start: end - pattern.folded.length, end } };
      if (!stands(text, hit)) return;
      const hits = perBrand.get(pattern.brand);
      if (hits) hits.push(hit);
      else perBrand.set(pattern.brand, [hit]);
    });
    if (perBrand.size === 0) return [];
    return [...perBrand]
      .sort(([left], [right]) => left - right)
      .flatMap(([index, hits]) => {
        const accepted = acceptedHits(text, hits, reach);
        return accepted.length === 0 ? [] : [matchOf(brands[index]!, accepted)];
      });
  };
}

function matchOf(brand: Brand, hits: readonly Hit[]): BrandMatch {
  return {
    brand,
    matched: [...new Set(hits.map(({ pattern }) => pattern.text))],
    at: hits.slice(0, 200).map(({ span }) => span),
  };
}

function acceptedHits(text: MatchableText, hits: readonly Hit[], reach: ContextReach): Hit[] {
  const required = hits.filter(({ pattern }) => pattern.kind === 'require');
  const excluded = hits.filter(({ pattern }) => pattern.kind === 'exclude');
  const bearers = hits.filter(({ pattern }) => pattern.kind !== 'require' && pattern.kind !== 'exclude');
  // A set: a text may repeat a name some ten thousand times.
  const clear = new Set(
    bearers.filter((hit) => !hit.pattern.ambiguous && !near(text, hit, excluded, reach.clear)),
  );
  // Where the brand is named without doubt, its short name means the brand as well.
  const vouched = clear.size > 0;
  return bearers.filter((hit) => {
    if (!hit.pattern.ambiguous) return clear.has(hit);
    if (near(text, hit, excluded, vouched ? reach.clear : reach.ambiguous)) return false;
    return vouched || required.some(inTitle(text)) || near(text, hit, required, reach.ambiguous);
  });
}

function inTitle({ titleEnd }: MatchableText): (hit: Hit) => boolean {
  return ({ span }) => span.end <= titleEnd;
}

function near({ folded }: MatchableText, hit: Hit, others: readonly Hit[], words: number): boolean {
  if (others.length === 0) return false;
  const window = wordsAround(folded, hit.span, words);
  return others.some(({ span }) => span.start < window.end && span.end > window.start);
}

/** Whether the found text stands as a name of its own, not inside another word. */
function stands(text: MatchableText, { pattern, span }: Hit): boolean {
  if (pattern.kind === 'account') return !HANDLE_CHARACTER.test(text.plain[span.end] ?? ' ');
  if (!startsWord(text, span) || !endsWord(text, pattern, span)) return false;
  if (pattern.caseSensitive && !sameCase(text.plain.slice(span.start, span.end), pattern.text)) return false;
  return !(pattern.ambiguous && text.plain[span.start - 1] === '@');
}

function startsWord({ plain, folded }: MatchableText, { start }: TextSpan): boolean {
  if (start === 0 || !isWordUnit(folded.charCodeAt(start - 1)) || joinsWords(folded[start]!)) return true;
  return isLower(plain[start - 1]!) && isUpper(plain[start]!) && inHashtag(plain, start);
}

function endsWord(
  { plain, folded }: MatchableText,
  pattern: BrandPattern,
  { start, end }: TextSpan,
): boolean {
  if (end === folded.length || !isWordUnit(folded.charCodeAt(end)) || joinsWords(folded[end - 1]!))
    return true;
  if (isUpper(plain[end]!) && isLower(plain[end - 1]!) && inHashtag(plain, start)) return true;
  const genitive = folded[end] === 's' && !isWordUnit(folded.charCodeAt(end + 1));
  return genitive && pattern.folded.length >= 6 && !pattern.ambiguous && !pattern.caseSensitive;
}

function inHashtag(plain: string, index: number): boolean {
  for (let at = index - 1; at >= 0 && index - at < 100; at--) {
    const character = plain[at]!;
    if (character === '#' || character === '@') return true;
    if (character !== '_' && !isWordUnit(plain.charCodeAt(at))) return false;
  }
  return false;
}

const isUpper = (character: string) => character !== character.toLowerCase();
const isLower = (character: string) => character !== character.toUpperCase();

function sameCase(found: string, wanted: string): boolean {
  return found.replace(/[-_\s]/g, ' ') === wanted.replace(/[-_\s]/g, ' ');
}
