import unhomoglyph from 'unhomoglyph';
import { LETTER_LOOKS } from './look-alikes/letter-looks';

const MARKS = /[\u0300-\u036f]/g;
const FOREIGN = /[^\x00-\x7f]/;
const FOREIGN_LETTERS = /[^\x00-\x7f]/gu;

type Folds = readonly (readonly [RegExp, string])[];

const FOLDS: Folds = [
  [/0/g, 'o'],
  [/[1|!i]/g, 'l'],
  [/3/g, 'e'],
  [/4/g, 'a'],
  [/5/g, 's'],
  [/7/g, 't'],
  [/8/g, 'b'],
  [/9/g, 'g'],
  [/rn/g, 'm'],
  [/vv/g, 'w'],
];

// Single letters first: a pair may arise from them, as "el" for "cl" does.
const ROUGH_FOLDS: Folds = [
  [/e/g, 'c'],
  [/q/g, 'g'],
  [/6/g, 'b'],
  [/b/g, 'd'],
  [/[mnr]+/g, 'n'],
];
const AS_D: Folds[number] = [/l*dl*|cl/g, 'd'];
const AS_K: Folds[number] = [/l+[ck]/g, 'k'];

const folded = (text: string, folds: Folds) =>
  folds.reduce((name, [look, as]) => name.replace(look, as), text);

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
  return folded(plainLetters(name), FOLDS);
}

/**
 * What is left of a skeleton where also b and d, c and e, g and q, m, n and r, cl and d, lc and k pass for each other:
 * one or two readings, for "lcl" may be either's. Unlike names share one by chance, so that it alone proves little.
 */
export function roughSkeletons(name: string): readonly string[] {
  const rough = folded(skeleton(name), ROUGH_FOLDS);
  const [first, second] = [folded(rough, [AS_K, AS_D]), folded(rough, [AS_D, AS_K])];
  return first === second ? [first] : [first, second];
}
