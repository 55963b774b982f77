import { skeleton } from '../skeleton';
import type { IsOrdinaryWord } from './ordinary-words';
import { isTelling, TELLING_WORDS } from './telling-words';
import { type NameTable, tableOf, type WatchedName } from './watched-name';

/** A name with telling words around it; `written` is the name's part, which may be in letters that look alike. */
export type Affixed = { readonly name: WatchedName; readonly written: string; readonly added: string };

type Split = {
  readonly written: string;
  readonly rest: string;
  readonly isFirst: boolean;
};

/** Names this short stand in many words (bank-ing, gap-ing): what is run together with them must say more. */
const SHORT = 4;

/** Letters of a name and the word beside it, so that they tell something together (axa-fr, hp-press). */
const SHORTEST_PAIR = 5;

/** What is believed before a short name that ends words: "coupon" before ING makes "couponing". */
const LEADING = new Set(
  'group groupe gruppe gruppo grupo official officiel press presse news newsroom banque banco'.split(' '),
);

/** Makes a finder of names that stand first or last in a label, with telling words for the rest of it. */
export function createAffixes(
  names: readonly WatchedName[],
  isOrdinaryWord: IsOrdinaryWord,
): (label: string) => Affixed[] {
  const byLabel = tableOf(names, ({ label }) => [label]);
  const byLook = tableOf(names, ({ label }) => [skeleton(label)]);
  const [ends, lookEnds] = [endsOf(byLabel), endsOf(byLook)];
  return (label) => {
    const plain = namesAtEnds(label, ends, byLabel).map(([name, isFirst]) =>
      splitAt(label, name.label.length, name, isFirst),
    );
    const look = skeleton(label);
    const alike = namesAtEnds(look, lookEnds, byLook).flatMap(([name, isFirst]) =>
      lookSplits(label, name, isFirst, isOrdinaryWord),
    );
    const found: Affixed[] = [];
    for (const { name, split } of [...plain, ...alike]) {
      const added = addition(split, name, isOrdinaryWord);
      if (added !== undefined) found.push({ name, written: split.written, added });
    }
    return found;
  };
}

type Ends = { readonly lengths: readonly number[]; readonly heads: Set<string>; readonly tails: Set<string> };
type NameSplit = { readonly name: WatchedName; readonly split: Split };

/** The first and last three letters of all keys: nearly every label is done with after two look-ups. */
function endsOf(table: NameTable): Ends {
  const keys = [...table.keys()];
  return {
    lengths: [...new Set(keys.map((key) => key.length))],
    heads: new Set(keys.map((key) => key.slice(0, 2))),
    tails: new Set(keys.map((key) => key.slice(-2))),
  };
}

function namesAtEnds(text: string, ends: Ends, table: NameTable): (readonly [WatchedName, boolean])[] {
  const found: (readonly [WatchedName, boolean])[] = [];
  const mayBegin = ends.heads.has(text.slice(0, 2));
  const mayEnd = ends.tails.has(text.slice(-2));
  if (!mayBegin && !mayEnd) return found;
  for (const length of ends.lengths) {
    if (length >= text.length) continue;
    if (mayBegin) for (const name of table.get(text.slice(0, length)) ?? []) found.push([name, true]);
    if (mayEnd) for (const name of table.get(text.slice(-length)) ?? []) found.push([name, false]);
  }
  return found;
}

function splitAt(label: string, length: number, name: WatchedName, isFirst: boolean): NameSplit {
  const at = isFirst ? length : label.length - length;
  const [before, after] = [label.slice(0, at), label.slice(at)];
  const split = isFirst
    ? { written: before, rest: after, isFirst }
    : { written: after, rest: before, isFirst };
  return { name, split };
}

/** Where the part ends that looks like the name: "rn" for "m" makes it longer than the name. */
function lookSplits(
  label: string,
  name: WatchedName,
  isFirst: boolean,
  isOrdinaryWord: IsOrdinaryWord,
): NameSplit[] {
  const look = skeleton(name.label);
  for (let length = name.label.length - 1; length <= name.label.length + 2; length++) {
    if (length >= label.length) break;
    const cut = splitAt(label, length, name, isFirst);
    const { written } = cut.split;
    if (written !== name.label && skeleton(written) === look) return isOrdinaryWord(written) ? [] : [cut];
  }
  return [];
}

/** What was added to the name; undefined where it tells nothing. */
function addition(split: Split, name: WatchedName, isOrdinaryWord: IsOrdinaryWord): string | undefined {
  const { rest, isFirst } = split;
  const parts = rest.split('-').filter((part) => part !== '');
  const beside = isFirst ? parts[0] : parts.at(-1);
  if (beside === undefined) return undefined;
  const isHyphenated = isFirst ? rest.startsWith('-') : rest.endsWith('-');
  const tells = isHyphenated
    ? isBeside(beside, name) || tellsLater(parts, name, isFirst, isOrdinaryWord)
    : isRunTogether(beside, split, name, isOrdinaryWord);
  return tells ? parts.join('-') : undefined;
}

const isBeside = (word: string, { label, endings }: WatchedName) =>
  word === 'www' || endings.has(word) || (isTelling(word) && label.length + word.length >= SHORTEST_PAIR);

/** "vinci-the-press-office"; yet an "orange-juice-shop" sells oranges. */
function tellsLater(
  parts: readonly string[],
  { label }: WatchedName,
  isFirst: boolean,
  isOrdinaryWord: IsOrdinaryWord,
): boolean {
  return isFirst && label.length > SHORT && parts.some(isTelling) && !isOrdinaryWord(label);
}

function isRunTogether(
  word: string,
  { written, isFirst }: Split,
  name: WatchedName,
  isOrdinaryWord: IsOrdinaryWord,
): boolean {
  if (name.label.length < 3 || isOrdinaryWord(isFirst ? written + word : word + written)) return false;
  if (isFirst ? name.endings.has(word) : /^(w{2,4}|my)$/.test(word)) return true;
  if (!isTelling(word)) return false;
  if (name.label.length <= SHORT)
    return isFirst
      ? word.length >= 3
      : LEADING.has(word) || (word.length >= 4 && !endsWords(name.label, isOrdinaryWord));
  return word.length >= 3 || (isFirst && !isOrdinaryWord(name.label));
}

/** Whether the name makes other words of telling ones, as ING does of "bank" and "market". */
function endsWords(name: string, isOrdinaryWord: IsOrdinaryWord): boolean {
  let made = 0;
  for (const word of TELLING_WORDS)
    if (word.length >= 4 && isOrdinaryWord(word + name) && ++made > 1) return true;
  return false;
}
