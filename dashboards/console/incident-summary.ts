import type { Alert } from '#alerting/alert';
import { Severity } from '#alerting/alert';
import type { Incident, IncidentEvent } from '#alerting/incident';
import type { IncidentSummary, Recipient } from './api';

const rank = (severity: Severity) => Severity.options.indexOf(severity);

/** The alert that stands for the incident: a firing one before a resolved one, then the worst, then the newest. */
export function leadingAlert(alerts: readonly Alert[]): Alert | undefined {
  return [...alerts].sort(
    (a, b) =>
      Number(b.status === 'firing') - Number(a.status === 'firing') ||
      rank(b.severity) - rank(a.severity) ||
      b.at.localeCompare(a.at),
  )[0];
}

/** Who was paged, and what became of the last page to each destination. */
export function recipientsOf(events: readonly IncidentEvent[]): readonly Recipient[] {
  const recipients = new Map<string, Recipient>();
  for (const event of events) {
    if (event.kind !== 'delivered' && event.kind !== 'delivery-failed') continue;
    const { notifier, destination } = event;
    recipients.set(`${notifier}\u0000${destination}`, {
      notifier,
      destination,
      ...(event.kind === 'delivered' ? { state: 'delivered' } : { state: 'failed', error: event.error }),
    });
  }
  return [...recipients.values()];
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
  const lead = leadingAlert(incident.alerts);
  const { id, brand, state, severity, title, startedAt, openedAt, snoozedUntil, pages } = incident;
  const handled = handledBy(incident.events);
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
    ...(lead === undefined
      ? {}
      : {
          finding: {
            summary: lead.summary,
            seen: lead.seen,
            ...(lead.expected === undefined ? {} : { expected: lead.expected }),
            unit: lead.unit,
            at: lead.at,
          },
        }),
    recipients: recipientsOf(incident.events),
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
