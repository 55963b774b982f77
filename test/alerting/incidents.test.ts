import type { Alert } from '#alerting/alert';
import type { Command, Incident } from '#alerting/incident';
import { applyCommand, applyEvent, endSnooze, openOrExtend } from '#alerting/incidents';

import { releaseAlert } from './pages';

const NOW = '2026-01-05T12:00:00.000Z';
function alert(given: Partial<Alert> = {}): Alert {
  return {
    id: 'alert-1',
    status: 'firing',
    rule: 'storm',
    type: 'spike',
    origin: { file: 'rules/acme.yaml', line: 3 },
    brand: 'acme',
    group: { brand: 'acme' },
    severity: 'warning',
    startedAt: '2016-11-22T15:06:00.000Z',
    at: '2016-11-22T15:06:00.000Z',
    window: { from: '2016-11-22T14:56:00.000Z', to: '2016-11-22T15:06:00.000Z' },
    seen: 60,
    expected: 10,
    unit: 'mentions',
    summary: '60 mentions in 10 minutes, where 10 were to be expected',
    explanation: [],
    filter: [],
    dedupKey: 'brand=acme',
    ...given,
  };
}
const resolved = (given: Partial<Alert> = {}) =>
  alert({ status: 'resolved', at: '2016-11-22T15:30:00.000Z', ...given });

/** Folds alerts into incidents, as the watch does. */
function play(alerts: Alert[], incidents: Incident[] = []): Incident[] {
  const known = new Map(incidents.map((incident) => [incident.id, incident]));
  for (const one of alerts) {
    const change = openOrExtend(known.values(), one, NOW);
    for (const event of change?.events ?? [])
      known.set(change?.incident ?? '', applyEvent(known.get(change?.incident ?? ''), event));
  }
  return [...known.values()];
}
const shape = ({ state, severity, events }: Incident) => ({
  state,
  severity,
  events: events.map(({ kind }) => kind),
});
const command = (wanted: Command['do']): Command => ({
  id: 'c1',
  at: NOW,
  by: 'Ada',
  brand: 'acme',
  incident: 'inc',
  do: wanted,
});
const [open] = play([alert()]) as [Incident];

describe('alerts about a press release', () => {
  const fake = releaseAlert();
  const close: Command = command({ kind: 'resolve' });
  const [opened] = play([fake]) as [Incident];
  const outcome = applyCommand(opened, close);
  const closed = outcome.ok ? outcome.events.reduce<Incident>(applyEvent, opened) : opened;

  it('give the incident its title, whatever was counted before', () => {
    const storm = alert({ id: 'alert-storm', severity: 'critical', dedupKey: fake.dedupKey });
    const [incident] = play([storm, fake]);
    expect(incident?.title).toBe(fake.summary);
    expect(play([{ ...fake, status: 'resolved' }], [incident as Incident])[0]?.title).toBe(storm.summary);
  });

  it('take in what is new within the same second', () => {
    const more = [2, 3].map((relayed) => releaseAlert({ relayed }, { revision: String(relayed) }));
    const [incident] = play([fake, ...more, ...more]);
    expect(incident?.events.map(({ kind }) => kind)).toEqual(['opened', 'alert-updated', 'alert-updated']);
    expect(incident?.alerts[0]?.release?.relayed).toBe(3);
  });

  it.each([
    ['one more relay', 'resolved', releaseAlert({ relayed: 2 }, { revision: '2' })],
    ['the denial', 'resolved', releaseAlert({ verdict: 'refuted' }, { revision: '2' })],
    ['a milder verdict', 'resolved', releaseAlert({ verdict: 'suspect' }, { revision: '2' })],
    ['another fake', 'open', releaseAlert({ furtherFakes: 1 }, { revision: '2' })],
  ])('%s after people closed it leaves it %s', (_what, state, after) => {
    const [incident] = play([after], [closed]);
    expect(incident?.state).toBe(state);
    expect(incident?.alerts).toEqual([after]);
  });
});

