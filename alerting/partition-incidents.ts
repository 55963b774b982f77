import type { OwnedState } from '#ingest/state/state';
import type { Alert } from './alert';
import { type Command, Incident, type IncidentEvent } from './incident';
import { applyCommand, applyEvent, endSnooze, incidentId, openOrExtend } from './incidents';
import type { Delivery } from './notifier';
import { type PlannedPage, pageIncident } from './page-incident';
import { CURRENT_INCIDENTS, type PartitionRecords } from './partition-records';
import { readIndexed, readRecord } from './read-record';
import type { PartitionContext } from './watched-partition';

export type PartitionIncidentsOptions = {
  readonly owned: OwnedState;
  readonly records: PartitionRecords;
  readonly context: PartitionContext;
};

/** The incidents of one partition. What changes is noted in the records, which whoever owns them commits. */
export type PartitionIncidents = {
  /** Opens or extends incidents and plans their pages; alerts that an error left over come first the next time. */
  readonly takeAlerts: (alerts: readonly Alert[]) => Promise<void>;
  readonly takeCommand: (command: Command) => Promise<void>;
  /** Appends an event of a delivery; one about an incident that is gone is dropped. */
  readonly takeEvent: (incident: string, event: IncidentEvent) => Promise<void>;
  /** The receipt of the incident's first page to this destination; undefined also when the state does not answer. */
  readonly receiptOf: (delivery: Delivery) => Promise<string | undefined>;
  /** Ends snoozes and plans the pages that are due; `now` is epoch milliseconds. */
  readonly tick: (now: number) => Promise<void>;
  /** Lets go of incidents that ended a day ago; they stay stored. */
  readonly forgetOld: (now: number) => void;
  /** Whether something was noted that should be stored at once. */
  readonly isUrgent: () => boolean;
  /** The deliveries planned since the last call: to be sent once they are stored, not before. */
  readonly takePlanned: () => readonly Delivery[];
};

const KEEP_RESOLVED_MS = 86_400_000;

export async function openPartitionIncidents({
  owned,
  records,
  context,
}: PartitionIncidentsOptions): Promise<PartitionIncidents> {
  const { clock, log, observe } = context;
  const current = await readIndexed(owned, 'incidents', CURRENT_INCIDENTS, Incident, log);
  const incidents = new Map(current.map((one) => [one.id, one]));
  /** The evaluation gives an alert once: it stays here until an incident has it, and nothing is stored before. */
  const untaken: Alert[] = [];
  /** Incidents that changed since somebody asked whether a page is due. */
  const unpaged = new Set<string>();
  let planned: Delivery[] = [];
  let isUrgent = false;

  const append = (incident: Incident | undefined, events: readonly IncidentEvent[]): Incident | undefined => {
    let next = incident;
    for (const event of events) next = applyEvent(next, event);
    if (!next || next === incident) return next;
    incidents.set(next.id, next);
    records.putIncident(next);
    isUrgent = true;
    return next;
  };

  const find = async (id: string): Promise<Incident | undefined> =>
    incidents.get(id) ?? readRecord(owned, 'incidents', id, Incident, log);

  /** Never rejects: what keeps a page from being made must not stop the counting. The next tick tries again. */
  const page = async (incident: Incident): Promise<void> => {
    unpaged.add(incident.id);
    try {
      const due = await pageIncident(incident, context);
      unpaged.delete(incident.id);
      if (due) takePage(incident, due);
    } catch (error) {
      log.error({ err: error, incident: incident.id }, 'a page could not be made; trying again');
    }
  };

  const takePage = (incident: Incident, due: PlannedPage): void => {
    const paged = append(incident, [due.event]) as Incident;
    for (const delivery of due.deliveries) records.putDelivery(delivery);
    planned.push(...due.deliveries);
    log.info({ incident: incident.id, page: due.page.number, reason: due.page.reason }, 'page');
    observe?.({ kind: 'paged', incident: paged, page: due.page });
  };

  const takeAlert = async (alert: Alert): Promise<string | undefined> => {
    const earlier = incidents.has(incidentId(alert)) ? undefined : await find(incidentId(alert));
    const known = earlier ? [...incidents.values(), earlier] : incidents.values();
    const change = openOrExtend(known, alert, new Date(clock.now()).toISOString());
    if (!change) return undefined;
    const incident = append(await find(change.incident), change.events);
    if (incident) unpaged.add(incident.id);
    return incident?.id;
  };

  return {
    takeAlerts: async (alerts) => {
      untaken.push(...alerts);
      const changed = new Set<string>();
      for (let [alert] = untaken; alert; [alert] = untaken) {
        const incident = await takeAlert(alert);
        if (incident !== undefined) changed.add(incident);
        untaken.shift();
        const { id, rule, brand, status, summary } = alert;
        log.info({ alert: id, rule, brand, status, summary }, 'alert');
        observe?.({ kind: 'alert', alert });
      }
      // What several rules find in one mention is one page. At once, not after the batch: a storm that began and
      // ended within it has to be told as well.
      for (const id of changed) await page(incidents.get(id) as Incident);
    },
    takeCommand: async (command) => {
      const incident = await find(command.incident);
      const outcome = incident
        ? applyCommand(incident, command)
        : ({ ok: false, reason: 'there is no such incident' } as const);
      const fields = { incident: command.incident, command: command.id, do: command.do.kind, by: command.by };
      if (!outcome.ok) return log.warn({ ...fields, reason: outcome.reason }, 'command refused');
      const next = append(incident, outcome.events);
      log.info(fields, 'command taken');
      if (next && outcome.events.length > 0) await page(next);
    },
    takeEvent: async (id, event) => {
      const incident = await find(id);
      if (incident) append(incident, [event]);
    },
    receiptOf: async ({ incident: id, notifier, destination }) => {
      // A page in no thread is better than none.
      const incident = await find(id).catch(() => undefined);
      return incident?.events.flatMap((event) =>
        event.kind === 'delivered' && event.notifier === notifier && event.destination === destination
          ? (event.receipt ?? [])
          : [],
      )[0];
    },
    tick: async (now) => {
      for (const incident of [...incidents.values()]) {
        if (incident.state === 'resolved' && !unpaged.has(incident.id)) continue;
        const ended = endSnooze(incident, now);
        await page((ended && append(incident, [ended])) ?? incident);
      }
    },
    forgetOld: (now) => {
      for (const { id, state, events } of incidents.values()) {
        const endedAt = Date.parse(events.at(-1)?.at ?? '');
        if (state !== 'resolved' || now - endedAt < KEEP_RESOLVED_MS) continue;
        incidents.delete(id);
        unpaged.delete(id);
        records.delete({ namespace: CURRENT_INCIDENTS, key: id });
      }
    },
    isUrgent: () => isUrgent,
    takePlanned: () => {
      const deliveries = planned;
      planned = [];
      isUrgent = false;
      return deliveries;
    },
  };
}
