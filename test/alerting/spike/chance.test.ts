import { freshScatter, scatterOf, takeBlock } from '#alerting/spike/scatter';
import { advanceSeason, countSeason, freshSeason, seasonAt } from '#alerting/spike/season';
import { logGamma, upperTail } from '#alerting/spike/tail';
import { arrivals } from '../../../bench/detection/arrivals';
import { seededRandom } from '../../../bench/synthetic-mentions';

describe('the chance of a count', () => {
  it.each([
    [1, 0],
    [2, 0],
    [5, Math.log(24)],
    [0.5, Math.log(Math.sqrt(Math.PI))],
    [101, 363.73937555556347],
  ])('rests on the gamma function: ln Γ(%d)', (x, value) => {
    expect(logGamma(x)).toBeCloseTo(value, 9);
  });

  // The sums of the probabilities, added up term by term.
  it.each([
    [5, 1, 1, 0.00365984682734371],
    [20, 5, 1, 3.45214e-7],
    [21, 5, 1, 8.10925e-8],
    [30, 10, 2, 5.325098e-4],
    [8, 1, 1.3, 3.36168e-4],
    [3, 0.5, 1, 0.014387677966970713],
  ])('of %d or more where %d are expected (scatter %d)', (count, mean, scatter, chance) => {
    expect(upperTail(count, mean, scatter) / chance).toBeCloseTo(1, 4);
  });

  it('is larger the more counts scatter, and falls with the count', () => {
    const byScatter = [1, 1.2, 1.5, 2, 4].map((scatter) => upperTail(30, 10, scatter));
    expect(byScatter).toEqual([...byScatter].sort((a, b) => a - b));
    const byCount = [11, 20, 40, 80].map((count) => upperTail(count, 10, 2));
    expect(byCount).toEqual([...byCount].sort((a, b) => b - a));
  });

  it.each([
    [0, 5, 1],
    [5, 5, 1],
    [1, 0, 0],
  ])('of %d where %d are expected is plain', (count, mean, chance) => {
    expect(upperTail(count, mean, 1)).toBe(chance);
  });
});

describe('scatter', () => {
  it.each([
    [1, 5],
    [2, 5],
    [4, 20],
    [1, 0.2],
  ])('of counts made with %d times the variance of chance is found, at %d a minute', (scatter, perMinute) => {
    const minutes = 6_000;
    const counts = Array(minutes).fill(0);
    for (const at of arrivals({ minutes, scatter, perMinute: () => perMinute }, seededRandom(1)))
      counts[Math.floor(at / 60_000)]++;
    const found = freshScatter();
    for (const count of counts) takeBlock(found, count, perMinute);
    expect(scatterOf(found) / scatter).toBeGreaterThan(0.85);
    expect(scatterOf(found) / scatter).toBeLessThan(1.15);
  });
});

const HOUR = 3_600_000;
const MONDAY = Date.parse('2026-03-02T00:00:00Z');

/** Weeks of 60 mentions an hour by day and 6 by night, 120 on Saturdays. */
function learned(days: number) {
  let season = freshSeason();
  for (let hour = 0; hour <= days * 24; hour++) {
    const day = Math.floor(hour / 24) % 7;
    const count = day === 5 ? 120 : hour % 24 >= 8 && hour % 24 < 20 ? 60 : 6;
    for (let index = 0; index < count; index++) {
      const at = MONDAY + hour * HOUR + (index * HOUR) / count;
      countSeason(season, at);
      advanceSeason(season, at, false);
    }
    season = JSON.parse(JSON.stringify(season));
  }
  return season;
}

describe('a season', () => {
  it('is unknown at first', () => {
    expect(seasonAt(freshSeason(), MONDAY)).toBeUndefined();
  });

  it.each([
    ['the same hour of the week, after two weeks', 14, 'Saturday noon', 5 * 24 + 12, 120],
    ['the same hour of the week, after two weeks', 14, 'Tuesday noon', 24 + 12, 60],
    ['the same hour of the week, after two weeks', 14, 'Tuesday at three', 24 + 3, 6],
    ['the same hour of other days, before a week is over', 3, 'Thursday noon', 3 * 24 + 12, 60],
    ['between the middles of two hours', 14, 'Tuesday at eight', 24 + 8, 33],
  ])('tells %s (%i days): %s', (_, days, _when, hour, perHour) => {
    const at = MONDAY + 4 * 7 * 24 * HOUR + hour * HOUR + (hour % 24 === 8 ? 0 : HOUR / 2);
    expect(seasonAt(learned(days), at)?.perHour).toBeCloseTo(perHour, 0);
  });

  it('learns nothing from an hour of storm', () => {
    const season = learned(14);
    const storm = MONDAY + 14 * 24 * HOUR + 12 * HOUR;
    for (let minute = 0; minute < 120; minute++)
      for (let index = 0; index < 100; index++) {
        const at = storm + minute * 60_000 + index;
        countSeason(season, at);
        advanceSeason(season, at, minute > 2 && minute < 60);
      }
    expect(seasonAt(season, storm + 7 * 24 * HOUR + HOUR / 2)?.perHour).toBeCloseTo(60, 0);
  });
});
