import { classesAt, isLong, LETTER, PICTOGRAPH } from './character-classes';
import { endOfLink } from './links';

const HASH = 35;
const DIGIT_0 = 48;
const DIGIT_9 = 57;

/** The text with a space for each link, @user, number, emoji and # sign: they tell nothing of its language. */
export function quietText(text: string): string {
  let quiet = '';
  let kept = 0;
  for (let at = 0; at < text.length; ) {
    const end = endOfNoise(text, at);
    if (end > at) {
      quiet += `${text.slice(kept, at)} `;
      kept = end;
      at = end;
    } else at += isLong(text, at) ? 2 : 1;
  }
  return (quiet + text.slice(kept)).trim();
}

/** Whether a text has so many letters. */
export function hasLetters(text: string, count: number): boolean {
  let letters = 0;
  for (let at = 0; at < text.length && letters < count; at += isLong(text, at) ? 2 : 1)
    if (classesAt(text, at) & LETTER) letters++;
  return letters >= count;
}

/** Where the noise ends that begins at an index; the index itself where none does. */
function endOfNoise(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  if (unit === HASH) return at + 1;
  if (unit >= DIGIT_0 && unit <= DIGIT_9) return endOfDigits(text, at);
  if (unit < 0x80) return endOfLink(text, at);
  return classesAt(text, at) & PICTOGRAPH ? at + (isLong(text, at) ? 2 : 1) : at;
}

function endOfDigits(text: string, at: number): number {
  let end = at;
  while (text.charCodeAt(end) >= DIGIT_0 && text.charCodeAt(end) <= DIGIT_9) end++;
  return end;
}
