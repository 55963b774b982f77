import { Severity } from '../alert';
import type { Incident } from '../incident';
import type { Fields } from './field';

/** What a route can match: an incident, or a draft of one. */
export type Routable = Pick<Incident, 'brand' | 'severity' | 'alerts'>;

/** The fields of an incident that routes can match. */
export const INCIDENT_FIELDS: Fields<Routable> = {
  brand: { kind: 'text', summary: 'brand id', read: (incident) => incident.brand },
  severity: {
    kind: 'choice',
    summary: 'worst severity so far: info, warning, error, critical',
    values: Severity.options,
    ordered: true,
    read: (incident) => incident.severity,
  },
  rule: {
    kind: 'text',
    summary: 'name of a rule that fired',
    read: (incident) => incident.alerts.map((alert) => alert.rule),
  },
  type: {
    kind: 'text',
    summary: 'type of a rule that fired',
    read: (incident) => incident.alerts.map((alert) => alert.type),
  },
};
