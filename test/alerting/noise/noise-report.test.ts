import type { Alert } from '#alerting/alert';
import { detectors } from '#alerting/detectors/index';
import type { Incident } from '#alerting/incident';
import { adviceInWords } from '#alerting/noise/advice-in-words';
import { reportNoise } from '#alerting/noise/noise-report';
import { raisedPages } from '#alerting/noise/raised-pages';
import { releaseOf } from '../pages';
import { rule } from '../rule';
import { onePage, ratedIncident } from './rated-incident';

const SPAN = { from: Date.parse('2026-01-01T00:00:00Z'), to: Date.parse('2026-01-15T00:00:00Z') };
const FIRST = { paged: 'first notification' };

describe('a page is raised by', () => {
  const other = { id: 'other', rule: 'tone' };
  const fake = { id: 'fake', rule: 'fake', release: releaseOf() };
  it.each<[string, Parameters<typeof ratedIncident>[0]['course'], string[][]]>([
    ['the rules that fire when it is made', [{}, other, FIRST], [['vinci-storm', 'tone']]],
    [
      'the rule that joined since the last',
      [{}, FIRST, other, { paged: 'another rule joined' }],
      [['vinci-storm'], ['tone']],
    ],
    [
      'the rule that got worse since the last',
      [{}, other, FIRST, { seen: 500 }, { paged: 'twice as bad' }],
      [['vinci-storm', 'tone'], ['vinci-storm']],
    ],
    [
      'all that fire when it only reminds',
      [{}, other, FIRST, { ...other, status: 'resolved' }, { paged: 'repeat interval elapsed' }],
      [['vinci-storm', 'tone'], ['vinci-storm']],
    ],
    [
      'the rule that joined alone, though another got worse meanwhile',
      [{}, FIRST, { seen: 500 }, other, { paged: 'another rule joined' }],
      [['vinci-storm'], ['tone']],
    ],
    [
      'the rule about the fake, when it is another one',
      [{}, fake, FIRST, { seen: 500 }, { ...fake, revision: '2' }, { paged: 'another fake' }],
      [['vinci-storm', 'fake'], ['fake']],
    ],
    ['a rule whose alert has ended meanwhile', [{}, { status: 'resolved' }, FIRST], [['vinci-storm']]],
    [
      'nobody when it tells of the end',
      [{}, FIRST, { status: 'resolved' }, { paged: 'resolved' }],
      [['vinci-storm']],
    ],
  ])('%s', (_, course, expected) => {
    const pages = raisedPages(ratedIncident({ course }));
    expect(pages.map(({ raisedBy }) => raisedBy.map((raiser) => raiser.rule))).toEqual(expected);
  });
});

/** The advice on a rule of this type after pages with these alerts: useful ones, others, and some that nobody rated. */
function advise(
  type: string,
  options: Record<string, unknown>,
  pages: { useful?: Partial<Alert>[]; others?: Partial<Alert>[]; unrated?: Partial<Alert>[] },
): string {
  const { useful = [], others = [], unrated = [] } = pages;
  const incidents: Incident[] = [
    ...useful.map((alert, index) => onePage(`u${index}`, { type, ...alert }, true)),
    ...others.map((alert, index) => onePage(`o${index}`, { type, ...alert }, false)),
    ...unrated.map((alert, index) => onePage(`r${index}`, { type, ...alert })),
  ];
  const rules = [rule({ name: 'vinci-storm', type, options })];
  const [found] = reportNoise(incidents, { rules, detectors }, SPAN).rules;
  return found ? adviceInWords(found.advice) : '';
}

const seen = (...counts: number[]): Partial<Alert>[] =>
  counts.map((count) => ({ seen: count, expected: 10 }));
const share = (percent: number, all: number): Partial<Alert> => ({
  seen: percent,
  badness: Math.round((percent * all) / 100),
});
const verdict = (word: 'suspect' | 'likely-fake' | 'unverified' | 'refuted'): Partial<Alert> => ({
  release: releaseOf({ verdict: word }),
});

