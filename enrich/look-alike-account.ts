import type { Account } from './brand';
import { createNameFinder } from './look-alikes/name-finder';
import { type IsOrdinaryWord, loadOrdinaryWords } from './look-alikes/ordinary-words';
import { type Imitation, type Trick, tableOf, type WatchedName } from './look-alikes/watched-name';
import { plainLetters, skeleton } from './skeleton';

/** How an account imitates an official one, in words that a spokesman can read out. */
export type LookAlikeAccount = {
  readonly handle: string;
  readonly official: string;
  readonly trick: Trick | 'same-name';
  readonly explanation: string;
};

/** Judges a handle, with or without @, and the name shown beside it where there is one. */
export type LookAlikeAccountCheck = (handle: string, shownName?: string) => LookAlikeAccount | undefined;

/** Of accounts that speak about a brand and say so: admirers, mockers, opponents. */
const NO_IMITATION = new RegExp(
  `(^|[^a-z])(${`fans? fanclub fanpage fanaccount lovers? supporters? ultras haters? parody parodie parodia parodic
  satire satira satirical unofficial not notthe nicht pas non inofficial inoffiziell inofficiel nonofficiel fake faux
  falso fausse anti against stop boycott boycotter boykott boicot victims? victimes? opfer memes? jokes? humou?r
  archive archives museum history quotes bot tribute commentary watch watcher watchers exposed sucks sux
  unofficialaccount`
    .trim()
    .split(/\s+/)
    .join('|')})([^a-z]|$)`,
);
const RUN_TOGETHER =
  /(fans|fanclub|fanpage|parody|parodie|parodia|satire|unofficial|inoffiziell|haters?|sucks)/;

/** Country, city and job accounts are mostly the brand's own, though nobody listed them: too many to page for. */
const HOMELY = new Set(
  `fr de es it uk us usa eu europe europa france paris london berlin asia world global international tv jobs job career
  careers karriere recrutement recruiting recruitment hr rh emploi hiring talent foundation fondation stiftung store
  stores shop app mobile digital cloud energy energies solutions tech technology technologies labs lab research
  innovation innovations ventures insurance assurance assurances green events event academy campus consulting`.split(
    /\s+/,
  ),
);

const SHORTEST = 3;
/** Shorter names, and words that are not longer still, are also other people's. */
const SHORTEST_SAME = { name: 6, word: 8 };

/**
 * Makes the check of handles against a brand's accounts and names. A handle that is official somewhere is never
 * flagged, nor is an account that calls itself a fan's, a parody or an opponent's: neither wants to be taken for
 * the brand.
 */
export function createLookAlikeAccountCheck(
  accounts: readonly Account[],
  names: readonly string[],
  isOrdinaryWord: IsOrdinaryWord = loadOrdinaryWords(),
): LookAlikeAccountCheck {
  const handles = accounts.map(({ handle }) => bareHandle(handle));
  const official = new Set(handles.flatMap((handle) => [handle.toLowerCase(), lettersOf(handle)]));
  const watched = watchedNames(handles, names);
  const find = createNameFinder(watched, isOrdinaryWord);
  const byLabel = tableOf(watched, ({ label }) => [label]);
  const mayImitate = createQuickLook(watched);
  const judge = (handle: string, letters: string): LookAlikeAccount | undefined => {
    const [same] = byLabel.get(letters) ?? [];
    if (same) return official.has(letters) ? undefined : sameName(handle, same, isOrdinaryWord);
    const found = [labelOf(handle), letters]
      .flatMap((text) => find(text, () => 'account'))
      .find(({ added }) => added === undefined || !isHomely(added));
    return found && { handle, ...asAccount(found) };
  };
  return (given, shownName = '') => {
    const handle = bareHandle(given);
    const letters = lettersOf(handle);
    if (!mayImitate(letters) || official.has(handle.toLowerCase())) return undefined;
    const found = judge(handle, letters);
    return found && !saysOtherwise(`${handle} ${shownName}`) ? found : undefined;
  };
}

const asAccount = ({ name: { official }, trick, explanation }: Imitation) => ({
  official,
  trick,
  explanation,
});

/** Nearly every author is done with here: no name begins or ends the handle, none is about as long and alike. */
function createQuickLook(watched: readonly WatchedName[]): (letters: string) => boolean {
  const looks = watched.map(({ label }) => skeleton(label));
  return (letters) => {
    const seen = skeleton(letters);
    return looks.some(
      (look) =>
        seen.startsWith(look) ||
        seen.endsWith(look) ||
        (isAboutAsLong(seen, look) && sharesAnEnd(seen, look)),
    );
  };
}

/** An edit, or some letters that look alike at a glance, change a name's length by two at most. */
const isAboutAsLong = (seen: string, look: string) => Math.abs(seen.length - look.length) <= 2;

/** One edit or swap leaves a name's first or its last two letters as they are; of five letters, one. */
function sharesAnEnd(seen: string, look: string): boolean {
  const kept = look.length > 5 ? 2 : 1;
  return seen.startsWith(look.slice(0, kept)) || seen.endsWith(look.slice(-kept));
}

const isHomely = (added: string) => HOMELY.has(added) || /^\d+$/.test(added);

function watchedNames(handles: readonly string[], names: readonly string[]): WatchedName[] {
  const endings: ReadonlySet<string> = new Set();
  const shown = [
    ...handles.map((handle) => [handle, `@${handle}`] as const),
    ...names.map((name) => [name, name] as const),
  ];
  const byLabel = new Map(
    shown.map(([text, official]) => [lettersOf(plainLetters(text)), official] as const).reverse(),
  );
  return [...byLabel]
    .filter(([label]) => label.length >= SHORTEST && /[a-z]/.test(label))
    .map(([label, official]) => ({ label, official, owner: '', endings }));
}

/** "@VINCI", "vinci.bsky.social", "@vinci@mastodon.social": the part that a person chose. */
function bareHandle(handle: string): string {
  const bare = handle.trim().replace(/^@/, '').split('@', 1)[0] ?? '';
  return bare.replace(/\.bsky\.social$/i, '');
}

const lettersOf = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** A handle's words parted by hyphens: underscores, dots and a change of case part them. */
function labelOf(handle: string): string {
  return handle
    .replace(/(\p{Ll})(?=\p{Lu}\p{Ll})/gu, '$1-')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
}

function saysOtherwise(text: string): boolean {
  const spaced = text
    .replace(/(\p{Ll})(?=\p{Lu})/gu, '$1 ')
    .toLowerCase()
    .replaceAll('_', ' ');
  return NO_IMITATION.test(spaced) || RUN_TOGETHER.test(text.toLowerCase());
}

/** The brand's name as a handle that it does not speak from. */
function sameName(
  handle: string,
  { label, official }: WatchedName,
  isOrdinaryWord: IsOrdinaryWord,
): LookAlikeAccount | undefined {
  if (label.length < SHORTEST_SAME[isOrdinaryWord(label) ? 'word' : 'name']) return undefined;
  return {
    handle,
    official,
    trick: 'same-name',
    explanation: `has the name of ${official}, which does not speak from it`,
  };
}
