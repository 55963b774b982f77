import type { FoldText } from '../fold-text';
import { createLexicon, type Hits } from './lexicon';
import { CLAIM_WORDS } from './words/claims';
import { DISTANCE_WORDS } from './words/distance';
import { FORM_WORDS } from './words/form';
import { HOAX_WORDS } from './words/hoax';

const WORDS = { ...FORM_WORDS, ...CLAIM_WORDS, ...DISTANCE_WORDS, ...HOAX_WORDS };
export type ReleaseWord = keyof typeof WORDS;

/** Groups of which one is part of every claim. */
export const CLAIM_GROUPS: ReadonlySet<ReleaseWord> = new Set(Object.keys(CLAIM_WORDS) as ReleaseWord[]);

/** Groups that a company's side accounts never speak of. */
export const LOUD_GROUPS: ReadonlySet<ReleaseWord> = new Set<ReleaseWord>([
  'apology',
  'compensation',
  'fundForVictims',
  'coin',
  'giveUp',
  'giveaway',
  'freeForAll',
  'dismissed',
  'resigns',
  'dead',
  'insolvent',
  'attack',
  'recall',
  'unsafe',
  'layoffs',
]);

/** Finds in a folded text all the words that the gate's signals look at. */
export function createReleaseWords(fold: FoldText): (folded: string) => Hits<ReleaseWord> {
  return createLexicon(WORDS, fold);
}
