import type { Alert, Severity } from '../alert';
import { decideNotification, type NotificationReason } from '../decide-notification';
import type { Incident, IncidentEvent } from '../incident';
import { applyEvent, openOrExtend } from '../incidents';
import type { Route } from '../policy';

/** A page that would have gone out; `at` is our clock, epoch milliseconds. */
export type PastPage = {
  readonly at: number;
  readonly brand: string;
  readonly incident: string;
  /** The rules that had news to tell since the page before. */
  readonly rules: readonly string[];
  readonly reason: NotificationReason;
  readonly severity: Severity;
  readonly title: string;
};

/** The incidents of the past, with nobody there to acknowledge, snooze or resolve them. Times are epoch milliseconds. */
export type PastIncidents = {
  /** The pages that these alerts, given out at once, bring with them. */
  readonly takeAlerts: (alerts: readonly Alert[], now: number) => PastPage[];
  /** The pages that are due by the clock alone. */
  readonly tick: (now: number) => PastPage[];
  readonly areOpen: () => boolean;
};

const KEEP_RESOLVED_MS = 86_400_000;
/** While something has just happened a page may wait for the pause after the last one to be over. */
const LIVELY_MS = 600_000;
const LOOK_EVERY_MS = 60_000;

type Kept = { incident: Incident; changedAt: number; lookedAt: number; news: Set<string> };

/** Decides on incidents and pages as the pipeline does; nothing is composed, stored or sent. */
export function createPastIncidents(route: Route): PastIncidents {
  const kept = new Map<string, Kept>();

  const append = (id: string, events: readonly IncidentEvent[], now: number): Kept => {
    const before = kept.get(id);
    let incident = before?.incident;
    for (const event of events) incident = applyEvent(incident, event);
    const news = before?.news ?? new Set<string>();
    for (const event of events)
      if ('alert' in event && event.alert.status === 'firing') news.add(event.alert.rule);
    const next = { incident: incident as Incident, changedAt: now, lookedAt: now, news };
    kept.set(id, next);
    return next;
  };

  const takeAlert = (alert: Alert, now: number): string | undefined => {
    const incidents = [...kept.values()].map(({ incident }) => incident);
    const change = openOrExtend(incidents, alert, new Date(now).toISOString());
    if (change) append(change.incident, change.events, now);
    return change?.incident;
  };

  const page = (one: Kept, now: number): PastPage[] => {
    const { incident } = one;
    one.lookedAt = now;
    const decision = decideNotification(incident, route, now);
    if (!decision.send) return [];
    const { reason } = decision;
    const rules = one.news.size > 0 ? [...one.news] : rulesOf(incident);
    append(incident.id, [pagedEvent(incident, reason, now)], now).news.clear();
    const { brand, severity, title } = incident;
    return [{ at: now, brand, incident: incident.id, rules, reason, severity, title }];
  };

  const isDue = ({ incident, changedAt, lookedAt }: Kept, now: number): boolean =>
    incident.state !== 'resolved' && (now - changedAt < LIVELY_MS || now - lookedAt >= LOOK_EVERY_MS);

  return {
    takeAlerts: (alerts, now) => {
      const changed = new Set(alerts.flatMap((alert) => takeAlert(alert, now) ?? []));
      return [...changed].flatMap((id) => page(kept.get(id) as Kept, now));
    },
    tick: (now) => {
      for (const [id, { incident, changedAt }] of kept)
        if (incident.state === 'resolved' && now - changedAt >= KEEP_RESOLVED_MS) kept.delete(id);
      return [...kept.values()].flatMap((one) => (isDue(one, now) ? page(one, now) : []));
    },
    areOpen: () => [...kept.values()].some(({ incident }) => incident.state !== 'resolved'),
  };
}

function pagedEvent(incident: Incident, reason: NotificationReason, now: number): IncidentEvent {
  const page = incident.pages + 1;
  const id = `${incident.id}/paged/${page}`;
  return { kind: 'paged', id, at: new Date(now).toISOString(), page, reason, deliveries: [] };
}

function rulesOf({ alerts }: Incident): string[] {
  return [...new Set(alerts.map(({ rule }) => rule))];
}
