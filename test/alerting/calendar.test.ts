import { createCalendar, type DatedMoment, type Moment } from '#alerting/calendar';
import { DeclaredMoment, parseDate, parseEvery } from '#alerting/declared-moment';
import { zoneClock } from '#alerting/zone-clock';

const DAY = 86_400_000;
const at = (iso: string) => Date.parse(iso);

function declared(given: Partial<DatedMoment>): DatedMoment {
  const { timezone = 'Europe/Paris', ...moment } = given;
  return { ...DeclaredMoment.parse({ name: 'match', brands: 'all', expect: 3, ...moment }), timezone };
}
const iso = ({ name, times, from, to }: Moment) =>
  `${name} ×${times} ${new Date(from).toISOString().slice(0, 16)} ${new Date(to).toISOString().slice(0, 16)}`;

/** The moments of acme from one day to another, in words. */
function between(moments: readonly Partial<DatedMoment>[], from: string, to: string, brand = 'acme') {
  return createCalendar(moments.map(declared))(brand)(at(`${from}T00:00:00Z`), at(`${to}T00:00:00Z`)).map(
    iso,
  );
}

describe('a declared moment', () => {
  it.each<[string, Partial<DatedMoment>, string[]]>([
    [
      'from one time to another, in the zone of the configuration',
      { from: '2016-02-05 07:00', to: '2016-02-05 20:00' },
      ['match ×3 2016-02-05T06:00 2016-02-05T19:00'],
    ],
    [
      'of a whole day, its last hour included',
      { from: '2016-02-05', to: '2016-02-05' },
      ['match ×3 2016-02-04T23:00 2016-02-05T23:00'],
    ],
    [
      'with a zone of its own',
      { from: '2016-02-05 07:00', to: '2016-02-05T20:00', timezone: 'America/New_York' },
      ['match ×3 2016-02-05T12:00 2016-02-06T01:00'],
    ],
    [
      'with the offset in the date',
      { from: '2016-02-05T07:00:00+01:00', to: '2016-02-05T20:00Z', timezone: 'Asia/Tokyo' },
      ['match ×3 2016-02-05T06:00 2016-02-05T20:00'],
    ],
    [
      'every Thursday, an hour earlier by UTC in summer',
      { every: 'thursday 18:00-20:00' },
      ['match ×3 2016-02-04T17:00 2016-02-04T19:00'],
    ],
    [
      'every night, past midnight',
      { every: 'day 23:00-01:00', from: '2016-02-04', to: '2016-02-05' },
      ['match ×3 2016-02-04T22:00 2016-02-05T00:00', 'match ×3 2016-02-05T22:00 2016-02-05T23:00'],
    ],
    ['that is over', { from: '2015-02-05', to: '2015-02-06' }, []],
    ['that is still to come', { every: 'day 10:00-11:00', from: '2017-01-01' }, []],
    ['of another brand', { from: '2016-02-05', to: '2016-02-05', brands: ['other'] }, []],
  ])('%s', (_, moment, expected) => {
    expect(between([moment], '2016-02-04', '2016-02-07')).toEqual(expected);
  });

  it.each([
    ['2016-03-24', '2016-03-25', 'match ×3 2016-03-24T17:00 2016-03-24T19:00'],
    ['2016-03-31', '2016-04-01', 'match ×3 2016-03-31T16:00 2016-03-31T18:00'],
  ])('keeps to the clock on the wall when summer begins: %s', (from, to, expected) => {
    expect(between([{ every: 'thursday 18:00-20:00' }], from, to)).toEqual([expected]);
  });

  it('is one of several: where they overlap, the one of which most is expected counts', () => {
    const campaign = { name: 'campaign', from: '2016-02-01', to: '2016-02-28', expect: 2 };
    const results = { name: 'results day', from: '2016-02-05 07:00', to: '2016-02-05 20:00', expect: 4 };
    const quiet = { name: 'holiday', from: '2016-02-05', to: '2016-02-05', expect: 0.5 };
    expect(between([campaign, results, quiet], '2016-02-05', '2016-02-06')).toEqual([
      'campaign ×2 2016-01-31T23:00 2016-02-04T23:00',
      'campaign ×2 2016-02-04T23:00 2016-02-05T06:00',
      'results day ×4 2016-02-05T06:00 2016-02-05T19:00',
      'campaign ×2 2016-02-05T19:00 2016-02-05T23:00',
      'campaign ×2 2016-02-05T23:00 2016-02-28T23:00',
    ]);
  });

  it('that comes every week is found as often as it comes, in whatever order it is asked for', () => {
    const moments = createCalendar([declared({ every: 'monday, friday 18:00-20:00' })])('acme');
    const start = at('2010-01-01T00:00:00Z');
    for (const week of [300, 0, 700, 150])
      expect(moments(start + week * 7 * DAY, start + (week + 1) * 7 * DAY)).toHaveLength(2);
    expect(moments(start, start + 700 * 7 * DAY)).toHaveLength(1_400);
  });
});

describe('days and times', () => {
  it.each<[string, number[], number, number]>([
    ['monday 18:00-20:00', [1], 1_080, 1_200],
    ['Saturday, Sunday 14:00 - 18:30', [6, 0], 840, 1_110],
    ['weekday 08:00-09:30', [1, 2, 3, 4, 5], 480, 570],
    ['day 00:00-24:00', [0, 1, 2, 3, 4, 5, 6], 0, 1_440],
    ['friday 22:00-02:00', [5], 1_320, 1_560],
  ])('"%s" are read', (text, days, from, to) => {
    expect(parseEvery(text)).toEqual({ days: new Set(days), from, to });
  });

  it.each([
    'mondays 18:00-20:00',
    'monday',
    'monday 18:00',
    'monday 18-20',
    'monday 25:00-26:00',
    'monday 18:00-18:00',
    'constructor 18:00-20:00',
    '18:00-20:00',
    '0 18 * * 1',
  ])('"%s" are none', (text) => {
    expect(parseEvery(text)).toBeUndefined();
  });

  it.each([
    '2016-02-30',
    '2016-2-5',
    '5 February 2016',
    '2016-02-05 7:00',
    '2016-02-05 24:00',
    '2016-02-05T07:00+1',
    '',
  ])('"%s" is no date', (text) => {
    expect(parseDate(text)).toBeUndefined();
  });

  it.each([
    ['Europe/Paris', '2016-07-01T12:00', '2016-07-01T10:00'],
    ['Europe/Paris', '2016-03-27T01:30', '2016-03-27T00:30'],
    ['Europe/Paris', '2016-03-27T03:30', '2016-03-27T01:30'],
    ['Europe/Paris', '2016-10-30T01:30', '2016-10-29T23:30'],
    ['Europe/Paris', '2016-10-30T02:30', '2016-10-30T01:30'],
    ['America/New_York', '2016-03-13T01:30', '2016-03-13T06:30'],
    ['America/New_York', '2016-03-13T03:30', '2016-03-13T07:30'],
    ['Asia/Kolkata', '2016-07-01T12:00', '2016-07-01T06:30'],
    ['Pacific/Kiritimati', '2016-07-01T12:00', '2016-06-30T22:00'],
    ['UTC', '2016-07-01T12:00', '2016-07-01T12:00'],
  ])('in %s, %s on the wall is %s by UTC', (zone, wall, utc) => {
    expect(new Date(zoneClock(zone)(at(`${wall}Z`))).toISOString().slice(0, 16)).toBe(utc);
  });
});
