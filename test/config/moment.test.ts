import { readMoment, writeMoment } from '#config/fields/moment';

const iso = (at: number) => new Date(at).toISOString();

describe('a day or a time', () => {
  it.each([
    ['2016-11-22', 'Europe/Paris', '2016-11-21T23:00:00.000Z', '2016-11-22T23:00:00.000Z'],
    ['2026-03-29', 'Europe/Paris', '2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z'],
    ['2026-10-25', 'Europe/Paris', '2026-10-24T22:00:00.000Z', '2026-10-25T23:00:00.000Z'],
    ['2026-12-31', 'Asia/Kolkata', '2026-12-30T18:30:00.000Z', '2026-12-31T18:30:00.000Z'],
    ['2016-11-22', 'UTC', '2016-11-22T00:00:00.000Z', '2016-11-23T00:00:00.000Z'],
  ])('%s is a whole day in %s', (text, zone, from, to) => {
    const read = readMoment(text, zone);
    expect(read && [iso(read.from), iso(read.to)]).toEqual([from, to]);
  });

  it.each([
    ['2016-11-22T16:05', 'Europe/Paris', '2016-11-22T15:05:00.000Z'],
    ['2016-11-22 16:05:10', 'Europe/Paris', '2016-11-22T15:05:10.000Z'],
    ['2026-07-01T12:00', 'America/New_York', '2026-07-01T16:00:00.000Z'],
    ['2016-11-22T15:05:00Z', 'Europe/Paris', '2016-11-22T15:05:00.000Z'],
    ['2016-11-22T16:05:00.250+01:00', 'America/New_York', '2016-11-22T15:05:00.250Z'],
    // Clocks go back at three: the first of the two hours.
    ['2026-10-25T02:30', 'Europe/Paris', '2026-10-25T00:30:00.000Z'],
    ['2026-10-25T03:30', 'Europe/Paris', '2026-10-25T02:30:00.000Z'],
    ['2026-03-29T03:30', 'Europe/Paris', '2026-03-29T01:30:00.000Z'],
  ])('%s in %s is %s', (text, zone, at) => {
    const read = readMoment(text, zone);
    expect(read && [iso(read.from), iso(read.to)]).toEqual([at, at]);
  });

  it.each(['yesterday', '2016-02-31', '2016-13-01', '22.11.2016', '2016-11-22T25:00', '2016-11-22T', ''])(
    'is not "%s"',
    (text) => {
      expect(readMoment(text, 'Europe/Paris')).toBeUndefined();
    },
  );

  it('is written as it is read', () => {
    const at = Date.parse('2016-11-22T15:05:10Z');
    expect(writeMoment(at, 'Europe/Paris')).toBe('2016-11-22 16:05:10');
    expect(readMoment(writeMoment(at, 'Asia/Kolkata'), 'Asia/Kolkata')?.from).toBe(at);
  });
});
