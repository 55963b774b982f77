const HYPHENS = /[-\u2010-\u2015\u2212_]/;
const ACCENTS = /[\u0300-\u036f]/g;
const APOSTROPHES = /[\u2018\u2019\u02BC\u0060\u00B4]/;

/**
 * Folds upper case, accents, width, hyphens and apostrophes away so that "Coca‑Cola", "COCA COLA" and
 * "coca-cola" agree. The answer has the same length as the text: an index in one is an index in the other.
 */
export type FoldText = (text: string) => string;

/** Makes a folder; it remembers the fold of every non-ASCII character that it has met (at most 65,536). */
export function createFoldText(): FoldText {
  const folds = new Map<string, string>();
  const foldCharacter = (character: string): string => {
    let fold = folds.get(character);
    if (fold === undefined) {
      fold = foldOne(character);
      folds.set(character, fold);
    }
    return fold;
  };
  return (text) => text.replace(/[^\x00-\x2c\x2e-\x5e\x61-\x7f]/g, foldCharacter).toLowerCase();
}

function foldOne(character: string): string {
  if (HYPHENS.test(character)) return ' ';
  if (APOSTROPHES.test(character)) return "'";
  // Only accents go: a Japanese voicing mark or a Korean syllable's letters make another word.
  const base = character.normalize('NFKD').replace(ACCENTS, '');
  const single = base.length === 1 ? base : character.normalize('NFKC');
  const lower = single.toLowerCase();
  return lower.length === 1 ? lower : character;
}
