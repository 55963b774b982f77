import { SPACE, UNIT_CLASSES } from './character-classes';

const AT = 64;
const LOWER_H = 104;

/** Where the link or @user ends that begins at an index of a text; the index itself where none does. */
export function endOfLink(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  if (unit === AT) return endOfVisible(text, at, 1);
  if (unit !== LOWER_H) return at;
  if (text.startsWith('http:', at)) return endOfVisible(text, at, 5);
  return text.startsWith('https:', at) ? endOfVisible(text, at, 6) : at;
}

/** Where what is no space ends, behind a sign of some length; the sign alone is none. */
function endOfVisible(text: string, at: number, sign: number): number {
  let end = at + sign;
  while (end < text.length && (UNIT_CLASSES[text.charCodeAt(end)]! & SPACE) === 0) end++;
  return end > at + sign ? end : at;
}
