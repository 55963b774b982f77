import type { Alert } from '#alerting/alert';
import type { Incident, IncidentEvent } from '#alerting/incident';
import type { Delivery } from '#alerting/notifier';
import type { Page } from '#alerting/page';
import type { ReleaseCase } from '#alerting/release-case';

/** The page of 22 November 2016, as composed from the recording. */
export const vinciPage: Page = {
  incident: 'inc-vinci-1605',
  number: 1,
  kind: 'first',
  reason: 'first notification',
  brand: { id: 'vinci', name: 'VINCI' },
  severity: 'critical',
  headline:
    '[replay 22 Nov 2016] VINCI: 212 mentions in 10 min, 14 expected, since 16:05 — fake-looking domain vinci.group',
  since: '2016-11-22T15:05:00.000Z',
  timezone: 'Europe/Paris',
  replay: true,
  findings: [
    {
      summary:
        'Far more people than usual speak about VINCI: 212 mentions in 10 minutes, where 14 were to be expected.',
      seen: 212,
      expected: 14,
      unit: 'mentions',
      window: { from: '2016-11-22T15:05:00.000Z', to: '2016-11-22T15:15:00.000Z' },
      rule: 'vinci-storm',
      origin: { file: 'rules/vinci.yaml', line: 4 },
      explanation: [
        '15 times the usual 14, the average of the hour before',
        'the alarm is set at 42 or more in 10 minutes',
        'over when it is below 28',
      ],
    },
  ],
  topOutlets: [
    { term: 'Bloomberg', count: 12 },
    { term: 'Les Echos', count: 7 },
    { term: 'Boursorama', count: 5 },
  ],
  topAuthors: [
    { term: 'Speed Desk (@speeddesk)', count: 9 },
    { term: '@bourse_live', count: 6 },
  ],
  samples: [
    {
      text: 'VINCI lance une révision de ses comptes consolidés pour l’année 2015 et le 1er semestre 2016. Contact presse : press@vinci.group, https://www.vinci.group/fr/communique.htm',
      author: 'VINCI - Direction de la communication',
      url: 'https://www.vinci.group/fr/communique.htm',
      at: '2016-11-22T15:05:02.000Z',
      risks: [
        'This press release is probably fake',
        'vinci.group is not a domain of VINCI, which speaks from vinci.com',
      ],
    },
    {
      text: 'VINCI to restate 2015 and first-half accounts, dismisses CFO',
      author: 'Speed Desk (@speeddesk)',
      outlet: 'Bloomberg',
      url: 'https://news.example.com/flash?id=1&src=x',
      at: '2016-11-22T15:06:04.000Z',
      sentiment: 'negative',
      risks: [],
    },
    {
      text: 'Enron à la française ? $DG en chute libre, −18 % en 8 minutes',
      author: '@bourse_live',
      url: 'https://social.example/bourse_live/status/1',
      at: '2016-11-22T15:12:40.000Z',
      sentiment: 'negative',
      risks: [],
    },
  ],
  link: 'http://127.0.0.1:8460/#/incidents/inc-vinci-1605',
  rateLink: 'http://127.0.0.1:8460/#/incidents/inc-vinci-1605/pages/1',
};

/** A queued delivery of the page; what the test speaks of is given. */
export function deliveryOf(given: Partial<Delivery> = {}): Delivery {
  return {
    id: 'dlv-0123456789abcdef0123456789abcdef',
    incident: (given.page ?? vinciPage).incident,
    brand: 'vinci',
    notifier: 'channel',
    destination: 'desk',
    page: vinciPage,
    state: 'queued',
    attempts: 0,
    notBefore: '2026-01-01T00:00:00.000Z',
    createdAt: '2026-01-01T00:00:00.000Z',
    ...given,
  };
}

export function alertOf(given: Partial<Alert> = {}): Alert {
  return {
    id: 'alert-1',
    status: 'firing',
    rule: 'vinci-storm',
    type: 'spike',
    origin: { file: 'rules/vinci.yaml', line: 4 },
    brand: 'vinci',
    group: { brand: 'vinci' },
    severity: 'warning',
    startedAt: '2016-11-22T15:05:00.000Z',
    at: '2016-11-22T15:15:00.000Z',
    window: { from: '2016-11-22T15:05:00.000Z', to: '2016-11-22T15:15:00.000Z' },
    seen: 212,
    expected: 14,
    unit: 'mentions',
    summary: '212 mentions in 10 minutes, where 14 were to be expected',
    explanation: [],
    filter: [],
    dedupKey: 'vinci',
    ...given,
  };
}

