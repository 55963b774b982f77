import type { Command, Incident } from '#alerting/incident';
import { applyCommand, applyEvent } from '#alerting/incidents';
import { isUseful, type Rating, rateablePages } from '#alerting/noise/ratings';
import { ratedIncident } from './rated-incident';

type Word = {
  readonly by?: string;
  readonly useful: boolean;
  readonly page?: number;
  readonly note?: string;
};

let commands = 0;
function say(incident: Incident, { by = 'Ada', ...word }: Word) {
  commands += 1;
  const command: Command = {
    id: `c${commands}`,
    at: '2026-01-05T13:00:00.000Z',
    by,
    brand: incident.brand,
    incident: incident.id,
    do: { kind: 'rate', ...word },
  };
  return applyCommand(incident, command);
}

function heard(incident: Incident, words: readonly Word[]): Incident {
  return words.reduce((known, word) => {
    const outcome = say(known, word);
    if (!outcome.ok) throw new Error(outcome.reason);
    return outcome.events.reduce<Incident>(applyEvent, known);
  }, incident);
}

const saidOf = (incident: Incident) =>
  rateablePages(incident.events).map(({ page, ratings }) => [
    page,
    ...ratings.map(({ by, useful, note }) => `${by} ${useful}${note ? ` ${note}` : ''}`),
  ]);

const unpaged = ratedIncident({ course: [{}] });
const twice = ratedIncident({
  course: [{}, { paged: 'first notification' }, { paged: 'twice as bad' }, { paged: 'resolved' }],
});

describe('a word on a page', () => {
  it.each([
    ['speaks of the last page that asked people to look', [{ useful: true }], [[1], [2, 'Ada true']]],
    ['speaks of the page that it names', [{ useful: false, page: 1 }], [[1, 'Ada false'], [2]]],
    [
      'of each person counts, the last of each',
      [{ useful: true }, { by: 'Bo', useful: false, note: 'a match' }, { useful: false }],
      [[1], [2, 'Ada false', 'Bo false a match']],
    ],
    [
      'said otherwise leaves nothing of what was noted before',
      [{ useful: false, note: 'a match' }, { useful: true }],
      [[1], [2, 'Ada true']],
    ],
    [
      'is kept with its note when it is said again without',
      [{ useful: false, note: 'a match' }, { useful: false }],
      [[1], [2, 'Ada false a match']],
    ],
    [
      'may get a note later',
      [{ useful: false }, { useful: false, note: 'a match' }],
      [[1], [2, 'Ada false a match']],
    ],
  ])('%s', (_, words, expected) => {
    expect(saidOf(heard(twice, words))).toEqual(expected);
  });

  it('is one event with who, when and what, and changes nothing else of the incident', () => {
    const outcome = say(twice, { useful: false, note: 'a match' });
    expect(outcome).toEqual({
      ok: true,
      events: [
        {
          id: `command/c${commands}`,
          at: '2026-01-05T13:00:00.000Z',
          by: 'Ada',
          kind: 'rated',
          page: 2,
          useful: false,
          note: 'a match',
        },
      ],
    });
    const { events, ...after } = heard(twice, [{ useful: false }]);
    expect([events.length, after]).toEqual([
      twice.events.length + 1,
      (({ events: _, ...before }) => before)(twice),
    ]);
  });

  it('that a person has said already is no event', () => {
    expect(say(heard(twice, [{ useful: true }]), { useful: true })).toEqual({ ok: true, events: [] });
  });

  it.each([
    [
      'of which nobody was paged',
      unpaged,
      {},
      'nobody has been paged about the incident: there is nothing to rate',
    ],
    ['without that page', twice, { page: 7 }, 'there is no page 7 to rate; there are: 1, 2'],
    ['whose page only told of the end', twice, { page: 3 }, 'there is no page 3 to rate; there are: 1, 2'],
  ])('is refused on an incident %s', (_, incident, word, reason) => {
    expect(say(incident, { useful: true, ...word })).toEqual({ ok: false, reason });
  });
});

it.each([
  ['nobody said anything', [], undefined],
  ['one of several found it useful', [false, true, false], true],
  ['nobody found it useful', [false, false], false],
])('when %s, a page counts as useful: %j → %j', (_, words, expected) => {
  const ratings = words.map((useful, index): Rating => ({ by: String(index), at: '', useful }));
  expect(isUseful(ratings)).toBe(expected);
});
