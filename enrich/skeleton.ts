import unhomoglyph from 'unhomoglyph';
import { LETTER_LOOKS } from './look-alikes/letter-looks';

const MARKS = /[\u0300-\u036f]/g;
const FOREIGN = /[^\x00-\x7f]/;
const FOREIGN_LETTERS = /[^\x00-\x7f]/gu;

/** From the code of an ASCII character to what it looks like, by pairs "character, look". */
function looksTable(pairs: string): readonly string[] {
  const table = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code));
  for (const [character = '', look = ''] of pairs.split(' ')) table[character.charCodeAt(0)] = look;
  return table;
}

const LOOKS = looksTable('0o 1l |l !l il 3e 4a 5s 7t 8b 9g');
const ROUGH_LOOKS = looksTable('ec qg 6d bd mn rn');

function withLooks(text: string, looks: readonly string[]): string {
  let seen = '';
  for (let at = 0; at < text.length; at++) seen += looks[text.charCodeAt(at)] ?? text[at];
  return seen;
}

/**
 * A name in lower-case ASCII letters, as far as its letters look like some: accents go, letters of other alphabets
 * become what they look like. Letters that look like none stay.
 */
export function plainLetters(name: string): string {
  const lower = name.toLowerCase();
  if (!FOREIGN.test(lower)) return lower;
  const bare = lower.normalize('NFKC').toLowerCase().normalize('NFKD').replace(MARKS, '');
  return bare.replace(FOREIGN_LETTERS, plainLetter);
}

function plainLetter(letter: string): string {
  return LETTER_LOOKS.get(letter) ?? unhomoglyph(letter).toLowerCase().normalize('NFKD').replace(MARKS, '');
}

/**
 * What a name looks like to a hurried eye: `vιnci`, `v1nci` and `vinci` share one skeleton. Compare skeletons
 * with skeletons only; it is no spelling of anything.
 */
export function skeleton(name: string): string {
  const looks = withLooks(plainLetters(name), LOOKS);
  const joined = looks.includes('rn') ? looks.replaceAll('rn', 'm') : looks;
  return joined.includes('vv') ? joined.replaceAll('vv', 'w') : joined;
}

/**
 * What is left of a skeleton where also b and d, c and e, g and q, m, n and r, cl and d, lc and k pass for each other:
 * one or two readings, for "lcl" may be either's. Unlike names share one by chance, so that it alone proves little.
 */
export function roughSkeletons(skeleton: string): readonly string[] {
  // Single letters first: a pair may arise from them, as "el" for "cl" does.
  const rough = withLooks(skeleton, ROUGH_LOOKS).replace(/nn+/g, 'n');
  if (!rough.includes('l')) return [rough];
  const [first, second] = [asD(asK(rough)), asK(asD(rough))];
  return first === second ? [first] : [first, second];
}

const asD = (rough: string) => rough.replace(/l*dl*|cl/g, 'd');
const asK = (rough: string) => rough.replace(/l+[ck]/g, 'k');
