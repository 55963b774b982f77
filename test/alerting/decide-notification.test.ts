import type { Alert } from '#alerting/alert';
import { decideNotification } from '#alerting/decide-notification';
import type { Incident, IncidentEvent } from '#alerting/incident';
import { planDeliveries } from '#alerting/plan-deliveries';
import { Route } from '#alerting/policy';
import { alertOf, incidentOf, releaseAlert, vinciPage } from './pages';

const START = Date.parse('2026-01-01T00:00:00.000Z');
const MINUTE = 60_000;
const route = Route.parse({ receiver: 'comms', repeat_interval: '4h' });

let serial = 0;
const base = (minute: number) => ({
  id: `event-${++serial}`,
  at: new Date(START + minute * MINUTE).toISOString(),
});
const opened = (alert: Alert, minute = 0): IncidentEvent => ({ kind: 'opened', alert, ...base(minute) });
const joined = (alert: Alert, minute: number): IncidentEvent => ({
  kind: 'alert-joined',
  alert,
  ...base(minute),
});
const updated = (alert: Alert, minute: number): IncidentEvent => ({
  kind: 'alert-updated',
  alert,
  ...base(minute),
});
const paged = (minute: number, reason = 'first notification', page = 1): IncidentEvent => ({
  kind: 'paged',
  page,
  reason,
  deliveries: [],
  ...base(minute),
});
const by = (kind: 'acknowledged' | 'resolved' | 'reopened', minute: number): IncidentEvent => ({
  kind,
  by: 'Ada',
  ...base(minute),
});
const snoozed = (minute: number): IncidentEvent => ({
  kind: 'snoozed',
  by: 'Ada',
  until: new Date(START + 120 * MINUTE).toISOString(),
  ...base(minute),
});
const alert = alertOf();
const second = alertOf({ id: 'alert-2', rule: 'vinci-negative' });
const mild = alertOf({ id: 'alert-3', rule: 'vinci-mild', severity: 'info' });
const doubled = alertOf({ seen: 424 });
const share = alertOf({ seen: 60, unit: '% of mentions negative', badness: 34 });
const worse = alertOf({ severity: 'critical' });
const fake = releaseAlert();
const suspect = releaseAlert({ verdict: 'suspect' });
const refuted = releaseAlert({ verdict: 'refuted' });
const another = releaseAlert({ furtherFakes: 1 });
const third = releaseAlert({ furtherFakes: 2 });
const relayed = releaseAlert({ relayed: 9 }, { revision: '2' });
const storm = alertOf({ severity: 'critical' });
const SNOOZED = { state: 'snoozed', snoozedUntil: new Date(START + 120 * MINUTE).toISOString() } as const;
const ACKNOWLEDGED = { state: 'acknowledged' } as const;
const RESOLVED = { state: 'resolved' } as const;

