import { createFoldText } from '#enrich/fold-text';
import {
  createReleaseMemory,
  type KnownRelease,
  knownFrom,
  likeness,
  termsOf,
} from '#enrich/press-release/release-memory';
import { createReleaseWords } from '#enrich/press-release/release-words';
import { createReleaseReader } from './release';

const { judge } = await createReleaseReader();
const HOUR = 3_600_000;
const judged = judge({
  url: 'https://valdor.com/1',
  text: 'Valdor announces that it restates its accounts.',
});
if (!judged) throw new Error('the release is not judged');
const known = judged;
const release = (id: string, at: number, brand = 'valdor'): KnownRelease => ({
  ...known,
  at,
  result: { ...known.result, id, brand },
});
const words = (count: number, word = 'wordlike') =>
  new Set(Array.from({ length: count }, (_, number) => `${word}${'abcdefghij'[number % 10]}${number}`));

describe('the memory of releases', () => {
  it('keeps them by brand, oldest first', () => {
    const memory = createReleaseMemory();
    for (const [id, brand] of [
      ['1', 'valdor'],
      ['2', 'norvent'],
      ['3', 'valdor'],
    ] as const)
      memory.keep(release(id, 0, brand));
    expect(memory.about('valdor', 0).map(({ result }) => result.id)).toEqual(['1', '3']);
    expect(memory.about('nobody', 0)).toEqual([]);
  });

  it('holds one judgement of each, the last', () => {
    const memory = createReleaseMemory();
    memory.keep(release('1', 0));
    memory.keep(release('2', 0));
    memory.keep({ ...release('1', 0), namesFake: true });
    expect(memory.about('valdor', 0).map(({ result, namesFake }) => [result.id, namesFake])).toEqual([
      ['2', false],
      ['1', true],
    ]);
  });

  it.each([
    [72, true],
    [-72, true],
    [72.1, false],
    [-72.1, false],
  ])('tells of one %d hours before: %s', (hours, isTold) => {
    const memory = createReleaseMemory();
    memory.keep(release('1', 100 * HOUR));
    expect(memory.about('valdor', (100 + hours) * HOUR)).toHaveLength(isTold ? 1 : 0);
  });

  it('holds the last 200 of a brand, and does not forget another’s', () => {
    const memory = createReleaseMemory();
    memory.keep(release('other', 0, 'norvent'));
    for (let number = 0; number < 1_000; number++) memory.keep(release(String(number), number));
    const ids = memory.about('valdor', 0).map(({ result }) => result.id);
    expect([ids.length, ids[0], ids.at(-1)]).toEqual([200, '800', '999']);
    expect(memory.about('norvent', 0)).toHaveLength(1);
  });
});

describe('what was judged elsewhere', () => {
  const fold = createFoldText();
  const find = createReleaseWords(fold);

  it('is known as well as what was judged here', () => {
    expect(knownFrom(known.result, fold, find)).toEqual(known);
  });

  it('is known with its title, and that it calls another a fake', () => {
    const denial = judge({
      url: 'https://valdor.com/2',
      title: 'Press statement: a fake release was sent in our name',
      text: 'Valdor denies all of the information about its accounts.',
    });
    expect(denial?.namesFake).toBe(true);
    expect(denial && knownFrom(denial.result, fold, find)).toEqual(denial);
  });

  it('is nothing where it is no release', () => {
    const { pressRelease, ...mention } = known.result;
    expect(knownFrom(mention, fold, find)).toBeUndefined();
  });
});

describe('the likeness of two texts', () => {
  it.each([
    ['none of whose words are the same', words(10), words(10, 'elsewhere'), 0],
    ['all of whose words are the same', words(10), words(10), 1],
    ['of which one is a part of the other', words(10), words(40), 1],
    ['half of whose words are the same', words(10), new Set([...words(5), ...words(5, 'elsewhere')]), 0.5],
    ['of which one has too few words to tell', words(5), words(40), 0],
    ['without words', new Set<string>(), new Set<string>(), 0],
  ])('%s is %#', (_, left, right, share) => {
    expect([likeness(left, right), likeness(right, left)]).toEqual([share, share]);
  });

  it('looks at long words only, each once, and at no more than 120 of them', () => {
    expect([...termsOf('the accounts of the accounts are restated')]).toEqual(['accounts', 'restated']);
    const many = Array.from(
      { length: 400 },
      (_, number) => `longword${String.fromCharCode(97 + (number % 26), 97 + Math.floor(number / 26))}`,
    );
    expect(termsOf(many.join(' ')).size).toBe(120);
  });
});
