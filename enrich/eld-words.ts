import type { EldData } from './eld-data';

/** Bytes of a text after which no other word begins, and after which even a word is cut. */
const SOFT_END = 350;
const HARD_END = 380;

const UNITS = 65_536;
const APOSTROPHES = "'`’";
const CAPITAL_SIGMA = 0x3a3;
/** In the place of a lower-case letter: no letter, and one that takes two units or depends on what stands after it. */
const SEPARATOR = 0;
const UNSURE = 0xffff;

/** A word as bytes from place 1 of `bytes` on, valid until the next one; zeros or leftovers stand around it. */
export type OnEldWord = (bytes: Uint8Array, length: number) => void;

/** Cuts texts into words as eld does: letters and the apostrophes before or in them, in lower case, as bytes of its alphabet. */
export function createEldWords({
  separators,
  alphabet,
}: Pick<EldData, 'separators' | 'alphabet'>): (text: string, onWord: OnEldWord) => void {
  const lower = lowerCaseOf(separators);
  const code = Uint8Array.from(alphabet, (character) => character.charCodeAt(0));
  const bytes = new Uint8Array(HARD_END + 8);

  /** Writes letters until there is no more room, which the last may exceed; answers how many bytes, −1 where unsure. */
  const write = (text: string, from: number, to: number, room: number): number => {
    let length = 0;
    for (let at = from; at < to && length <= room; at++) {
      const before = text.charCodeAt(at);
      const unit = lower[before] || before;
      if (unit === UNSURE) return -1;
      if (unit < 0x80) bytes[++length] = unit;
      else {
        if (unit < 0x800) bytes[++length] = code[0xc0 | (unit >> 6)]!;
        else {
          bytes[++length] = code[0xe0 | (unit >> 12)]!;
          bytes[++length] = code[0x80 | ((unit >> 6) & 0x3f)]!;
        }
        bytes[++length] = code[0x80 | (unit & 0x3f)]!;
      }
    }
    return length;
  };
  const writeWord = (text: string, from: number, to: number, room: number): number => {
    const length = write(text, from, to, room);
    if (length >= 0) return length;
    const word = text.slice(from, to).toLowerCase();
    return write(word, 0, word.length, room);
  };

  return (text, onWord) => {
    let total = 0;
    for (let at = 0; at < text.length && total <= SOFT_END; ) {
      let end = at;
      while (end < text.length && lower[text.charCodeAt(end)] !== SEPARATOR) end++;
      const wordEnd = end < text.length ? beforeApostrophes(text, at, end) : end;
      if (wordEnd > at) {
        if (total > 0) total++;
        const length = writeWord(text, at, wordEnd, HARD_END - total);
        total += length;
        onWord(bytes, length);
      }
      at = end + 1;
    }
  };
}

function beforeApostrophes(text: string, from: number, to: number): number {
  let end = to;
  while (end > from && APOSTROPHES.includes(text[end - 1]!)) end--;
  return end;
}

/** Lower case by unit of UTF-16. */
function lowerCaseOf(separators: RegExp): Uint16Array {
  const units = Uint16Array.from({ length: UNITS }, (_, unit) => unit);
  const lower = units.map((unit) => {
    const letters = String.fromCharCode(unit).toLowerCase();
    return letters.length > 1 || unit === CAPITAL_SIGMA ? UNSURE : letters.charCodeAt(0);
  });
  for (const { 0: run, index } of Buffer.from(units.buffer).toString('utf16le').matchAll(separators))
    lower.fill(SEPARATOR, index, index + run.length);
  // Apostrophes part words only where something else does as well.
  for (const apostrophe of APOSTROPHES) lower[apostrophe.charCodeAt(0)] = apostrophe.charCodeAt(0);
  return lower;
}