type Case = [
  story: string,
  events: IncidentEvent[],
  state: Partial<Incident>,
  minute: number,
  expected: string,
];
const SENT: Case[] = [
  ['pages a new incident', [opened(alert)], {}, 0, 'first: first notification'],
  ['raised after 1 minute', [opened(alert), paged(0), updated(worse, 1)], {}, 1, 'update: severity raised'],
  [
    'another rule, as severe, at once',
    [opened(alert), paged(0), joined(second, 0.1)],
    {},
    0.1,
    'update: another rule joined',
  ],
  [
    'a milder rule after 6 minutes',
    [opened(alert), paged(0), joined(mild, 6)],
    {},
    6,
    'update: another rule joined',
  ],
  [
    'twice as bad after 6 minutes',
    [opened(alert), paged(0), updated(doubled, 6)],
    {},
    6,
    'update: twice as bad',
  ],
  [
    'a share that hardly rises over twice as many mentions',
    [opened(share), paged(0), updated({ ...share, seen: 71, badness: 68 }, 6)],
    {},
    6,
    'update: twice as bad',
  ],
  ['nobody answers for 4 hours', [opened(alert), paged(0)], {}, 240, 'update: repeat interval elapsed'],
  ['resolved', [opened(alert), paged(0), by('resolved', 3)], RESOLVED, 3, 'resolved: resolved'],
  [
    'reopened after its end was told',
    [opened(alert), paged(0), by('resolved', 3), paged(3, 'resolved', 2), by('reopened', 4)],
    {},
    4,
    'update: reopened',
  ],
  [
    'raised while snoozed',
    [opened(alert), paged(0), snoozed(1), updated(worse, 2)],
    SNOOZED,
    2,
    'update: severity raised',
  ],
  [
    'snooze over, twice as bad since',
    [opened(alert), paged(0), snoozed(1), updated(doubled, 9)],
    SNOOZED,
    121,
    'update: twice as bad',
  ],
  [
    'raised while acknowledged',
    [opened(alert), paged(0), by('acknowledged', 1), updated(worse, 2)],
    ACKNOWLEDGED,
    2,
    'update: severity raised',
  ],
  [
    'twice as bad while acknowledged',
    [opened(alert), paged(0), by('acknowledged', 1), updated(doubled, 9)],
    ACKNOWLEDGED,
    9,
    'update: twice as bad',
  ],
  [
    'acknowledged in the console before any page, then raised',
    [opened(alert), by('acknowledged', 0), updated(worse, 2)],
    ACKNOWLEDGED,
    2,
    'first: severity raised',
  ],
];
const NEWS: Case[] = [
  ['a fake at once', [opened(fake)], {}, 0, 'first: first notification'],
  [
    'a fake within a minute of a storm as severe',
    [opened(storm), paged(0), joined(fake, 0.5)],
    {},
    0.5,
    'update: another rule joined',
  ],
  [
    'a fake to people who have a storm in hand',
    [opened(storm), paged(0), by('acknowledged', 1), joined(fake, 2)],
    ACKNOWLEDGED,
    2,
    'update: another rule joined',
  ],
  [
    'a fake to people who wanted quiet',
    [opened(storm), paged(0), snoozed(1), joined(fake, 2)],
    SNOOZED,
    2,
    'update: another rule joined',
  ],
  [
    'a worse verdict within a minute',
    [opened(suspect), paged(0), updated(fake, 1)],
    {},
    1,
    'update: verdict changed',
  ],
  [
    'a denial within a minute',
    [opened(fake), paged(0), updated(refuted, 1)],
    {},
    1,
    'update: verdict changed',
  ],
  [
    'a denial to people who have it in hand',
    [opened(fake), paged(0), by('acknowledged', 1), updated(refuted, 2)],
    ACKNOWLEDGED,
    2,
    'update: verdict changed',
  ],
  [
    'a denial to people who wanted quiet',
    [opened(fake), paged(0), snoozed(1), updated(refuted, 2)],
    SNOOZED,
    2,
    'update: verdict changed',
  ],
  ['another fake', [opened(fake), paged(0), updated(another, 1)], {}, 1, 'update: another fake'],
  [
    'a denial right after another fake',
    [
      opened(fake),
      paged(0),
      updated(another, 1),
      paged(1, 'another fake', 2),
      updated(releaseAlert({ verdict: 'refuted', furtherFakes: 2 }), 2),
    ],
    {},
    2,
    'update: verdict changed',
  ],
  [
    'a third fake once five minutes have passed',
    [opened(fake), paged(0), updated(another, 1), paged(1, 'another fake', 2), updated(third, 2)],
    {},
    6,
    'update: another fake',
  ],
  [
    'another fake to people who have it in hand',
    [opened(fake), paged(0), by('acknowledged', 1), updated(another, 2)],
    ACKNOWLEDGED,
    2,
    'update: another fake',
  ],
  [
    'a fake after the end of another',
    [
      opened(storm),
      joined(fake, 0),
      paged(0),
      updated({ ...fake, status: 'resolved' }, 1),
      joined({ ...fake, id: 'alert-next' }, 2),
    ],
    {},
    2,
    'update: another fake',
  ],
  [
    'a fake that somebody acknowledged before any page, then refuted',
    [opened(fake), by('acknowledged', 0), updated(refuted, 1)],
    ACKNOWLEDGED,
    1,
    'first: verdict changed',
  ],
];
const HELD: Case[] = [
  [
    'a third fake within an hour of the second, to people who have it in hand',
    [
      opened(fake),
      paged(0),
      by('acknowledged', 1),
      updated(another, 2),
      paged(2, 'another fake', 2),
      updated(third, 50),
    ],
    ACKNOWLEDGED,
    50,
    'acknowledged',
  ],
  ['more relays of a fake', [opened(fake), paged(0), updated(relayed, 9)], {}, 9, 'nothing new'],
  [
    'a third fake within five minutes of the second',
    [opened(fake), paged(0), updated(another, 1), paged(1, 'another fake', 2), updated(third, 2)],
    {},
    2,
    'nothing new',
  ],
  ['a verdict that the page told', [opened(suspect), updated(fake, 0), paged(0)], {}, 9, 'nothing new'],
  [
    'a denial after people had closed it',
    [opened(fake), paged(0), by('resolved', 3), paged(3, 'resolved', 2), updated(refuted, 4)],
    RESOLVED,
    4,
    'the end has been told',
  ],
  ['nothing new', [opened(alert), paged(0)], {}, 100, 'nothing new'],
  ['a little worse', [opened(alert), paged(0), updated(alertOf({ seen: 400 }), 9)], {}, 9, 'nothing new'],
  [
    'a milder rule within 5 minutes',
    [opened(alert), paged(0), joined(mild, 2)],
    {},
    2,
    'another rule joined, but the last page is less than 5 minutes old',
  ],
  ['another rule that was paged already', [opened(alert), joined(second, 0), paged(1)], {}, 9, 'nothing new'],
  [
    'twice as bad, but the page said so',
    [opened(alert), paged(0), updated(doubled, 6), paged(6, 'twice as bad', 2)],
    {},
    20,
    'nothing new',
  ],
  [
    'a number that doubled, but not what makes it bad',
    [opened(share), paged(0), updated({ ...share, seen: 120, badness: 50 }, 6)],
    {},
    20,
    'nothing new',
  ],
  [
    'twice as bad, but over',
    [opened(alert), paged(0), updated(alertOf({ seen: 424, status: 'resolved' }), 6)],
    {},
    20,
    'nothing new',
  ],
  [
    'snoozed',
    [opened(alert), paged(0), snoozed(1), joined(second, 9), updated(doubled, 9)],
    SNOOZED,
    9,
    'snoozed',
  ],
  [
    'acknowledged, another rule',
    [opened(alert), paged(0), by('acknowledged', 1), joined(second, 9)],
    ACKNOWLEDGED,
    9,
    'acknowledged',
  ],
  [
    'acknowledged for a day',
    [opened(alert), paged(0), by('acknowledged', 1)],
    ACKNOWLEDGED,
    1440,
    'acknowledged',
  ],
  ['acknowledged before any page', [opened(alert), by('acknowledged', 0)], ACKNOWLEDGED, 1, 'acknowledged'],
  [
    'the end told',
    [opened(alert), paged(0), by('resolved', 3), paged(3, 'resolved', 2)],
    RESOLVED,
    9,
    'the end has been told',
  ],
  [
    'over before any page',
    [opened(alert), by('resolved', 0)],
    RESOLVED,
    1,
    'resolved before anybody was paged',
  ],
];

