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
    roughSkeletons(withoutHyphens(label)).filter((key) => key.length >= SHORTEST_ROUGH),
  );
  const byDeletion = tableOf(names, ({ label }) => deletions(label));
  const longest = Math.max(0, ...names.map(({ label }) => label.length)) + 1;
  const find: FindNear = (written) => {
    const letters = withoutHyphens(written);
    const look = skeleton(letters);
    const alike = byLook.get(look);
    const rough = roughSkeletons(letters).flatMap((key) => byRough.get(key) ?? NO_NAMES);
    const edited = written.length <= longest ? oneEditAway(plainLetters(written), byDeletion) : NONE;
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
