import { MARK, UNIT_CLASSES } from './character-classes';

/** Unicode's Stream-Safe Text Format (UAX 15) allows no more marks in a row; no script needs as many. */
const ALLOWED = 30;
const TOO_MANY_MARKS = /(\p{M}{30})\p{M}+/gu;

/** The text without what exceeds 30 combining marks in a row: normalizing a long row takes time with its square. */
export function streamSafe(text: string): string {
  return mayHaveTooMany(text) ? text.replace(TOO_MANY_MARKS, '$1') : text;
}

/** Counts by units of UTF-16, halves of long characters among the marks: few texts have as many in a row. */
function mayHaveTooMany(text: string): boolean {
  for (let at = 0, row = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    row = (UNIT_CLASSES[unit]! & MARK) !== 0 || (unit & 0xf800) === 0xd800 ? row + 1 : 0;
    if (row > ALLOWED) return true;
  }
  return false;
}
