import { LETTER, MARK, NUMBER, UNIT_CLASSES } from './character-classes';
import type { TextSpan } from './enricher';

const UNSPACED =
  /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}]/u;

/** Whether a UTF-16 unit belongs to a word: letter, digit or mark; past the end of a text (NaN) it does not. */
export function isWordUnit(unit: number): boolean {
  return unit >= 0 && (UNIT_CLASSES[unit]! & (LETTER | NUMBER | MARK)) !== 0;
}

/** Whether a character belongs to a script that writes words without spaces: a name needs no boundary there. */
export function joinsWords(character: string): boolean {
  return character.charCodeAt(0) > 0x0e00 && UNSPACED.test(character);
}

/** The span with up to `words` words before and after it, at most 20 characters a word. */
export function wordsAround(text: string, { start, end }: TextSpan, words: number): TextSpan {
  return { start: walk(text, start, -1, words), end: walk(text, end, 1, words) };
}

function walk(text: string, from: number, step: 1 | -1, words: number): number {
  let at = from;
  let left = words;
  let inside = false;
  const limit = words * 20;
  for (let steps = 0; steps < limit; steps++) {
    const unit = text.charCodeAt(step === 1 ? at : at - 1);
    if (Number.isNaN(unit)) break;
    const word = isWordUnit(unit);
    if (!word && inside && --left === 0) break;
    inside = word;
    at += step;
  }
  return at;
}