describe('decideNotification', () => {
  it.each([...SENT, ...NEWS])('sends: %s', (_story, events, state, minute, expected) => {
    const severity = events.some((event) => 'alert' in event && event.alert.severity === 'critical');
    const incident = incidentOf(events, { ...state, severity: severity ? 'critical' : 'warning' });
    const [kind, reason] = expected.split(': ');
    expect(decideNotification(incident, route, START + minute * MINUTE)).toEqual({
      send: true,
      kind,
      reason,
      receiver: 'comms',
    });
  });

  it.each(HELD)('keeps silent: %s', (_story, events, state, minute, reason) => {
    expect(decideNotification(incidentOf(events, state), route, START + minute * MINUTE)).toEqual({
      send: false,
      reason,
    });
  });

  it('sends to the first child route whose matchers all hold, with its repeat interval', () => {
    const tree = Route.parse({
      receiver: 'comms',
      routes: [
        { receiver: 'nobody', matchers: ['brand="acme"'] },
        { receiver: 'crisis', matchers: ['brand="vinci"', 'severity="warning"'], repeat_interval: '1h' },
        { receiver: 'late', matchers: ['brand="vinci"'] },
      ],
    });
    const decision = decideNotification(incidentOf([opened(alert), paged(0)]), tree, START + 61 * MINUTE);
    expect(decision).toMatchObject({ send: true, reason: 'repeat interval elapsed', receiver: 'crisis' });
  });
});

describe('planDeliveries', () => {
  const notifier = (...destinations: string[]) => ({
    destinations,
    paceMs: 0,
    send: async () => ({ ok: true }) as const,
    check: async () => {},
  });
  const notifiers = new Map([
    ['mail', notifier('a@example.com', 'b@example.com')],
    ['slack', notifier('hook')],
  ]);
  const receivers = [{ name: 'comms', notifiers: ['mail', 'slack', 'mail'] }];
  const plan = { page: vinciPage, receiver: 'comms', receivers, notifiers, now: START };

  it('makes one delivery a notifier and destination, with the same ids when planned again', () => {
    const deliveries = planDeliveries(plan);
    expect(deliveries.map(({ notifier, destination }) => `${notifier}>${destination}`)).toEqual([
      'mail>a@example.com',
      'mail>b@example.com',
      'slack>hook',
    ]);
    expect(new Set(deliveries.map(({ id }) => id)).size).toBe(3);
    expect(planDeliveries({ ...plan, now: START + 5 }).map(({ id }) => id)).toEqual(
      deliveries.map(({ id }) => id),
    );
    expect(deliveries[0]?.id).toMatch(/^dlv-[0-9a-f]{32}$/);
  });

  it('names the receiver or notifier that the configuration lacks', () => {
    expect(() => planDeliveries({ ...plan, receiver: 'press' })).toThrow(
      'receiver "press" is not in the configuration',
    );
    expect(() => planDeliveries({ ...plan, notifiers: new Map() })).toThrow('names the notifier "mail"');
  });
});
