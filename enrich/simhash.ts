/** A 64-bit similarity hash as two unsigned 32-bit halves: texts that share most words differ in few bits. */
export type Simhash = { readonly high: number; readonly low: number };

const WORD = /[\p{L}\p{N}]+/gu;
const MAX_WORDS = 2_000;

/** The words of a folded text, without links and @users, which copies change. */
export function storyWords(folded: string): string[] {
  const text =
    folded.includes('@') || folded.includes('://') ? folded.replace(/https?:\S+|@\S+/g, ' ') : folded;
  return (text.match(WORD) ?? []).slice(0, MAX_WORDS);
}

/** Over single words and pairs of neighbours, so that order counts. */
export function simhash(words: readonly string[]): Simhash {
  const counter = createBitCounter();
  let before = 0;
  for (const word of words) {
    const hash = hashText(word);
    counter.add(hash, mix(hash ^ 0x5bd1e995));
    const pair = mix(hash ^ Math.imul(before, 0x9e3779b1));
    counter.add(pair, mix(pair ^ 0x5bd1e995));
    before = hash;
  }
  return counter.majority();
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

/** Four bits → four bytes of one 32-bit number: adding these counts four bits at once. */
const SPREAD = Int32Array.from(
  { length: 16 },
  (_, bits) => (bits & 1) | ((bits & 2) << 7) | ((bits & 4) << 14) | ((bits & 8) << 21),
);
/** A byte of a packed count holds no more. */
const MAX_PACKED = 255;

/** Counts how often each of 64 bits is set. */
function createBitCounter() {
  const packed = new Uint32Array(16);
  const counts = new Uint32Array(64);
  let inPacked = 0;
  let added = 0;
  const unpack = () => {
    for (let bit = 0; bit < 64; bit++) counts[bit]! += (packed[bit >> 2]! >>> ((bit & 3) * 8)) & 255;
    packed.fill(0);
    inPacked = 0;
  };
  const half = (from: number) => {
    let bits = 0;
    for (let bit = 0; bit < 32; bit++) if (counts[from + bit]! * 2 > added) bits |= 1 << bit;
    return bits >>> 0;
  };
  return {
    add: (high: number, low: number) => {
      if (inPacked === MAX_PACKED) unpack();
      inPacked++;
      added++;
      for (let nibble = 0; nibble < 8; nibble++) {
        packed[nibble]! += SPREAD[(high >>> (nibble * 4)) & 15]!;
        packed[nibble + 8]! += SPREAD[(low >>> (nibble * 4)) & 15]!;
      }
    },
    majority: (): Simhash => {
      unpack();
      return { high: half(0), low: half(32) };
    },
  };
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
