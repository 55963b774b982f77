/** Unicode's Stream-Safe Text Format (UAX 15) allows no more marks in a row; no script needs as many. */
const TOO_MANY_MARKS = /(\p{M}{30})\p{M}+/gu;

/** The text without what exceeds 30 combining marks in a row: normalizing a long row takes time with its square. */
export function streamSafe(text: string): string {
  return text.replace(TOO_MANY_MARKS, '$1');
}
