import { distance } from 'fastest-levenshtein';

const MOST_LISTED = 12;

/** The allowed word that was probably meant; undefined when none is near. Case, `-` and `_` hardly count. */
export function nearestWord(word: string, allowed: readonly string[]): string | undefined {
  const ranked = allowed
    .map((candidate) => ({ candidate, far: distance(fold(word), fold(candidate)) }))
    .sort((a, b) => a.far - b.far);
  const best = ranked[0];
  if (!best || best.far > tolerance(Math.max(word.length, best.candidate.length))) return undefined;
  return best.candidate;
}

/** `did you mean "spike"?`, or what there is to choose from; empty when there is nothing. */
export function suggest(word: string, allowed: readonly string[]): string {
  const near = nearestWord(word, allowed);
  if (near !== undefined) return `did you mean "${near}"?`;
  if (allowed.length === 0) return 'there is none to choose from';
  const more = allowed.length > MOST_LISTED ? ' …' : '';
  return `expected one of ${allowed.slice(0, MOST_LISTED).join(', ')}${more}`;
}

/** Two letters that changed places count as two. */
function tolerance(length: number): number {
  return Math.max(length >= 4 ? 2 : 1, Math.floor(length / 3));
}

function fold(word: string): string {
  return word.toLowerCase().replace(/[-_\s]/g, '');
}
