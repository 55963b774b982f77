import { createNumberSet } from '#alerting/number-set';
import { seededRandom } from '#alerting/rule-tests/seeded-random';
import { hashId } from '#alerting/seen-mentions';

describe('a set of numbers', () => {
  it.each([1, 2, 3, 4])('holds what a Set would after ten thousand additions and deletions (%i)', (seed) => {
    const random = seededRandom(seed);
    const values = Array.from({ length: 2_000 }, (_, index) => hashId(`m${seed}-${index}`));
    // Most share their lowest bits, so that they lie in each other's way.
    const crowded = values.map((value, index) => (index % 3 === 0 ? value : 7 + index * 4_294_967_296));
    const [set, known] = [createNumberSet(), new Set<number>()];
    const wrong: number[] = [];
    for (let turn = 0; turn < 10_000; turn++) {
      const value = crowded[Math.floor(random() * crowded.length)] as number;
      // It grows for a while, then it shrinks.
      if (random() < (turn < 5_000 ? 0.3 : 0.7)) {
        set.delete(value);
        known.delete(value);
      } else if (set.add(value) === known.has(value)) wrong.push(value);
      else known.add(value);
    }
    expect(wrong).toEqual([]);
    expect(crowded.filter((value) => set.add(value) === known.has(value) && !known.add(value))).toEqual([]);
  });

  it('begins with what it is given', () => {
    const set = createNumberSet([3, 5, 3]);
    expect([3, 5, 7].map(set.add)).toEqual([false, false, true]);
  });
});
