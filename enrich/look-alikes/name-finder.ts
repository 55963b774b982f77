import { type Affixed, createAffixes } from './affixes';
import { createNearNames, type FindNear, type NearName } from './near-names';
import type { IsOrdinaryWord } from './ordinary-words';
import { counts, type Place } from './slip';
import { isTelling } from './telling-words';
import { type Imitation, type NameTable, tableOf, type WatchedName, withoutHyphens } from './watched-name';

/**
 * Finds the names that a label imitates, at most once each, the plainest trick first. The very name is none of
 * them: whether it stands in the right place only the caller knows.
 */
export type FindImitations = (label: string, placeOf: (name: WatchedName) => Place) => readonly Imitation[];

const NONE: readonly Imitation[] = [];

export function createNameFinder(
  names: readonly WatchedName[],
  isOrdinaryWord: IsOrdinaryWord,
): FindImitations {
  const byLetters = tableOf(names, ({ label }) => [withoutHyphens(label)]);
  const affixed = createAffixes(names, isOrdinaryWord);
  const near = createNearNames(names, isOrdinaryWord);
  return (label, placeOf) => {
    const [withWord, alike] = [affixed(label), near(label)];
    const isParted = label.includes('-');
    const hyphened = isParted || byLetters.has(label) ? hyphenMoved(label, byLetters) : NONE;
    const parts = isParted ? partsAlike(label, near) : NONE;
    if (withWord.length + alike.length + hyphened.length + parts.length === 0) return NONE;
    return firstOfEach([
      ...withWord.map(wordAdded),
      ...hyphened,
      ...alike.flatMap((found) => slipped(found, placeOf(found.name))),
      ...parts,
    ]);
  };
}

function wordAdded({ name, written, added }: Affixed): Imitation {
  return written === name.label
    ? {
        name,
        trick: 'added-word',
        added,
        explanation: `is the name of ${name.official} with “${added}” added`,
      }
    : { name, trick: 'look-alike-letters', explanation: likeWithWord(name) };
}

const likeWithWord = ({ official }: WatchedName) => `is written to look like ${official} with a word added`;

function hyphenMoved(label: string, byLetters: NameTable): readonly Imitation[] {
  const names = byLetters.get(withoutHyphens(label)) ?? [];
  return names
    .filter((name) => name.label !== label)
    .map((name) => ({
      name,
      trick: 'hyphen',
      explanation: `is the name of ${name.official} with a hyphen moved`,
    }));
}

function slipped({ name, slip }: NearName, place: Place): readonly Imitation[] {
  if (!counts(slip, withoutHyphens(name.label), place)) return NONE;
  const { official } = name;
  switch (slip) {
    case 'foreign':
    case 'letters':
    case 'rough':
      return [
        {
          name,
          trick: 'look-alike-letters',
          explanation: `is written to look like ${official} with other letters`,
        },
      ];
    case 'finger':
      return [{ name, trick: 'typo', explanation: `is one slip of the finger away from ${official}` }];
    case 'edit':
      return [{ name, trick: 'typo', explanation: `is one letter away from ${official}` }];
    default:
      return slip satisfies never;
  }
}

/** "societegenrale-press": one part is near the name, the one beside it tells. */
function partsAlike(label: string, near: FindNear): readonly Imitation[] {
  const parts = label.split('-');
  const [first = '', second = ''] = parts;
  const [beforeLast = '', last = ''] = parts.slice(-2);
  const found = [...(isTelling(second) ? near(first) : []), ...(isTelling(beforeLast) ? near(last) : [])];
  return found.flatMap(({ name, slip }) =>
    slipped({ name, slip }, 'part').map((imitation) => ({ ...imitation, explanation: likeWithWord(name) })),
  );
}

function firstOfEach(imitations: readonly Imitation[]): readonly Imitation[] {
  if (imitations.length < 2) return imitations;
  const seen = new Set<WatchedName>();
  return imitations.filter(({ name }) => !seen.has(name) && seen.add(name));
}
