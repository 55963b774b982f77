import { readPast, slicesOf } from '#alerting/backtest/read-past';
import type { Bucket } from '#enrich/store/store';
import { DAY, HOUR, START } from './course';

const bucket = (hour: number, count: number): Bucket => ({
  at: START + hour * HOUR,
  count,
  negative: 0,
  positive: 0,
});
const stretch = { from: START + HOUR / 2, to: START + DAY - HOUR / 2 };

describe('slices of the past', () => {
  it.each([
    ['nothing', [], []],
    ['what is empty', [bucket(0, 0), bucket(1, 0)], []],
    ['quiet hours in one', [bucket(0, 3), bucket(1, 0), bucket(23, 5)], [[0.5, 23.5]]],
    [
      'loud hours each by itself, and leave out silence before them',
      [bucket(0, 0), bucket(1, 30_000), bucket(2, 0), bucket(3, 25_000), bucket(4, 1)],
      [
        [1, 2],
        [3, 4],
        [4, 23.5],
      ],
    ],
    [
      'hours until they hold enough',
      [bucket(0, 12_000), bucket(1, 12_000), bucket(2, 7)],
      [
        [0.5, 2],
        [2, 23.5],
      ],
    ],
  ])('hold %s', (_, buckets, expected) => {
    const hours = slicesOf(buckets, stretch, HOUR).map(({ from, to }) => [
      (from - START) / HOUR,
      (to - START) / HOUR,
    ]);
    expect(hours).toEqual(expected);
  });

  it('are read no further once a page could not be read', async () => {
    const broken = {
      countPerBucket: async () => [bucket(1, 5)],
      search: () => Promise.reject(new Error('the store is away')),
    };
    const read = async () => {
      for await (const { total } of readPast(broken, stretch)) expect(total).toBe(0);
    };
    await expect(read()).rejects.toThrow('the store is away');
  });
});
