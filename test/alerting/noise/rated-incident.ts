import type { Alert } from '#alerting/alert';
import type { Incident, IncidentEvent } from '#alerting/incident';
import { alertOf, incidentOf } from '../pages';

const minute = (number: number) =>
  new Date(Date.parse('2026-01-05T12:00:00Z') + number * 60_000).toISOString();

type Given = {
  readonly id?: string;
  /** What happened, a minute apart: an alert's form, a page's reason, or who found which page useful. */
  readonly course: readonly (
    | Partial<Alert>
    | { readonly paged: string }
    | { readonly by: string; readonly page: number; readonly useful: boolean; readonly note?: string }
  )[];
};

/** An incident of which people have said something. */
export function ratedIncident({ id = 'inc-1', course }: Given): Incident {
  let pages = 0;
  const known = new Set<string>();
  const events = course.map((what, index): IncidentEvent => {
    const base = { id: `${id}/${index}`, at: minute(index) };
    if ('paged' in what) {
      pages += 1;
      return { ...base, kind: 'paged', page: pages, reason: what.paged, deliveries: [] };
    }
    if ('useful' in what) return { ...base, kind: 'rated', ...what };
    const alert = alertOf(what);
    const isNew = !known.has(alert.id);
    known.add(alert.id);
    if (alert.status === 'resolved') return { ...base, kind: 'alert-resolved', alert };
    return { ...base, kind: index === 0 ? 'opened' : isNew ? 'alert-joined' : 'alert-updated', alert };
  });
  return incidentOf(events, { id });
}

/** An incident of one rule and one page, rated or not. */
export function onePage(id: string, alert: Partial<Alert>, useful?: boolean): Incident {
  const word = useful === undefined ? [] : [{ by: 'Ada', page: 1, useful }];
  return ratedIncident({
    id,
    course: [{ id: `alert-${id}`, ...alert }, { paged: 'first notification' }, ...word],
  });
}
