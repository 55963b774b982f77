import { createHash } from 'node:crypto';
import { type Alert, Severity } from './alert';
import type { Command, Incident, IncidentEvent } from './incident';
import { ratePage } from './noise/rate-page';
import { isWorse } from './release-news';

/** An incident that ended less than this ago (event time) is opened again rather than doubled. */
export const REOPEN_WITHIN_MS = 3_600_000;
/** An incident with this many alerts is full: a rule with a group for each author must not make it grow for ever. */
const MOST_ALERTS = 200;
/** Why an incident ends by itself. */
export const ALL_CALM = 'every alert has calmed';

/** Events that are to be appended to one incident; `incident` is its id. */
export type IncidentChange = { readonly incident: string; readonly events: readonly IncidentEvent[] };
type AlertEvent = Extract<IncidentEvent, { alert: Alert }>;

/** The id of the incident that this alert opens. */
export function incidentId(alert: Alert): string {
  const digest = createHash('sha256').update(`${alert.dedupKey}\u0000${alert.id}`).digest('hex');
  return `inc-${digest.slice(0, 20)}`;
}

const rank = (severity: Severity): number => Severity.options.indexOf(severity);

function titleOf(alerts: readonly Alert[], fallback: string): string {
  const [worst] = [...alerts].sort(
    (a, b) =>
      Number(b.status === 'firing') - Number(a.status === 'firing') ||
      // What can be said of a fake is more than any count.
      Number(b.release !== undefined) - Number(a.release !== undefined) ||
      rank(b.severity) - rank(a.severity),
  );
  return worst?.summary ?? fallback;
}

function withAlert(incident: Incident, alert: Alert): Incident {
  const isKnown = incident.alerts.some(({ id }) => id === alert.id);
  const alerts = isKnown
    ? incident.alerts.map((known) => (known.id === alert.id ? alert : known))
    : [...incident.alerts, alert];
  const severity = rank(alert.severity) > rank(incident.severity) ? alert.severity : incident.severity;
  return { ...incident, alerts, severity, title: titleOf(alerts, incident.title) };
}

function beginIncident(event: AlertEvent): Incident {
  const { alert } = event;
  return {
    id: incidentId(alert),
    brand: alert.brand,
    dedupKey: alert.dedupKey,
    state: 'open',
    severity: alert.severity,
    title: alert.summary,
    startedAt: alert.startedAt,
    openedAt: event.at,
    alerts: [alert],
    pages: 0,
    events: [event],
  };
}

function fold(incident: Incident, event: IncidentEvent): Incident {
  switch (event.kind) {
    case 'opened':
    case 'alert-joined':
    case 'alert-updated':
    case 'alert-resolved':
      return withAlert(incident, event.alert);
    case 'paged':
      return { ...incident, pages: Math.max(incident.pages, event.page) };
    case 'acknowledged':
      return { ...incident, state: 'acknowledged', snoozedUntil: undefined };
    case 'snoozed':
      return { ...incident, state: 'snoozed', snoozedUntil: event.until };
    case 'resolved':
      return { ...incident, state: 'resolved', snoozedUntil: undefined };
    case 'reopened':
      return { ...incident, state: 'open', snoozedUntil: undefined };
    case 'delivered':
    case 'delivery-failed':
    case 'commented':
    case 'rated':
      return incident;
    default:
      return event satisfies never;
  }
}

/** The incident after this event; an event that it has already leaves it as it is. Only `opened` begins one. */
export function applyEvent(incident: Incident | undefined, event: IncidentEvent): Incident {
  if (!incident) {
    if (event.kind !== 'opened')
      throw new Error(`incident event ${event.id}: an incident begins with "opened"`);
    return beginIncident(event);
  }
  if (incident.events.some(({ id }) => id === event.id)) return incident;
  const { snoozedUntil, ...next } = fold(incident, event);
  return {
    ...next,
    ...(snoozedUntil !== undefined && { snoozedUntil }),
    events: [...incident.events, event],
  };
}

const lastHeard = (incident: Incident): number =>
  Math.max(...incident.alerts.map(({ at }) => Date.parse(at)));

function findIncident(incidents: Iterable<Incident>, alert: Alert): Incident | undefined {
  let best: Incident | undefined;
  for (const incident of incidents) {
    if (incident.alerts.some(({ id }) => id === alert.id)) return incident;
    if (incident.dedupKey !== alert.dedupKey) continue;
    const apart = Math.abs(Date.parse(alert.startedAt) - lastHeard(incident));
    const isOver = apart > REOPEN_WITHIN_MS || incident.alerts.length >= MOST_ALERTS;
    if (incident.state === 'resolved' && isOver) continue;
    if (!best || best.state === 'resolved' || lastHeard(incident) > lastHeard(best)) best = incident;
  }
  return best;
}

/** Nobody learns anything from one more alert of a rule of which one fires; another rule's is news. */
function isFullFor({ alerts }: Incident, { rule }: Alert): boolean {
  return (
    alerts.length >= MOST_ALERTS && alerts.some((known) => known.rule === rule && known.status === 'firing')
  );
}

