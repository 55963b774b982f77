import { streamSafe } from '../stream-safe';

/** Scripts that put no spaces between words: each character is indexed, and what is sought is a phrase of them. */
const UNSPACED =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/gu;
const ACCENTS = /[\u0300-\u036f]/g;
const ASCII = /^[\0-\x7f]*$/;
const WORD = /[\p{L}\p{N}\p{M}\p{Co}]+/gu;

/** Letters that Unicode does not take apart but people type as others. */
const LOOSE_LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
};
const LOOSE_LETTER = /[ßæœøłđðþı]/g;

/** The text as it is indexed and sought: case, accents and ligatures folded, characters of unspaced scripts apart. */
export function foldText(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  return streamSafe(text.toLowerCase())
    .normalize('NFKD')
    .replace(ACCENTS, '')
    .normalize('NFC')
    .replace(LOOSE_LETTER, (letter) => LOOSE_LETTERS[letter] ?? letter)
    .replace(UNSPACED, ' $& ');
}

/** The words of a text, folded, with a space between each. */
export function foldedWords(text: string): string {
  return (foldText(text).match(WORD) ?? []).join(' ');
}

/** What a search asks for. Every entry is a phrase of one or more folded words. */
export type Search = { readonly required: readonly string[]; readonly excluded: readonly string[] };

/**
 * Reads `words that must occur`, `"a phrase"` and `-excluded`. Any text is a valid search: what holds no letter
 * or digit asks for nothing.
 */
export function parseSearch(text: string): Search {
  const required: string[] = [];
  const excluded: string[] = [];
  for (const [, minus, quoted, bare] of text.matchAll(/(-?)(?:"([^"]*)"?|([^\s"]+))/g)) {
    const phrase = foldedWords(quoted ?? bare ?? '');
    if (phrase !== '') (minus ? excluded : required).push(phrase);
  }
  return { required, excluded };
}
