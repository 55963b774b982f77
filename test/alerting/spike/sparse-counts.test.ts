import { seededRandom } from '#alerting/rule-tests/seeded-random';
import { freshSeason, learnHour, reviveSeason, seasonAt } from '#alerting/spike/season';
import { addSparse, newestBucket, sumSparse, toSparse } from '#alerting/spike/sparse-counts';
import { addCount, emptyCounts, sumCounts } from '#alerting/window-counts';

const KEEP = 40;
const BEGIN = 170_000_000;

describe('sparse counts', () => {
  it.each([1, 2, 3])('sum up as counts of every bucket do, whatever the order (%i)', (seed) => {
    const random = seededRandom(seed);
    const [sparse, dense] = [[] as number[], emptyCounts()];
    let now = BEGIN;
    const wrong: unknown[] = [];
    for (let turn = 0; turn < 3_000; turn++) {
      if (random() < 0.1) now += Math.floor(random() * (random() < 0.02 ? 3 * KEEP : 5));
      const bucket = now - (random() < 0.2 ? Math.floor(random() * 1.5 * KEEP) : 0);
      addSparse(sparse, bucket, KEEP);
      addCount(dense, bucket, KEEP);
      const from = now - Math.floor(random() * 60);
      const to = from + Math.floor(random() * 30) - 1;
      if (sumSparse(sparse, from, to) !== sumCounts(dense, from, to)) wrong.push({ turn, from, to });
    }
    expect(wrong).toEqual([]);
    expect(newestBucket(sparse)).toBe(dense.first + dense.counts.length - 1);
    const stored = JSON.parse(JSON.stringify(dense));
    expect(sumSparse(toSparse(stored), 0, now)).toBe(sumSparse(sparse, 0, now));
  });

  it('count a crowd in one bucket, and what comes late to it', () => {
    const counts: number[] = [];
    for (let index = 0; index < 10_000; index++)
      addSparse(counts, BEGIN + (index % 7_000 === 0 ? 1 : 0), KEEP);
    expect(sumSparse(counts, BEGIN, BEGIN)).toBe(9_998);
    expect(sumSparse(counts, BEGIN + 1, BEGIN + 1)).toBe(2);
    expect(counts.length).toBeLessThan(6);
    expect(sumSparse(toSparse({ first: BEGIN, counts: [9_998, 2] }), BEGIN, BEGIN)).toBe(9_998);
  });

  it('are empty at first', () => {
    expect([newestBucket([]), sumSparse([], 0, BEGIN)]).toEqual([undefined, 0]);
  });
});

it('a season that an earlier version stored tells what it told then', () => {
  const [usual, times] = [Array<number>(168).fill(0), Array<number>(168).fill(0)];
  [usual[5], times[5], usual[6], times[6]] = [12, 3, 20.5, 6];
  const read = reviveSeason({ usual, times, hour: { number: 8, count: 2, isLearned: true } });
  const hour = 168 * 3_600 * 1_000 - 3 * 24 * 3_600_000 + 6 * 3_600_000;
  expect(read.hour).toEqual({ number: 8, count: 2, isLearned: true });
  expect(seasonAt(read, hour)).toEqual({ perHour: 16.25, weeks: 3 });
  expect(reviveSeason({ usual: usual.map(() => 0), times: times.map(() => 0) })).toEqual(freshSeason());
  learnHour(read, 0, 4);
  expect(reviveSeason(read)).toBe(read);
});