describe('the advice on a threshold', () => {
  it.each<[string, string, Record<string, unknown>, Parameters<typeof advise>[2], string]>([
    ['no page', 'frequency', { num_events: 20 }, {}, 'no pages'],
    [
      'pages of which nobody said anything',
      'frequency',
      { num_events: 20 },
      { unrated: seen(30, 40) },
      'nobody has said yet whether its 2 pages were useful',
    ],
    [
      'one page of which nobody said anything',
      'frequency',
      {},
      { unrated: seen(30) },
      'nobody has said yet whether its page was useful',
    ],
    [
      'pages that helped nobody',
      'frequency',
      { num_events: 20 },
      { others: seen(30, 40, 50) },
      'not one of 3 rated pages was useful: lower its severity, or drop it',
    ],
    [
      'pages that all helped',
      'frequency',
      { num_events: 20 },
      { useful: seen(30, 40), unrated: seen(21) },
      'all 2 rated pages were useful: leave it as it is',
    ],
    [
      'useful pages above others',
      'frequency',
      { num_events: 20 },
      { useful: seen(34, 90, 50), others: seen(20, 25, 33, 40) },
      'num_events 34 (now 20) would have kept the 3 useful ones and spared 3 of 4 others',
    ],
    [
      'pages that nobody rated beside',
      'frequency',
      { num_events: 20 },
      { useful: seen(34), others: seen(20), unrated: seen(22, 99) },
      'num_events 34 (now 20) would have kept the useful one and spared the other, and 1 of 2 that nobody rated',
    ],
    [
      'useful pages below others',
      'frequency',
      { num_events: 20 },
      { useful: seen(20), others: seen(30, 40) },
      'no threshold keeps the useful one and spares any of the 2 others',
    ],
    [
      'a useful page as strong as another',
      'frequency',
      {},
      { useful: seen(30), others: seen(30) },
      'no threshold keeps the useful one and spares the other',
    ],
    [
      'one page that helped nobody',
      'frequency',
      { num_events: 20 },
      { others: seen(30) },
      'the one rated page was not useful',
    ],
    [
      'a spike that may have grown beyond what its alert told',
      'spike',
      { threshold_cur: 20, spike_height: 2 },
      {
        useful: [{ seen: 60, expected: 5, badness: 90 }],
        others: [
          { seen: 30, expected: 5, badness: 59.5 },
          { seen: 30, expected: 5, badness: 60 },
        ],
      },
      'threshold_cur 60 (now 20) would have kept the useful one and spared 1 of 2 others',
    ],
    [
      'a spike that its floor parts better',
      'spike',
      { threshold_cur: 20, spike_height: 2 },
      {
        useful: [{ seen: 60, expected: 20 }],
        others: [
          { seen: 30, expected: 10 },
          { seen: 40, expected: 20 },
        ],
      },
      'threshold_cur 60 (now 20) would have kept the useful one and spared 2 of 2 others',
    ],
    [
      'a spike that its height parts better',
      'spike',
      { threshold_cur: 20, spike_height: 2 },
      {
        useful: [{ seen: 50, expected: 5 }],
        others: [
          { seen: 40, expected: 20 },
          { seen: 90, expected: 30 },
        ],
      },
      'spike_height 10 (now 2) would have kept the useful one and spared 2 of 2 others',
    ],
    [
      'a silence',
      'spike',
      { threshold_cur: 20, spike_height: 2 },
      { useful: [{ seen: 2, expected: 20 }], others: [{ seen: 10, expected: 20 }] },
      'spike_height 10 (now 2) would have kept the useful one and spared the other',
    ],
    [
      'a share, luck set aside',
      'percentage_match',
      { max_percentage: 35 },
      { useful: [share(60, 400)], others: [share(45, 400), share(60, 40)] },
      'max_percentage 54 (now 35) would have kept the useful one and spared 2 of 2 others',
    ],
    [
      'verdicts',
      'press_release',
      { verdict: 'unverified' },
      { useful: [verdict('suspect'), verdict('refuted')], others: [verdict('unverified')] },
      'verdict suspect (now unverified) would have kept the 2 useful ones and spared the other',
    ],
    [
      'alerts that do not tell how far they reached',
      'percentage_match',
      {},
      { useful: [{ seen: 0 }], others: seen(30) },
      'no threshold keeps the useful one and spares the other',
    ],
    [
      'a type without thresholds',
      'weather',
      {},
      { useful: seen(90), others: seen(30) },
      'no threshold keeps the useful one and spares the other',
    ],
  ])('on %s', (_, type, options, pages, expected) => {
    expect(advise(type, options, pages)).toBe(expected);
  });

  it('goes by the most that an alert saw until its end, not by what it began with', () => {
    const grew = ratedIncident({
      id: 'grew',
      course: [
        { type: 'frequency', seen: 20 },
        FIRST,
        { type: 'frequency', seen: 75, status: 'resolved' },
        { by: 'Ada', page: 1, useful: true },
      ],
    });
    const rules = [rule({ name: 'vinci-storm', options: { num_events: 20 } })];
    const others = [30, 40].map((count) => onePage(`o${count}`, { type: 'frequency', seen: count }, false));
    const [found] = reportNoise([grew, ...others], { rules, detectors }, SPAN).rules;
    expect(found?.advice).toMatchObject({ setting: 75, notUseful: { spared: 2, of: 2 } });
  });
});

