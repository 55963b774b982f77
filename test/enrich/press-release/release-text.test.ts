import {
  namesBrand,
  ownNamesOf,
  quote,
  sentenceStarts,
  spanOf,
  tidyName,
} from '#enrich/press-release/release-text';
import { createReleaseReader, VALDOR } from './release';

const { read } = await createReleaseReader();

describe('the exact words are quoted with where they stand', () => {
  it.each([
    ['in the title', 'Valdor in trouble', 'A quiet day. Then noise.', 'trouble', '“trouble” (title)'],
    [
      'in the first sentence after a title',
      'Valdor',
      'A quiet day. Then noise.',
      'quiet',
      '“quiet” (sentence 1)',
    ],
    ['in a later one', 'Valdor', 'A quiet day! Is it? Then noise.', 'noise', '“noise” (sentence 3)'],
    ['in a text without a title', '', 'A quiet day. Then noise.', 'noise', '“noise” (sentence 2)'],
    [
      'in a text that repeats its title',
      'A quiet day',
      'A quiet day. Then noise.',
      'noise',
      '“noise” (sentence 2)',
    ],
    [
      'after a figure with a decimal point',
      '',
      'Sales of 2.5 billion. Then noise.',
      'noise',
      '“noise” (sentence 2)',
    ],
  ])('%s', (_, title, text, words, quoted) => {
    const release = read({ title, text });
    const start = release.plain.indexOf(words);
    expect(quote(release, { start, end: start + words.length })).toBe(quoted);
  });

  it('and are cut after 120 characters', () => {
    const release = read({ text: 'x'.repeat(300) });
    expect(quote(release, { start: 0, end: 300 })).toBe(`“${'x'.repeat(120)}” (sentence 1)`);
  });
});

it('the brand is named in words, and not by a link or an address', () => {
  const text = 'Valdor, see valdor.com or presse@valdor.com or https://x.example/valdor. VALDOR!';
  const { names, plain } = read({ text });
  expect(names.map(({ start, end }) => [start, plain.slice(start, end)])).toEqual([
    [0, 'Valdor'],
    [text.length - 7, 'VALDOR'],
  ]);
});

it('sentences begin after a full stop with a space, and on a new line', () => {
  expect(sentenceStarts('A. B 1.5 c?\nD')).toEqual([0, 2, 11, 12]);
});

it.each([
  ['Le directeur financier, M. Martin, part. Il'],
  ['The CFO, Mr. Martin, leaves. He'],
  ['Ein Verlust von 12 Mio. Euro. Er'],
  ['Sales of 2.5 billion. They'],
])('the second of two sentences is found: “%s”', (text) => {
  expect(sentenceStarts(text)).toEqual([0, text.lastIndexOf('.') + 1]);
});

it('the smallest span holds all', () => {
  expect(
    spanOf([
      { start: 7, end: 9 },
      { start: 2, end: 4 },
    ]),
  ).toEqual({ start: 2, end: 9 });
});

describe('a name', () => {
  it.each([
    ['VALDOR Group', 'valdorgroup'],
    ['@Valdor_Group', 'valdorgroup'],
    ['L’Oréal S.A.', 'loréalsa'],
    ['ソニー', 'ソニー'],
    ['…', ''],
  ])('%s is compared as “%s”', (name, tidied) => {
    expect(tidyName(name)).toBe(tidied);
  });

  it.each([
    ['Press office of Valdor', true],
    ['VALDOR-GROUP news', true],
    ['Valdorado', false],
    ['', false],
    [undefined, false],
  ])('%j names the brand: %s', (text, names) => {
    expect(namesBrand(VALDOR, text)).toBe(names);
  });

  it('of the brand is each one on file', () => {
    expect([...ownNamesOf(VALDOR)]).toEqual(['valdor', 'valdorgroup', 'vldpa']);
  });
});