describe('alerts make incidents', () => {
  it.each([
    ['the first opens one', [alert()], [{ state: 'open', severity: 'warning', events: ['opened'] }]],
    [
      'the same again changes nothing',
      [alert(), alert()],
      [{ state: 'open', severity: 'warning', events: ['opened'] }],
    ],
    [
      'a worse one joins and raises the severity',
      [alert(), alert({ id: 'alert-2', rule: 'negative', severity: 'critical' })],
      [{ state: 'open', severity: 'critical', events: ['opened', 'alert-joined'] }],
    ],
    [
      'worse numbers update it',
      [alert(), alert({ seen: 120, at: '2016-11-22T15:08:00.000Z' })],
      [{ state: 'open', severity: 'warning', events: ['opened', 'alert-updated'] }],
    ],
    [
      'it ends with its last alert',
      [alert(), alert({ id: 'alert-2' }), resolved(), resolved({ id: 'alert-2' })],
      [
        {
          state: 'resolved',
          severity: 'warning',
          events: ['opened', 'alert-joined', 'alert-resolved', 'alert-resolved', 'resolved'],
        },
      ],
    ],
    [
      'flaring up within an hour reopens it',
      [alert(), resolved(), alert({ id: 'alert-2', startedAt: '2016-11-22T16:20:00.000Z' })],
      [
        {
          state: 'open',
          severity: 'warning',
          events: ['opened', 'alert-resolved', 'resolved', 'alert-joined', 'reopened'],
        },
      ],
    ],
    [
      'flaring up later opens another',
      [alert(), resolved(), alert({ id: 'alert-2', startedAt: '2016-11-22T17:00:00.000Z' })],
      [
        { state: 'resolved', severity: 'warning', events: ['opened', 'alert-resolved', 'resolved'] },
        { state: 'open', severity: 'warning', events: ['opened'] },
      ],
    ],
    [
      'another brand opens another',
      [alert(), alert({ id: 'alert-2', dedupKey: 'brand=other' })],
      [
        { state: 'open', severity: 'warning', events: ['opened'] },
        { state: 'open', severity: 'warning', events: ['opened'] },
      ],
    ],
    ['an end without a beginning is nothing', [resolved()], []],
    [
      'the same episode evaluated again changes nothing',
      [alert(), resolved(), alert(), resolved()],
      [{ state: 'resolved', severity: 'warning', events: ['opened', 'alert-resolved', 'resolved'] }],
    ],
  ])('%s', (_, alerts, expected) => {
    expect(play(alerts).map(shape)).toEqual(expected);
  });

  it('bears the words of the worst that still holds', () => {
    const [incident] = play([
      alert({ severity: 'critical', summary: 'a storm' }),
      alert({ id: 'alert-2', rule: 'tone', summary: 'the tone has turned' }),
      resolved({ severity: 'critical', summary: 'a storm' }),
    ]);
    expect([incident?.title, incident?.severity]).toEqual(['the tone has turned', 'critical']);
  });

  it('keeps the ids of what happened, so that folding again gives the same', () => {
    const again = open.events.reduce<Incident | undefined>(applyEvent, open);
    expect(again).toEqual(open);
    expect(open).toMatchObject({
      id: expect.stringMatching(/^inc-[0-9a-f]{20}$/),
      pages: 0,
      startedAt: alert().startedAt,
      openedAt: NOW,
    });
  });

  it('does not grow without end when every author is an alert', () => {
    const many = Array.from({ length: 500 }, (_, index) => alert({ id: `alert-${index}` }));
    expect(play(many)[0]?.alerts.length).toBe(200);
  });

  it('though full, takes another rule, and an alert of its own rule when none of them fires any more', () => {
    const full = play(Array.from({ length: 300 }, (_, index) => alert({ id: `alert-${index}` })));
    const storm = alert({ id: 'other', rule: 'other', severity: 'critical' });
    expect(play([storm], full)).toMatchObject([{ severity: 'critical' }]);
    const calm = Array.from({ length: 200 }, (_, index) => resolved({ id: `alert-${index}` }));
    const [ended] = play(calm, full) as [Incident];
    const outcome = applyCommand(ended, command({ kind: 'reopen' }));
    const reopened = (outcome.ok ? outcome.events : []).reduce<Incident>(applyEvent, ended);
    expect(play([alert({ id: 'late' })], [reopened])[0]?.alerts.length).toBe(201);
  });

  it('full and resolved, leaves what comes next to a new incident', () => {
    const full = play(Array.from({ length: 200 }, (_, index) => alert({ id: `alert-${index}` })));
    const ended = play(
      Array.from({ length: 200 }, (_, index) => resolved({ id: `alert-${index}` })),
      full,
    );
    const next = alert({ id: 'next', startedAt: '2016-11-22T15:40:00.000Z' });
    expect(play([next], ended).map(({ state }) => state)).toEqual(['resolved', 'open']);
  });
});

describe('a command', () => {
  const [ended] = play([alert(), resolved()]) as [Incident];
  it.each([
    ['acknowledge', open, command({ kind: 'acknowledge', why: 'on it' }), 'acknowledged'],
    ['snooze', open, command({ kind: 'snooze', until: NOW }), 'snoozed'],
    ['resolve', open, command({ kind: 'resolve' }), 'resolved'],
    ['comment', open, command({ kind: 'comment', text: 'calling legal' }), 'open'],
    ['reopen', ended, command({ kind: 'reopen' }), 'open'],
  ])('%s is taken once', (_, incident, given, state) => {
    const outcome = applyCommand(incident, given);
    if (!outcome.ok) throw new Error(outcome.reason);
    const next = outcome.events.reduce<Incident>(applyEvent, incident);
    expect(next.state).toBe(state);
    expect(next.events.at(-1)).toMatchObject({ id: 'command/c1', at: NOW, by: 'Ada' });
    expect(applyCommand(next, given)).toEqual({ ok: true, events: [] });
  });

  it.each([
    [ended, command({ kind: 'acknowledge' }), 'the incident is resolved: reopen it first'],
    [ended, command({ kind: 'snooze', until: NOW }), 'the incident is resolved: reopen it first'],
    [ended, command({ kind: 'resolve' }), 'the incident is resolved already'],
    [open, command({ kind: 'reopen' }), 'the incident is not resolved'],
    [open, command({ kind: 'snooze', until: 'soon' }), '"soon" is not a time'],
  ])('is refused with a reason', (incident, given, reason) => {
    expect(applyCommand(incident, given)).toEqual({ ok: false, reason });
  });

  it('to snooze ends by itself', () => {
    const outcome = applyCommand(open, command({ kind: 'snooze', until: NOW }));
    const snoozed = (outcome.ok ? outcome.events : []).reduce<Incident>(applyEvent, open);
    expect(endSnooze(snoozed, Date.parse(NOW) - 1)).toBeUndefined();
    const event = endSnooze(snoozed, Date.parse(NOW));
    expect(event && applyEvent(snoozed, event)).toMatchObject({ state: 'open' });
  });
});