it('a page counts for what its alert saw before the next one, so that an alert that grew parts its pages', () => {
  const grew = ratedIncident({
    course: [
      { type: 'frequency', seen: 20 },
      FIRST,
      { type: 'frequency', seen: 40 },
      { paged: 'twice as bad' },
      { type: 'frequency', seen: 64, status: 'resolved' },
      { by: 'Ada', page: 1, useful: false },
      { by: 'Ada', page: 2, useful: true },
    ],
  });
  const seenBy = raisedPages(grew).map(({ raisedBy }) => raisedBy[0]?.alerts.map(({ seen }) => seen));
  expect(seenBy).toEqual([
    [20, 40],
    [20, 40, 64],
  ]);
  const rules = [rule({ name: 'vinci-storm', options: { num_events: 20 } })];
  const [found] = reportNoise([grew], { rules, detectors }, SPAN).rules;
  expect(found?.advice).toMatchObject({ setting: 64, notUseful: { spared: 1, of: 1 } });
});

it.each(detectors)(
  '$kind has every option that a report may advise to turn up',
  ({ dials = [], options }) => {
    expect(Object.keys(options.shape)).toEqual(expect.arrayContaining(dials.map(({ option }) => option)));
  },
);

describe('the report', () => {
  const storm = { rule: 'storm', type: 'frequency' };
  const report = (incidents: Incident[]) =>
    reportNoise(incidents, { rules: [rule({ name: 'storm' }), rule({ name: 'idle' })], detectors }, SPAN);

  it('counts pages a week and the share that somebody found useful, the noisiest rule first', () => {
    const both = ratedIncident({
      id: 'both',
      course: [{ id: 'a', ...storm }, { id: 'b', rule: 'gone' }, FIRST, { by: 'Ada', page: 1, useful: true }],
    });
    const incidents = [both, onePage('b', storm, false), onePage('c', storm)];
    expect(report(incidents).rules.map(({ advice, ...numbers }) => [numbers, advice.kind])).toEqual([
      [{ rule: 'storm', isGone: false, pages: 3, pagesAWeek: 1.5, rated: 2, useful: 1 }, 'no-threshold'],
      [{ rule: 'gone', isGone: true, pages: 1, pagesAWeek: 0.5, rated: 1, useful: 1 }, 'all-useful'],
      [{ rule: 'idle', isGone: false, pages: 0, pagesAWeek: 0, rated: 0, useful: 0 }, 'no-pages'],
    ]);
  });

  it('takes the pages from its beginning up to before its end, by our clock', () => {
    const at = (id: string, time: string): Incident => {
      const incident = onePage(id, storm);
      return { ...incident, events: incident.events.map((event) => ({ ...event, at: time })) };
    };
    const incidents = [
      at('before', '2025-12-31T23:59:59.999Z'),
      at('first', '2026-01-01T00:00:00.000Z'),
      at('last', '2026-01-14T23:59:59.999Z'),
      at('after', '2026-01-15T00:00:00.000Z'),
    ];
    expect(report(incidents)).toMatchObject({
      from: '2026-01-01T00:00:00.000Z',
      to: '2026-01-15T00:00:00.000Z',
      rules: [{ rule: 'storm', pages: 2 }, { rule: 'idle' }],
    });
  });
});
