import { plainLetters, roughSkeletons, skeleton } from '../skeleton';
import type { IsOrdinaryWord } from './ordinary-words';
import { deletions, type Slip, slipOfOneEdit } from './slip';
import { type NameTable, tableOf, type WatchedName, withoutHyphens } from './watched-name';

export type NearName = { readonly name: WatchedName; readonly slip: Slip };

const NONE: readonly NearName[] = [];
const NO_NAMES: readonly WatchedName[] = [];
const PLAIN = /^[a-z-]+$/;
const TURNED_E = /[əǝ]/g;
/** Of a rough skeleton: shorter ones are shared by everything. */
const SHORTEST_ROUGH = 3;

/** Finds the names that a writing is near to, but is not. Ordinary words are near to none. */
export type FindNear = (written: string) => readonly NearName[];

/** Makes the finder: every name lies in tables under its skeletons and what is left of it when a letter goes. */
export function createNearNames(names: readonly WatchedName[], isOrdinaryWord: IsOrdinaryWord): FindNear {
  const byLook = tableOf(names, ({ label }) => [skeleton(withoutHyphens(label))]);
  const byRough = tableOf(names, ({ label }) =>
    roughSkeletons(skeleton(withoutHyphens(label))).filter((key) => key.length >= SHORTEST_ROUGH),
  );
  const byDeletion = tableOf(names, ({ label }) => deletions(label));
  const mayBeEdited = createEditGuess(names);
  const find: FindNear = (written) => {
    const letters = withoutHyphens(written);
    const plain = plainLetters(written);
    const look = skeleton(letters);
    const alike = byLook.get(look);
    const rough = roughSkeletons(look).flatMap((key) => byRough.get(key) ?? NO_NAMES);
    const edited = mayBeEdited(plain) ? oneEditAway(plain, byDeletion) : NONE;
    if (!alike && rough.length === 0 && edited.length === 0) return NONE;
    if (isOrdinaryWord(written)) return NONE;
    const slip = PLAIN.test(written) ? 'letters' : 'foreign';
    return [
      ...(alike ?? []).map((name) => ({ name, slip }) as const),
      ...rough.map((name) => ({ name, slip: 'rough' }) as const),
      ...edited,
    ].filter(({ name }) => name.label !== written);
  };
  return (written) => {
    // It looks like an a, and like an e.
    const turned = written.replaceAll(TURNED_E, 'e');
    return turned === written ? find(written) : [...find(written), ...find(turned)];
  };
}

/** Whether a look for edits can find any: one edit leaves the first or the last two of five letters as they are. */
function createEditGuess(names: readonly WatchedName[]): (written: string) => boolean {
  const lengthsOf = (some: readonly WatchedName[]) =>
    new Set(some.flatMap(({ label: { length } }) => [length - 1, length, length + 1]));
  const long = names.filter(({ label }) => label.length >= 5);
  const lengths = lengthsOf(long);
  const shortLengths = lengthsOf(names.filter(({ label }) => label.length < 5));
  const heads = new Set(long.map(({ label }) => label.slice(0, 2)));
  const tails = new Set(long.map(({ label }) => label.slice(-2)));
  return (written) =>
    shortLengths.has(written.length) ||
    (lengths.has(written.length) && (heads.has(written.slice(0, 2)) || tails.has(written.slice(-2))));
}

function oneEditAway(written: string, byDeletion: NameTable): readonly NearName[] {
  let found: NearName[] | undefined;
  for (const key of deletions(written))
    for (const name of byDeletion.get(key) ?? []) {
      const slip = slipOfOneEdit(written, name.label);
      if (slip && !found?.some((near) => near.name === name)) {
        found ??= [];
        found.push({ name, slip });
      }
    }
  return found ?? NONE;
}
