import { distance } from 'fastest-levenshtein';

/** The word of the list that a misspelt one was probably meant to be, or `undefined`. */
export function likelyWord(written: string, known: readonly string[]): string | undefined {
  const word = written.toLowerCase();
  const [best] = known
    .map((candidate) => ({
      candidate,
      apart: word.length >= 3 && candidate.startsWith(word) ? 1 : distance(word, candidate),
    }))
    .sort((a, b) => a.apart - b.apart);
  return best && best.apart <= Math.max(1, Math.floor(best.candidate.length / 3))
    ? best.candidate
    : undefined;
}

/** ` - did you mean "x"?`, or the list of what is known. */
export function suggest(written: string, known: readonly string[]): string {
  const likely = likelyWord(written, known);
  return likely ? `: did you mean "${likely}"?` : `: expected one of ${known.join(', ')}`;
}
