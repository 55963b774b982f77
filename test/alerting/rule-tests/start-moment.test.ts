import { StartMoment, startOf } from '#alerting/rule-tests/start-moment';

describe('the start of a rule test', () => {
  it.each([
    ['2016-11-22T16:00:00+01:00', 'UTC', '2016-11-22T15:00:00.000Z'],
    ['2016-11-22T15:00Z', 'Europe/Paris', '2016-11-22T15:00:00.000Z'],
    ['2016-11-22T16:00', 'Europe/Paris', '2016-11-22T15:00:00.000Z'],
    ['2016-11-22', 'Europe/Paris', '2016-11-21T23:00:00.000Z'],
    ['2016-07-01T00:00', 'America/New_York', '2016-07-01T04:00:00.000Z'],
    // The last hour of summer time, the first after it, and the last before it begins.
    ['2016-10-30T01:30', 'Europe/Paris', '2016-10-29T23:30:00.000Z'],
    ['2016-10-30T03:30', 'Europe/Paris', '2016-10-30T02:30:00.000Z'],
    ['2016-03-27T01:30', 'Europe/Paris', '2016-03-27T00:30:00.000Z'],
    ['2016-03-27T03:30', 'Europe/Paris', '2016-03-27T01:30:00.000Z'],
    ['2016-11-22T16:00', 'Asia/Kolkata', '2016-11-22T10:30:00.000Z'],
  ])('%s in %s is %s', (text, timezone, expected) => {
    expect(StartMoment.parse(text)).toBe(text);
    expect(new Date(startOf(text, timezone)).toISOString()).toBe(expected);
  });

  it.each([
    'yesterday',
    '2016-11-31',
    '2016-02-30T10:00',
    '2016-11-22T25:00Z',
    '2016-11-22+01:00',
    '22.11.2016',
  ])('%s is refused', (text) => {
    expect(StartMoment.safeParse(text).success).toBe(false);
  });
});
