import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { domainToASCII } from 'node:url';

const LISTS = ['american-english', 'french', 'ngerman', 'spanish', 'italian'];
const SUFFIXES = 'com com com net org fr de es it eu co.uk info biz io shop online news group'.split(' ');

/** The words of the five languages, lower case; throws with the remedy where a list is missing. */
export function readWords(folder: string): string[] {
  const missing = LISTS.filter((list) => !existsSync(join(folder, list)));
  if (missing.length > 0)
    throw new Error(
      `no word list ${missing.join(', ')} in "${folder}": install Debian's packages wamerican, wfrench, wngerman, wspanish and witalian, or name the folder with --dict DIR`,
    );
  const words = LISTS.flatMap((list) => readFileSync(join(folder, list), 'utf8').split('\n'));
  return [...new Set(words.map((word) => word.toLowerCase().replace(/['’].*/, '')))].filter((word) =>
    /^\p{Ll}{2,}$/u.test(word),
  );
}

/** A repeatable stream of numbers in 0 … 1 (mulberry32). */
function createChance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const withoutAccents = (word: string) =>
  word
    .replaceAll('ß', 'ss')
    .replaceAll('œ', 'oe')
    .normalize('NFKD')
    .replace(/[^a-z]/g, '');

/**
 * Different hosts of ordinary words: one word, two run together, two with a hyphen; an accented word in punycode
 * now and then. No part is a name in `names`: under another suffix that is a look-alike by design.
 */
export function ordinaryHosts(words: readonly string[], names: ReadonlySet<string>, count: number): string[] {
  const chance = createChance(5);
  const pick = <Item>(list: readonly Item[]) => list[Math.floor(chance() * list.length)]!;
  const word = (): string => {
    const picked = pick(words);
    const plain = withoutAccents(picked);
    return names.has(plain) || plain.length < 2 ? word() : chance() < 0.05 ? picked : plain;
  };
  const label = () => {
    const kind = chance();
    return kind < 0.4 ? word() : kind < 0.7 ? word() + word() : `${word()}-${word()}`;
  };
  const hosts = new Set<string>();
  while (hosts.size < count) {
    const host = domainToASCII(`${chance() < 0.2 ? 'www.' : ''}${label()}.${pick(SUFFIXES)}`);
    if (host) hosts.add(host);
  }
  return [...hosts];
}
