import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '#ingest/thread';

/** Whether a text is a word, or the name of many, in some European language: lower case, with or without accents. */
export type IsOrdinaryWord = (text: string) => boolean;

/** Longer words are not kept: few of them are near a name. */
export const LONGEST_WORD = 12;

const PROBES = 8;

/** Letters that the lists' languages write; another is no sign of a word. */
const LETTERS = /^[a-zß-öø-ÿœ]+$/;

/**
 * Loads the filter that `scripts/ordinary-words.mjs` makes. It knows each word of its lists and takes about one
 * other text in 300 for a word. Throws where it was not built.
 */
export function loadOrdinaryWords(): IsOrdinaryWord {
  const file = join(packageRoot(), 'dist', 'ordinary-words.bin');
  try {
    return createWordFilter(readFileSync(file));
  } catch (cause) {
    throw new Error(`${file} could not be read; "npm run build" makes it`, { cause });
  }
}

/** A Bloom filter over its bits: two hashes of a word walk `PROBES` places. */
function createWordFilter(bits: Uint8Array): IsOrdinaryWord {
  const places = bits.length * 8;
  return (text) => {
    if (text.length > LONGEST_WORD || !LETTERS.test(text)) return false;
    const [first, step] = [hash(text, 0x811c9dc5), (hash(text, 0x9747b28c) | 1) >>> 0];
    for (let probe = 0; probe < PROBES; probe++) {
      const place = (first + probe * step) % places;
      if ((bits[place >> 3]! & (1 << (place & 7))) === 0) return false;
    }
    return true;
  };
}

/** FNV-1a over UTF-16 units, with a last stir: 32 bits. The script computes the same. */
function hash(text: string, seed: number): number {
  let value = seed;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  return (value ^ (value >>> 13)) >>> 0;
}
