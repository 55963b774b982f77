import type { Incident } from '#alerting/incident';

/** The one incident whose id begins so. Throws with those that there are. */
export function findIncident(incidents: readonly Incident[], id: string): Incident {
  const found = incidents.filter((incident) => id !== '' && incident.id.startsWith(id));
  if (found.length === 1 && found[0]) return found[0];
  const known = incidents.map((incident) => incident.id).join(', ') || 'none';
  throw new Error(
    `${found.length === 0 ? 'no' : 'more than one'} incident begins with "${id}"; there are: ${known}`,
  );
}
