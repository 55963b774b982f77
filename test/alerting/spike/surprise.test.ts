import { detectSurprises } from '#alerting/spike/detect-surprises';
import { readCounts } from '#alerting/spike/read-counts';
import { freshSurprise, type Surprise, takeBucket } from '#alerting/spike/surprise';

/** A week of five-minute counts with the shape of days, forty minutes of storm, and a small bump later. */
function madeUpWeek(): number[] {
  let state = 12_345n;
  return Array.from({ length: 2_000 }, (_, bucket) => {
    state = (1_103_515_245n * state + 12_345n) % 2_147_483_648n;
    const base = 20 + 15 * Math.sin((2 * Math.PI * (Math.floor(bucket / 12) % 24)) / 24);
    const storm = bucket >= 700 && bucket < 720 ? 400 : bucket >= 1_500 && bucket < 1_503 ? 90 : 0;
    return Math.floor(base * (0.5 + Number(state) / 2_147_483_648)) + storm;
  });
}

function surprises(): Surprise[] {
  let state = freshSurprise();
  return madeUpWeek().map((count, bucket) => {
    if (bucket % 97 === 0) state = JSON.parse(JSON.stringify(state));
    return takeBucket(state, count, Math.floor(bucket / 12) % 24);
  });
}

describe('surprise', () => {
  // Computed by another implementation of the same formula, in another language.
  it.each([
    [288, 0, 1.05, 0, false],
    [576, 0.09174, 1.209815, 0.035152, false],
    [700, 5.240114, 1.209815, 2.007849, true],
    [701, 7.39439, 1.209815, 2.8333, false],
    [719, 5.960806, 1.209815, 2.283995, false],
    [900, 0.086626, 1.613087, 0.02875, false],
    [1_502, 0.926574, 1.324572, 0.340081, false],
    [1_999, 0.049238, 1.273052, 0.01842, false],
  ])(
    'of bucket %i is what the formula says, also after restarts',
    (bucket, surprise, usualPeak, level, alert) => {
      const found = surprises()[bucket];
      expect(found?.surprise).toBeCloseTo(surprise, 5);
      expect(found?.usualPeak).toBeCloseTo(usualPeak, 5);
      expect(found?.level).toBeCloseTo(level, 5);
      expect(found?.alert).toBe(alert);
    },
  );

  it('alerts once for one storm', () => {
    expect(surprises().flatMap(({ alert }, bucket) => (alert ? [bucket] : []))).toEqual([700]);
  });

  it('is silent on its first day, whatever comes', () => {
    const state = freshSurprise();
    const day = Array.from({ length: 288 }, (_, bucket) =>
      takeBucket(state, bucket === 200 ? 100_000 : 3, Math.floor(bucket / 12)),
    );
    expect(day.some(({ alert }) => alert)).toBe(false);
  });

  it('is silent on nothing', () => {
    const state = freshSurprise();
    for (let bucket = 0; bucket < 1_000; bucket++)
      expect(takeBucket(state, 0, Math.floor(bucket / 12) % 24).level).toBe(0);
  });
});

const csv = (counts: readonly number[]): string =>
  [
    'timestamp,value',
    ...counts.map((count, bucket) => `${new Date(bucket * 300_000).toISOString()},${count}`),
  ].join('\n');

describe('counts from a file', () => {
  it('are read, and what is found says why', () => {
    const alerts = [...detectSurprises(readCounts(csv(madeUpWeek()), 'week.csv'))].filter(
      ({ alert }) => alert,
    );
    expect(alerts).toHaveLength(1);
    expect(alerts[0]?.score).toBeCloseTo(2.007849 / 3.007849, 5);
    expect(alerts[0]?.reason).toMatch(
      /^\d+ mentions in 10 minutes where this hour usually has \d+; surprise 5\.2, while the biggest of a usual day is 1\.2; alerting from 2\.6$/,
    );
  });

  it('count 0 where a row is missing', () => {
    const counts = madeUpWeek().map((count, bucket) => (bucket > 600 && bucket < 650 ? 0 : count));
    const whole = readCounts(csv(counts), 'whole.csv');
    const holed = whole.filter(({ bucket }) => bucket <= 600 || bucket >= 650);
    const scores = (rows: typeof whole) =>
      [...detectSurprises(rows)].filter(({ row }) => row.bucket >= 650).map(({ score }) => score);
    expect(scores(holed)).toEqual(scores(whole));
  });

  it.each([
    ['2015-02-26 21:42:53', Date.UTC(2015, 1, 26, 21, 42, 53)],
    ['2015-02-26T21:42:53Z', Date.UTC(2015, 1, 26, 21, 42, 53)],
    ['2015-02-26T22:42:53+01:00', Date.UTC(2015, 1, 26, 21, 42, 53)],
    ['2015-02-26 21:42', Date.UTC(2015, 1, 26, 21, 42)],
    ['"2015-02-26 21:42:53.000000"', Date.UTC(2015, 1, 26, 21, 42, 53)],
  ])('may be dated %s', (timestamp, at) => {
    expect(readCounts(`\uFEFFValue,Timestamp\r\n7,${timestamp}\r\n`, 'a.csv')).toMatchObject([
      { at, value: 7 },
    ]);
  });

  it.each([
    ['', 'a.csv:1: expected the columns timestamp and value, found nothing'],
    ['time,count\n1,2', 'a.csv:1: expected the columns timestamp and value, found time, count'],
    ['timestamp,value\nyesterday,3', 'a.csv:2: timestamp "yesterday" is no date'],
    ['timestamp,value\n2015-02-26 21:40:00,', 'a.csv:2: value "" is no count'],
    ['timestamp,value\n2015-02-26 21:40:00,-1', 'a.csv:2: value "-1" is no count'],
    [
      'timestamp,value\n2015-02-26 21:40:00,1\n2015-02-26 21:40:00,2',
      'a.csv:3: timestamp "2015-02-26 21:40:00" does not lie five minutes after',
    ],
    [
      'timestamp,value\n2015-02-26 21:40:00,1\n2051-02-26 21:45:00,2',
      'a.csv:3: timestamp "2051-02-26 21:45:00" lies more than a year after',
    ],
    ['timestamp,value\nx,1\n2015-02-26 21:40:00,y', 'a.csv:2: timestamp "x"'],
    ['timestamp,value\nx,1\n2015-02-26 21:40:00,y', 'a.csv:3: value "y"'],
    ['timestamp,value\n"2015', 'a.csv cannot be read as CSV'],
  ])('that cannot be read are told by line: %j', (text, message) => {
    expect(() => readCounts(text, 'a.csv')).toThrow(message);
  });
});
