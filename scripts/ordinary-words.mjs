// Makes enrich/look-alikes/ordinary-words.bin: which texts are ordinary words, as the bits of a Bloom filter. It holds
// no word itself. Sources are packages of Debian, read from /usr/share/dict or the folder given:
//   american-english, american-english-huge, british-english (wamerican, wamerican-huge, wbritish; SCOWL, permissive),
//   french (wfrench; GPL-2+), ngerman (wngerman; GPL-2+), spanish (wspanish; public domain), italian (witalian; GPL-3+),
//   portuguese (wportuguese; GPL-2+, LGPL-2.1+ or MPL-1.1), dutch (wdutch; BSD or CC BY), swedish (wswedish; GPL-2+),
//   danish (wdanish; GPL-2+), and scripts/known-names.txt, which is ours.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** List → the letters of the shortest and the longest word kept of it: of few languages short ones are well known. */
const LISTS = {
  'american-english': [2, 12],
  'british-english': [2, 12],
  french: [2, 12],
  ngerman: [2, 12],
  spanish: [2, 12],
  italian: [2, 12],
  'american-english-huge': [5, 10],
  portuguese: [4, 9],
  dutch: [4, 9],
  swedish: [5, 7],
  danish: [5, 7],
};
const BITS_A_WORD = 12;
const PROBES = 8;

const folder = process.argv[2] ?? '/usr/share/dict';
const missing = Object.keys(LISTS).filter((list) => !existsSync(join(folder, list)));
if (missing.length > 0) {
  console.error(`no word list ${missing.join(', ')} in ${folder}: install the packages named in this script`);
  process.exit(1);
}

/** A word as it may stand in a host name: as written, without accents or accented letters, umlauts in two letters. */
function spellings(line) {
  const word = line.normalize('NFC').toLowerCase().replace(/['’.]/g, '');
  const pairs = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss', æ: 'ae', œ: 'oe' };
  const spelled = (letters) => word.replace(letters, (letter) => pairs[letter]);
  const bare = (text) => text.normalize('NFKD').replace(/[\u0300-\u036f]/g, '');
  return [
    word,
    bare(spelled(/[ßæœ]/g)),
    bare(spelled(/[äöüßæœ]/g)),
    ...(word.length < 6 || word.length > 8 ? [] : [word.replace(/[^a-z]/g, '')]),
  ];
}

const read = (file, [shortest, longest]) =>
  readFileSync(file, 'utf8')
    .split(/\s+/)
    .flatMap(spellings)
    .filter((word) => /^\p{L}{2,}$/u.test(word) && word.length >= shortest && word.length <= longest);

function hash(text, seed) {
  let value = seed;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  return (value ^ (value >>> 13)) >>> 0;
}

const words = new Set([
  ...Object.entries(LISTS).flatMap(([list, lengths]) => read(join(folder, list), lengths)),
  ...read('scripts/known-names.txt', [2, 12]),
]);
const bits = new Uint8Array(Math.ceil((words.size * BITS_A_WORD) / 8));
for (const word of words) {
  const [first, step] = [hash(word, 0x811c9dc5), (hash(word, 0x9747b28c) | 1) >>> 0];
  for (let probe = 0; probe < PROBES; probe++) {
    const place = (first + probe * step) % (bits.length * 8);
    bits[place >> 3] |= 1 << (place & 7);
  }
}
writeFileSync('enrich/look-alikes/ordinary-words.bin', bits);
console.log(`${words.size} spellings, ${bits.length} bytes`);
