import { createWordCache, createWordTable } from '#enrich/word-table';

// Their hashes are the same: https://softwareengineering.stackexchange.com/a/145633 lists such words.
const [one, other] = ['costarring', 'liquid'];

describe('a word table', () => {
  const find = createWordTable(new Map([...'abcdefghij'].map((letter, index) => [letter.repeat(3), index])));

  it('finds words where they stand in a text', () => {
    expect([find('aaa', 0, 3), find('x jjj.', 2, 5), find('aaaa', 0, 4), find('aaab', 1, 4)]).toEqual([
      0,
      9,
      undefined,
      undefined,
    ]);
  });

  it('takes no word for another of the same hash', () => {
    expect(createWordTable(new Map([[one, 1]]))(other, 0, other.length)).toBeUndefined();
    const both = createWordTable(
      new Map([
        [one, 1],
        [other, 2],
      ]),
    );
    expect([both(one, 0, one.length), both(other, 0, other.length)]).toEqual([1, 2]);
  });

  it('may be empty', () => {
    expect(createWordTable(new Map())('a', 0, 1)).toBeUndefined();
  });
});

describe('a word cache', () => {
  it('keeps the latest of the words that share a place, and knows them apart', () => {
    const cache = createWordCache<number>(16);
    cache.set(one, 1);
    expect([cache.get(one, 0, one.length), cache.get(other, 0, other.length)]).toEqual([1, undefined]);
    cache.set(other, 2);
    expect([cache.get(one, 0, one.length), cache.get(`a ${other}`, 2, 8)]).toEqual([undefined, 2]);
  });

  it('remembers nothing of a text without words', () => {
    expect(createWordCache<number>(16).get('', 0, 0)).toBeUndefined();
  });
});