/** The fake of 22 November 2016 as its rule knew it at 16:06. */
export function releaseOf(given: Partial<ReleaseCase> = {}): ReleaseCase {
  const lead: ReleaseCase['lead'] = {
    at: '2016-11-22T15:05:00.000Z',
    role: 'release',
    from: 'vinci.group',
    title: 'Vinci lance une révision de ses comptes consolidés',
    verdict: 'likely-fake',
    claims: ['accounts-restated', 'executive-leaves'],
    reasons: [
      { evidence: 'vinci.group', explanation: 'It comes from vinci.group, which only looks like vinci.com' },
      { evidence: 'certain transfers', explanation: 'It follows the text of an earlier hoax' },
    ],
  };
  return {
    verdict: 'likely-fake',
    since: lead.at,
    lead,
    texts: [lead],
    furtherFakes: 0,
    relays: [{ by: 'Bloomberg', at: '2016-11-22T15:06:04.000Z', times: 1 }],
    relayed: 1,
    denials: [],
    silentSince: lead.at,
    ...given,
  };
}

const FALSE_DENIAL: ReleaseCase['lead'] = {
  at: '2016-11-22T15:27:00.000Z',
  role: 'denial',
  from: 'vinci-group.com',
  verdict: 'likely-fake',
  claims: [],
  reasons: [
    {
      evidence: 'vinci-group.com',
      explanation: 'It comes from vinci-group.com, which only looks like vinci.com',
    },
  ],
};

/** The page about the fake of 22 November 2016 at 16:27, with the brand's emergency sheet. */
export const fakePage: Page = {
  ...vinciPage,
  number: 2,
  kind: 'update',
  findings: [],
  topOutlets: [],
  topAuthors: [],
  samples: [],
  reason: 'another fake',
  headline: 'VINCI: another fake, a denial from vinci-group.com, at 16:27 — the first at 16:05',
  release: {
    ...releaseOf(),
    texts: [releaseOf().lead, FALSE_DENIAL],
    furtherFakes: 1,
    relays: [
      { by: 'Bloomberg', at: '2016-11-22T15:06:04.000Z', times: 3 },
      { by: 'Dow Jones', at: '2016-11-22T15:07:00.000Z', times: 1 },
    ],
    relayed: 9,
    silentMs: 1_320_000,
    emergencySheet: {
      people: [
        { name: 'Duty press officer', role: 'first call at any hour', phone: '+33 1 99 00 00 01' },
        { name: 'Legal desk', email: 'legal@example.com' },
      ],
      decisionChain: [
        'Press officer confirms with the chief financial officer',
        'Communications director releases',
      ],
      denial: 'VINCI denies the press release of today.\n\nNone of it is true.',
      regulator: [{ name: 'AMF', role: 'market surveillance' }],
      exchange: [{ name: 'Euronext Paris', phone: '+33 1 99 00 00 02' }],
    },
  },
};

/** The same at 16:49, when the brand had denied it. */
export const refutedPage: Page = {
  ...fakePage,
  number: 3,
  reason: 'verdict changed',
  headline: 'VINCI: fake release refuted at 16:49 on vinci.com, 44 min after',
  release: {
    ...(fakePage.release as NonNullable<Page['release']>),
    verdict: 'refuted',
    silentMs: undefined,
    denials: [{ by: 'vinci.com', at: '2016-11-22T15:49:00.000Z', extent: 'full', verdict: 'official' }],
    settled: { verdict: 'refuted', at: '2016-11-22T15:49:00.000Z', by: 'vinci.com', extent: 'full' },
  },
};

/** An alert of a rule about press releases. */
export function releaseAlert(release: Partial<ReleaseCase> = {}, given: Partial<Alert> = {}): Alert {
  const { expected, ...alert } = alertOf();
  return {
    ...alert,
    id: 'alert-release',
    rule: 'vinci-press-release',
    type: 'press_release',
    severity: 'critical',
    seen: 2,
    unit: 'mentions of the release',
    badness: 1,
    summary: 'probably a fake press release from vinci.group; 2 mentions of it so far',
    revision: '1',
    release: releaseOf(release),
    ...given,
  };
}

/** An incident with the latest form of each alert of its events. */
export function incidentOf(events: readonly IncidentEvent[], given: Partial<Incident> = {}): Incident {
  const alerts = new Map(
    events.flatMap((event) => ('alert' in event ? [[event.alert.id, event.alert]] : [])),
  );
  return {
    id: 'inc-vinci-1605',
    brand: 'vinci',
    dedupKey: 'vinci',
    state: 'open',
    severity: 'warning',
    title: 'VINCI: storm of mentions',
    startedAt: '2016-11-22T15:05:00.000Z',
    openedAt: '2026-01-01T00:00:00.000Z',
    alerts: [...alerts.values()],
    pages: events.filter(({ kind }) => kind === 'paged').length,
    events: [...events],
    ...given,
  };
}
