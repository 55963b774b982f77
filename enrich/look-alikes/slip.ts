import { distance } from 'fastest-levenshtein';

/**
 * How far a writing is from a name. `foreign`: other letters that look alike, among them digits or letters of other
 * alphabets; `letters`: alike too, yet all plain (l for i, rn for m); `rough`: alike at a glance (c for e, n for m);
 * `finger`: two letters swapped, one doubled or dropped twin, a neighbouring key; `edit`: any other single edit.
 */
export type Slip = 'foreign' | 'letters' | 'rough' | 'finger' | 'edit';

/**
 * Where a writing stands: under a suffix that the brand has a domain under, one that the world uses, or another;
 * as a part of a longer name beside a telling word; or as the handle of an account.
 */
export type Place = 'own' | 'common' | 'other' | 'part' | 'account';

/**
 * The letters that a name must have for a slip to count. The shorter a name, the more strangers are near it: only
 * where the brand itself stands, under its own suffix, does any slip count.
 */
const SHORTEST: Readonly<Record<Slip, Readonly<Record<Place, number>>>> = {
  foreign: { own: 2, common: 3, other: 3, part: 3, account: 4 },
  letters: { own: 3, common: 4, other: 5, part: 4, account: 4 },
  rough: { own: 3, common: 5, other: 7, part: 7, account: 8 },
  finger: { own: 3, common: 5, other: 5, part: 6, account: 5 },
  edit: { own: 3, common: 6, other: 8, part: 7, account: 8 },
};

export function counts(slip: Slip, name: string, place: Place): boolean {
  return name.length >= SHORTEST[slip][place];
}

const KEY_ROWS = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'azertyuiop', 'qsdfghjklm', 'wxcvbn', 'qwertzuiop'];

/** The slip between a name and a writing that is one edit or one swap away; undefined where it is more. */
export function slipOfOneEdit(written: string, name: string): 'finger' | 'edit' | undefined {
  if (isSwap(written, name)) return 'finger';
  if (distance(written, name) !== 1) return undefined;
  if (written.length !== name.length) return squeeze(written) === squeeze(name) ? 'finger' : 'edit';
  const at = firstDifference(written, name);
  return areNeighbours(written[at] ?? '', name[at] ?? '') ? 'finger' : 'edit';
}

/** The text itself and what is left when one character goes: two texts one edit apart share one of these. */
export function deletions(text: string): string[] {
  const all = [text];
  for (let at = 0; at < text.length; at++) all.push(text.slice(0, at) + text.slice(at + 1));
  return all;
}

function isSwap(written: string, name: string): boolean {
  if (written.length !== name.length || written === name) return false;
  const at = firstDifference(written, name);
  return (
    written[at] === name[at + 1] &&
    written[at + 1] === name[at] &&
    written.slice(at + 2) === name.slice(at + 2)
  );
}

function firstDifference(left: string, right: string): number {
  let at = 0;
  while (at < left.length && left[at] === right[at]) at++;
  return at;
}

const squeeze = (text: string) => text.replace(/(.)\1+/g, '$1');

function areNeighbours(left: string, right: string): boolean {
  return KEY_ROWS.some((row) => {
    const [at, other] = [row.indexOf(left), row.indexOf(right)];
    return at >= 0 && other >= 0 && Math.abs(at - other) === 1;
  });
}
