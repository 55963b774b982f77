import {
  classesAt,
  endOfRun,
  LETTER,
  MARK,
  NUMBER,
  PICTOGRAPH,
  SPACE,
  UNIT_CLASSES,
} from '#enrich/character-classes';
import { createCommonWordJudge } from '#enrich/common-words';
import { plainText } from '#enrich/enrichers/plain-text';
import { createFoldText } from '#enrich/fold-text';
import { hasLetters, quietText } from '#enrich/quiet-text';
import { simhash, storyWords } from '#enrich/simhash';
import { streamSafe } from '#enrich/stream-safe';
import { generatedTexts, recordedTexts } from './generated-texts';

// What is read unit by unit for speed, held against the patterns that say the same in a line.
const fold = createFoldText();
const texts = [...recordedTexts(), ...generatedTexts(3_000)];
const folded = texts.map((text) => fold(text));
const marked = generatedTexts(300).map((text) => text.replace(/ /g, '\u0301'.repeat(text.length % 33)));

const NOISE = /https?:\S+|@\S+|#|\p{Extended_Pictographic}|\d+/gu;
const INVISIBLE =
  /[\u00AD\u061C\u180E\u200B\u200C\u200E\u200F\u202A-\u202E\u2060-\u2064\u2066-\u206F\uFEFF]|\u200D(?!\p{Extended_Pictographic})|[\u{E0000}-\u{E007F}]|[\x00-\x08\x0B\x0C\x0E-\x1F\x7F]/gu;

describe('a character', () => {
  const classes: readonly (readonly [bit: number, pattern: RegExp])[] = [
    [LETTER, /\p{L}/u],
    [NUMBER, /\p{N}/u],
    [MARK, /\p{M}/u],
    [SPACE, /\s/u],
    [PICTOGRAPH, /\p{Extended_Pictographic}/u],
  ];
  const byPattern = (character: string) =>
    classes.reduce((sum, [bit, pattern]) => (pattern.test(character) ? sum + bit : sum), 0);

  it('of one unit has the classes that Unicode gives it', () => {
    const wrong = [...UNIT_CLASSES.keys()].filter(
      (unit) => UNIT_CLASSES[unit] !== byPattern(String.fromCharCode(unit)),
    );
    expect(wrong).toEqual([]);
  });

  it.each(['😀', '𐐀', '𝟙', '\u{1D165}', '𠀀', '\u{E0001}', '\ud83d', '\ude00', ''])(
    '%j has them too',
    (character) => {
      expect(classesAt(`a${character}`, 1)).toBe(byPattern(character));
    },
  );
});

describe('a run of characters', () => {
  it.each([
    ['ab1 c', 0, 5, 2],
    ['ab1 c', 2, 5, 2],
    ['a𐐀b😀', 0, 6, 4],
    ['a𐐀b', 0, 2, 1],
    ['', 0, 0, 0],
  ])('of letters in %j from %d to %d ends at %d', (text, from, to, end) => {
    expect(endOfRun(text, from, to, LETTER)).toBe(end);
  });
});

describe('reading by unit finds what patterns find', () => {
  it.each<[string, readonly string[], (text: string) => unknown, (text: string) => unknown]>([
    ['the noise around a language', texts, quietText, (text) => text.replace(NOISE, ' ').trim()],
    [
      'that there are five letters',
      texts.map((text) => text.slice(0, 12)),
      (text) => hasLetters(text, 5),
      (text) => (text.match(/\p{L}/gu)?.length ?? 0) >= 5,
    ],
    [
      'the words of a story',
      folded,
      storyWords,
      (text) => {
        const isLinked = text.includes('@') || text.includes('://');
        return (isLinked ? text.replace(/https?:\S+|@\S+/g, ' ') : text).match(/[\p{L}\p{N}]+/gu) ?? [];
      },
    ],
    [
      'marks beyond thirty',
      [...texts, ...marked],
      streamSafe,
      (text) => text.replace(/(\p{M}{30})\p{M}+/gu, '$1'),
    ],
    [
      'what is invisible, and spaces',
      texts.map((text) => text.replace(/[<&]/g, '')),
      plainText,
      (text) => streamSafe(text.replace(INVISIBLE, '')).normalize('NFC').replace(/\s+/g, ' ').trim(),
    ],
  ])('%s', (_, from, walked, byPattern) => {
    const differ = from.filter((text) => JSON.stringify(walked(text)) !== JSON.stringify(byPattern(text)));
    expect(differ.slice(0, 1)).toEqual([]);
  });
});

describe('counting by the plane', () => {
  it('sets the bits that more than half of the words and pairs have', () => {
    for (const text of folded.slice(0, 200)) {
      const words = storyWords(text);
      expect(simhash(words)).toEqual(simhashByBit(words));
    }
  });

  it('holds the most words that a text can have', () => {
    const words = Array.from({ length: 2_000 }, () => 'word');
    expect(simhash(words)).toEqual(simhashByBit(words));
  });
});

const mix = (value: number) => {
  const once = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return twice ^ (twice >>> 16);
};
const hashOf = (text: string, start: number) =>
  mix(
    [...Array(text.length).keys()].reduce(
      (hash, at) => Math.imul(hash ^ text.charCodeAt(at), 16_777_619),
      start,
    ),
  );

function simhashByBit(words: readonly string[]): { high: number; low: number } {
  const hashes = words.map((word) => hashOf(word, 0x811c9dc5));
  const pairs = hashes.map((hash, index) => mix(hash ^ Math.imul(hashes[index - 1] ?? 0, 0x9e3779b1)));
  const all = [...hashes, ...pairs];
  const majority = (values: readonly number[]) =>
    Array.from({ length: 32 }, (_, bit) => bit).reduce(
      (bits, bit) =>
        values.filter((value) => (value >>> bit) & 1).length * 2 > values.length ? bits + 2 ** bit : bits,
      0,
    );
  return { high: majority(all), low: majority(all.map((hash) => mix(hash ^ 0x5bd1e995))) };
}

describe('the language of common words', () => {
  it('is told by three words of its own and thrice as many as any other has', () => {
    const judge = createCommonWordJudge(fold, ['en', 'fr', 'nl']);
    const answers = [
      'the shares of the group have been falling',
      'the the the of',
      'le groupe est dans la rue avec nous, the end of it is near',
      'het is een boek van mij',
      'the😀of😀have😀been',
      'the𐐀 of𐐀 have been',
      '',
    ].map((text) => judge(fold(text)));
    expect(answers).toEqual(['en', undefined, undefined, 'nl', 'en', undefined, undefined]);
  });

  it('is not told by words that languages share', () => {
    const judge = createCommonWordJudge(fold, ['es', 'pt']);
    expect(['para por que no', 'para por que no el los las'].map(judge)).toEqual([undefined, 'es']);
  });

  it('is looked for in the first 600 characters, and again in each text', () => {
    const judge = createCommonWordJudge(fold, ['en']);
    expect(['the of have', `${'x '.repeat(296)}the of have`, 'the of have'].map(judge)).toEqual([
      'en',
      undefined,
      'en',
    ]);
  });
});
