const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** The word with one letter left out, added, replaced, doubled, or changed with its neighbour; never the word itself. */
export function misspell(word: string, random: () => number): string {
  const at = Math.floor(random() * word.length);
  const letter = LETTERS[Math.floor(random() * LETTERS.length)] ?? 'x';
  const [before, here, after] = [word.slice(0, at), word.charAt(at), word.slice(at + 1)];
  const typos = [
    before + after,
    before + letter + here + after,
    before + letter + after,
    before + here + here + after,
    before + after.charAt(0) + here + after.slice(1),
  ];
  const typo = typos[Math.floor(random() * typos.length)] ?? word;
  return typo === word ? misspell(word, random) : typo;
}