/**
 * What an alert does to the incidents: opens one, joins, updates or ends its part of one. An incident ends by itself
 * with its last firing alert, and begins again when an alert comes within an hour of event time. `now` is ISO.
 */
export function openOrExtend(
  incidents: Iterable<Incident>,
  alert: Alert,
  now: string,
): IncidentChange | undefined {
  const incident = findIncident(incidents, alert);
  const made = (kind: AlertEvent['kind'], id: string): AlertEvent => ({
    kind,
    id: `${alert.id}/${id}`,
    at: now,
    alert,
  });
  if (!incident) {
    if (alert.status === 'resolved') return undefined;
    return { incident: incidentId(alert), events: [made('opened', 'opened')] };
  }
  const known = incident.alerts.find(({ id }) => id === alert.id);
  if (alert.status === 'resolved')
    return known?.status === 'firing' ? endAlert(incident, made('alert-resolved', 'resolved')) : undefined;
  const event = known ? made('alert-updated', updateId(alert)) : made('alert-joined', 'joined');
  if (
    (!known && isFullFor(incident, alert)) ||
    known?.status === 'resolved' ||
    (known && updateId(known) === updateId(alert)) ||
    incident.events.some(({ id }) => id === event.id)
  )
    return undefined;
  const reopened: IncidentEvent = {
    kind: 'reopened',
    id: `${event.id}/reopened`,
    at: now,
    by: 'vigie',
    why: 'it flared up again',
  };
  const flaresUp = incident.state === 'resolved' && (!known || isNews(known, alert));
  return { incident: incident.id, events: flaresUp ? [event, reopened] : [event] };
}

function updateId({ at, revision }: Alert): string {
  return revision === undefined ? `updated/${at}` : `updated/${at}/${revision}`;
}

/** Whether it opens what people have closed: one more relay of a fake does not. */
function isNews(before: Alert, after: Alert): boolean {
  return !before.release || !after.release || isWorse(before.release, after.release);
}

function endAlert(incident: Incident, event: AlertEvent): IncidentChange {
  const isLast = incident.alerts.every(({ id, status }) => id === event.alert.id || status === 'resolved');
  const resolved: IncidentEvent = {
    kind: 'resolved',
    id: `${event.id}/incident`,
    at: event.at,
    by: 'vigie',
    why: event.alert.endedBecause ?? ALL_CALM,
  };
  const ends = isLast && incident.state !== 'resolved';
  return { incident: incident.id, events: ends ? [event, resolved] : [event] };
}

/** What a command does, or why it does nothing. */
export type CommandOutcome =
  | { readonly ok: true; readonly events: readonly IncidentEvent[] }
  | { readonly ok: false; readonly reason: string };

/** The events of a person's command. A command that was taken before is taken again without effect. */
export function applyCommand(incident: Incident, command: Command): CommandOutcome {
  const base = { id: `command/${command.id}`, at: command.at, by: command.by };
  const { do: wanted } = command;
  const why = 'why' in wanted && wanted.why !== undefined ? { why: wanted.why } : {};
  if (incident.events.some(({ id }) => id === base.id)) return { ok: true, events: [] };
  const take = (event: IncidentEvent): CommandOutcome => ({ ok: true, events: [event] });
  const refuse = (reason: string): CommandOutcome => ({ ok: false, reason });
  const isResolved = incident.state === 'resolved';
  switch (wanted.kind) {
    case 'acknowledge':
      if (isResolved) return refuse('the incident is resolved: reopen it first');
      // A second click on another button says nothing new.
      if (wanted.why === undefined && isHeldBy(incident, command.by)) return { ok: true, events: [] };
      return take({ ...base, kind: 'acknowledged', ...why });
    case 'snooze':
      if (isResolved) return refuse('the incident is resolved: reopen it first');
      if (Number.isNaN(Date.parse(wanted.until))) return refuse(`"${wanted.until}" is not a time`);
      return take({ ...base, kind: 'snoozed', until: wanted.until, ...why });
    case 'resolve':
      return isResolved
        ? refuse('the incident is resolved already')
        : take({ ...base, kind: 'resolved', ...why });
    case 'reopen':
      return isResolved
        ? take({ ...base, kind: 'reopened', ...why })
        : refuse('the incident is not resolved');
    case 'comment':
      return take({ ...base, kind: 'commented', text: wanted.text });
    case 'rate':
      return ratePage(incident, wanted, base);
    default:
      return wanted satisfies never;
  }
}

function isHeldBy({ state, events }: Incident, by: string): boolean {
  const held = events.findLast((event) => event.kind === 'acknowledged');
  return state === 'acknowledged' && held?.by === by;
}

/** The event that ends a snooze whose time is over; `now` is epoch milliseconds. */
export function endSnooze(incident: Incident, now: number): IncidentEvent | undefined {
  const { state, snoozedUntil } = incident;
  if (state !== 'snoozed' || snoozedUntil === undefined || Date.parse(snoozedUntil) > now) return undefined;
  const id = `${incident.id}/snooze-ended/${snoozedUntil}`;
  return { kind: 'reopened', id, at: new Date(now).toISOString(), by: 'vigie', why: 'the snooze is over' };
}
