import { endOfRun, isLong, LETTER, NUMBER } from './character-classes';
import { endOfLink } from './links';

/** A 64-bit similarity hash as two unsigned 32-bit halves: texts that share most words differ in few bits. */
export type Simhash = { readonly high: number; readonly low: number };

const MAX_WORDS = 2_000;
/** Counts of bits go up to 4,095, the two of each word up to 4,000. */
const PLANES = 12;

/** The words of a folded text, without links and @users, which copies change. */
export function storyWords(folded: string): string[] {
  const hasLinks = folded.includes('@') || folded.includes('://');
  const words: string[] = [];
  for (let at = 0; at < folded.length && words.length < MAX_WORDS; ) {
    const end = endOfWord(folded, at, hasLinks);
    if (end > at) words.push(folded.slice(at, end));
    const linkEnd = hasLinks ? endOfLink(folded, end) : end;
    at = linkEnd > end ? linkEnd : end + (isLong(folded, end) ? 2 : 1);
  }
  return words;
}

/** Where the word at an index ends: before a link too, which no space need part from it. */
function endOfWord(text: string, from: number, hasLinks: boolean): number {
  if (!hasLinks) return endOfRun(text, from, text.length, LETTER | NUMBER);
  let at = from;
  while (at < text.length && endOfLink(text, at) === at) {
    const end = endOfRun(text, at, at + (isLong(text, at) ? 2 : 1), LETTER | NUMBER);
    if (end === at) break;
    at = end;
  }
  return at;
}

/** Over single words and pairs of neighbours, so that order counts. */
export function simhash(words: readonly string[]): Simhash {
  const high = new Int32Array(PLANES);
  const low = new Int32Array(PLANES);
  let before = 0;
  for (const word of words) {
    const hash = hashText(word);
    countBits(high, hash);
    countBits(low, mix(hash ^ 0x5bd1e995));
    const pair = mix(hash ^ Math.imul(before, 0x9e3779b1));
    countBits(high, pair);
    countBits(low, mix(pair ^ 0x5bd1e995));
    before = hash;
  }
  // Each word counts twice: a bit is set where more than half of the counted have it.
  return { high: bitsAbove(high, words.length), low: bitsAbove(low, words.length) };
}

/** Exact text as the same kind of number, for texts too short to be alike. */
export function exactHash(words: readonly string[]): Simhash {
  const text = words.join(' ');
  return { high: hashText(text) >>> 0, low: hashText(text, 0x9e3779b9) >>> 0 };
}

export function simhashToHex({ high, low }: Simhash): string {
  return high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0');
}

export function simhashFromHex(hex: string): Simhash {
  return { high: Number.parseInt(hex.slice(0, 8), 16), low: Number.parseInt(hex.slice(8, 16), 16) };
}

/** Adds one to the count of each bit that is set. Plane n holds bit n of all 32 counts, so that they add at once. */
function countBits(planes: Int32Array, bits: number): void {
  let carry = bits;
  for (let plane = 0; carry !== 0 && plane < PLANES; plane++) {
    const before = planes[plane]!;
    planes[plane] = before ^ carry;
    carry &= before;
  }
}

/** The bits whose counts are above a limit. */
function bitsAbove(planes: Int32Array, limit: number): number {
  let above = 0;
  let equal = -1;
  for (let plane = PLANES - 1; plane >= 0; plane--) {
    const counts = planes[plane]!;
    if ((limit >>> plane) & 1) equal &= counts;
    else {
      above |= equal & counts;
      equal &= ~counts;
    }
  }
  return above >>> 0;
}

/** Two starts give two hashes that do not collide together. */
function hashText(text: string, start = 0x811c9dc5): number {
  let hash = start;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return mix(hash);
}

function mix(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

/** How many of the 32 bits are set: of two hashes' exclusive or, how far they are apart. */
export function bitCount(value: number): number {
  let bits = value - ((value >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
