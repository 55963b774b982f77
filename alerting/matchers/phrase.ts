const NON_ASCII = /[^\p{ASCII}]/u;
const MARKS = /\p{M}+/gu;
const WORD = /[\p{L}\p{N}]/u;
/** Scripts that write no spaces between words. */
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]/u;

/** Lower case, without accents, white space run together. */
export function foldText(text: string): string {
  const plain = NON_ASCII.test(text) ? text.normalize('NFKD').replace(MARKS, '') : text;
  return plain.toLowerCase().replace(/\s+/g, ' ');
}

const joins = (edge: string, beside: string | undefined): boolean =>
  beside !== undefined && WORD.test(beside) && WORD.test(edge) && !UNSPACED.test(edge);

/** Finds a word or phrase as whole words, accents and case set aside. */
export function phraseFinder(phrase: string): (text: string) => boolean {
  const wanted = foldText(phrase).trim();
  const first = [...wanted][0] ?? '';
  const last = [...wanted].at(-1) ?? '';
  return (text) => {
    const folded = foldText(text);
    for (let at = folded.indexOf(wanted); at !== -1; at = folded.indexOf(wanted, at + 1)) {
      if (!joins(first, folded[at - 1]) && !joins(last, folded[at + wanted.length])) return true;
    }
    return false;
  };
}
