import { NO_OWNER, takeLook } from '#alerting/self-watch/ownership';

const parts = (...numbers: number[]) => new Set(numbers);
const look = (partitions: ReadonlySet<number>, busAnswers = true) => ({ partitions, busAnswers });
const many = (count: number, one: ReturnType<typeof look>) => Array.from({ length: count }, () => one);

describe('who tells operators', () => {
  it.each([
    ['who has partition 0', [look(parts(0, 2))], true],
    ['not who has others', [look(parts(1, 3))], false],
    ['not who has none yet', [look(parts()), look(parts(), false)], false],
    ['not who has had it and now has others', [look(parts(0)), look(parts(1))], false],
    ['who had it before a rebalance that goes on', [look(parts(0)), ...many(11, look(parts()))], true],
    ['not who is left without any', [look(parts(0)), ...many(12, look(parts()))], false],
    ['who had it when the bus went away', [look(parts(0)), ...many(100, look(parts(), false))], true],
    ['who gets it while the bus does not answer yet', [look(parts(0), false)], true],
  ])('%s', (_, looks, expected) => {
    expect(looks.reduce(takeLook, NO_OWNER).isOwner).toBe(expected);
  });
});
