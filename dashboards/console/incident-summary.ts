import { type Alert, Severity } from '#alerting/alert';
import { REPLAY_AGE_MS } from '#alerting/compose-page';
import type { Incident, IncidentEvent } from '#alerting/incident';
import type { Finding, IncidentSummary, Recipient } from './api';

const rank = (severity: Severity) => Severity.options.indexOf(severity);

/** What was found: what still holds before what no longer does, then the worst, then the newest. */
function findingsOf(alerts: readonly Alert[]): readonly Finding[] {
  const ordered = [...alerts].sort(
    (a, b) =>
      Number(b.status === 'firing') - Number(a.status === 'firing') ||
      rank(b.severity) - rank(a.severity) ||
      b.at.localeCompare(a.at),
  );
  return ordered.map(({ id, rule, severity, summary, seen, expected, unit, at, status }) => ({
    id,
    rule,
    severity,
    summary,
    seen,
    ...(expected === undefined ? {} : { expected }),
    unit,
    at,
    firing: status === 'firing',
  }));
}

/** Who was paged, and what became of the last page to each destination. */
export function recipientsOf(events: readonly IncidentEvent[]): readonly Recipient[] {
  const recipients = new Map<string, Recipient>();
  for (const event of events) {
    if (event.kind !== 'delivered' && event.kind !== 'delivery-failed') continue;
    const { notifier, destination, at } = event;
    recipients.set(`${notifier}\u0000${destination}`, {
      notifier,
      destination,
      at,
      ...(event.kind === 'delivered' ? { state: 'delivered' } : { state: 'failed', error: event.error }),
    });
  }
  return [...recipients.values()];
}

function pagingOf(events: readonly IncidentEvent[]): Pick<IncidentSummary, 'pagedAt' | 'onTheWay'> {
  const planned = events.flatMap((event) => (event.kind === 'paged' ? event.deliveries : []));
  const settled = new Set(
    events.flatMap((event) =>
      event.kind === 'delivered' || event.kind === 'delivery-failed' ? [event.delivery] : [],
    ),
  );
  const last = events.findLast(({ kind }) => kind === 'paged');
  return {
    ...(last === undefined ? {} : { pagedAt: last.at }),
    onTheWay: planned.filter((id) => !settled.has(id)).length,
  };
}

function handledBy(events: readonly IncidentEvent[]): IncidentSummary['handled'] {
  for (const event of events.toReversed()) {
    if (
      event.kind === 'acknowledged' ||
      event.kind === 'snoozed' ||
      event.kind === 'resolved' ||
      event.kind === 'reopened'
    )
      return { by: event.by, at: event.at, what: event.kind };
  }
  return undefined;
}

/** An incident as a row of a list, without its history. */
export function summarizeIncident(incident: Incident): IncidentSummary {
  const { id, brand, state, severity, title, startedAt, openedAt, snoozedUntil, pages } = incident;
  const handled = handledBy(incident.events);
  const verdict = incident.alerts.findLast(({ release }) => release)?.release?.verdict;
  return {
    id,
    brand,
    state,
    severity,
    title,
    startedAt,
    openedAt,
    ...(snoozedUntil === undefined ? {} : { snoozedUntil }),
    pages,
    firing: incident.alerts.some(({ status }) => status === 'firing'),
    findings: findingsOf(incident.alerts),
    ...(verdict === undefined ? {} : { verdict }),
    replay: Date.parse(openedAt) - Date.parse(startedAt) > REPLAY_AGE_MS,
    ...pagingOf(incident.events),
    recipients: recipientsOf(incident.events),
    happened: incident.events.length,
    ...(handled === undefined ? {} : { handled }),
  };
}

const LIST_ORDER: readonly Incident['state'][] = ['open', 'acknowledged', 'snoozed', 'resolved'];

/** What needs somebody comes first: open before handled, worse before milder, newer before older. */
export function compareIncidents(a: IncidentSummary, b: IncidentSummary): number {
  return (
    Number(a.state === 'resolved') - Number(b.state === 'resolved') ||
    LIST_ORDER.indexOf(a.state) - LIST_ORDER.indexOf(b.state) ||
    rank(b.severity) - rank(a.severity) ||
    b.openedAt.localeCompare(a.openedAt)
  );
}
