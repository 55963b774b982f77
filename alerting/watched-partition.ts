import { BrandMention } from '#enrich/brand-mention';
import { type Batch, type Message, TOPICS } from '#ingest/bus/bus';
import type { State } from '#ingest/state/state';
import type { Alert } from './alert';
import { EVALUATION_NAMESPACES, type Evaluation, type Observed } from './evaluate-rules';
import { Command, Incident, type IncidentEvent } from './incident';
import { applyCommand, applyEvent, endSnooze, incidentId, openOrExtend } from './incidents';
import { Delivery } from './notifier';
import type { Page } from './page';
import { type PagingContext, type PlannedPage, pageIncident } from './page-incident';
import { CURRENT_INCIDENTS, createPartitionRecords, forgetDeliveries, OUTBOX } from './partition-records';
import { readJson } from './read-json';
import { readIndexed, readRecord, rethrowRetriable } from './read-record';

/** What happens while watching, for logs and metrics. */
export type WatchObservation =
  | {
      readonly kind: 'evaluated';
      readonly mentions: Readonly<Record<Observed, number>>;
    }
  | { readonly kind: 'unreadable'; readonly topic: string }
  | { readonly kind: 'alert'; readonly alert: Alert }
  | { readonly kind: 'paged'; readonly incident: Incident; readonly page: Page };

export type PartitionContext = PagingContext & {
  readonly state: State;
  readonly evaluation: Evaluation;
  readonly enqueue: (deliveries: readonly Delivery[], partition: WatchedPartition) => void;
  readonly observe?: (observation: WatchObservation) => void;
};

/** One partition's counts, incidents and outbox, with one owner. Its methods run one after the other. */
export type WatchedPartition = {
  readonly number: number;
  /** Where to read on in a topic; undefined where nothing was stored yet. */
  readonly position: (topic: string) => number | undefined;
  readonly handle: (batch: Batch) => Promise<void>;
  readonly tick: () => Promise<void>;
  readonly record: (delivery: Delivery, event?: IncidentEvent) => Promise<void>;
  /** Stores what is not stored yet. */
  readonly close: () => Promise<void>;
};

const COMMIT_EVERY_MS = 200;
const CAUGHT_UP_MS = 10_000;
const KEEP_RESOLVED_MS = 86_400_000;

/** Takes the partition over: earlier owners can no longer write. Deliveries that wait are enqueued again. */
export async function openPartition(number: number, context: PartitionContext): Promise<WatchedPartition> {
  const { clock, log, evaluation, observe } = context;
  const owned = await context.state.acquire(`alerting/${number}`);
  const records = createPartitionRecords(owned, number);
  const stored = (await Promise.all(EVALUATION_NAMESPACES.map((name) => owned.list(name)))).flat();
  const restored = evaluation.restore(stored);
  const current = await readIndexed(owned, 'incidents', CURRENT_INCIDENTS, Incident, log);
  const incidents = new Map(current.map((one) => [one.id, one]));
  const waiting = await readIndexed(owned, 'deliveries', OUTBOX, Delivery, log);
  /** The evaluation gives an alert once: it stays here until an incident has it, and nothing is stored before. */
  const untaken: Alert[] = [...restored.alerts];
  /** Incidents that changed since somebody asked whether a page is due. */
  const unpaged = new Set<string>();
  let planned: Delivery[] = [];
  let isUrgent = false;
  let forgottenAt = Number.NEGATIVE_INFINITY;
  let committed = { at: clock.now(), tookMs: 0 };
  let lastBatchAt = clock.now();
  let newestMessageAt = Number.NEGATIVE_INFINITY;
  let running: Promise<unknown> = Promise.resolve();

  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const result = running.then(work);
    running = result.catch(() => undefined);
    return result;
  };

  const commit = async (): Promise<void> => {
    await takeAlerts([]);
    const { puts, deletes } = evaluation.takeChanges(restored.state);
    for (const put of puts) records.put(put);
    for (const place of deletes) records.delete(place);
    const startedAt = clock.now();
    await records.commit();
    committed = { at: clock.now(), tookMs: clock.now() - startedAt };
    isUrgent = false;
    const deliveries = planned;
    planned = [];
    // Only what is durable may go out: a page that a crash makes us forget would go out twice.
    if (deliveries.length > 0) context.enqueue(deliveries, partition);
  };

  const commitWhenDue = async (): Promise<void> => {
    const pause = Math.max(COMMIT_EVERY_MS, 5 * committed.tookMs);
    // Either way: after a clock that was ahead, counts would not be stored for long.
    if (isUrgent || Math.abs(clock.now() - committed.at) >= pause) await commit();
  };

  const append = (incident: Incident | undefined, events: readonly IncidentEvent[]): Incident | undefined => {
    let next = incident;
    for (const event of events) next = applyEvent(next, event);
    if (!next || next === incident) return next;
    incidents.set(next.id, next);
    records.putIncident(next);
    isUrgent = true;
    return next;
  };

  const findIncident = async (id: string): Promise<Incident | undefined> =>
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

  const takeAlerts = async (alerts: readonly Alert[]): Promise<void> => {
    untaken.push(...alerts);
    for (let [alert] = untaken; alert; [alert] = untaken) {
      await takeAlert(alert);
      untaken.shift();
      const { id, rule, brand, status, summary } = alert;
      log.info({ alert: id, rule, brand, status, summary }, 'alert');
      observe?.({ kind: 'alert', alert });
    }
  };

  const takeAlert = async (alert: Alert): Promise<void> => {
    const earlier = incidents.has(incidentId(alert)) ? undefined : await findIncident(incidentId(alert));
    const known = earlier ? [...incidents.values(), earlier] : incidents.values();
    const change = openOrExtend(known, alert, new Date(clock.now()).toISOString());
    if (!change) return;
    const incident = append(await findIncident(change.incident), change.events);
    // At once, not after the batch: a storm that began and ended within it has to be told as well.
    if (incident) await page(incident);
  };

  const bury = async (batch: Batch, message: Message, error: unknown): Promise<void> => {
    observe?.({ kind: 'unreadable', topic: message.topic });
    await batch.deadLetter(message, error);
  };

  const takeMentions = async (batch: Batch, messages: readonly Message[]): Promise<void> => {
    const mentions = { counted: 0, duplicate: 0, backfill: 0, late: 0 };
    for (const message of messages) {
      const read = readJson(BrandMention, message.value);
      if (read.ok) {
        const { observed, alerts } = evaluation.observe(restored.state, read.value, message.at);
        mentions[observed]++;
        await takeAlerts(alerts);
      } else await bury(batch, message, read.error);
      records.moveTo(message.topic, message.offset + 1);
    }
    newestMessageAt = messages.at(-1)?.at ?? newestMessageAt;
    observe?.({ kind: 'evaluated', mentions });
  };

  const takeCommands = async (batch: Batch, messages: readonly Message[]): Promise<void> => {
    for (const message of messages) {
      const read = readJson(Command, message.value);
      if (read.ok) await takeCommand(read.value);
      else await bury(batch, message, read.error);
      records.moveTo(message.topic, message.offset + 1);
    }
    isUrgent = true;
  };

  const takeCommand = async (command: Command): Promise<void> => {
    const incident = await findIncident(command.incident);
    const outcome = incident
      ? applyCommand(incident, command)
      : ({ ok: false, reason: 'there is no such incident' } as const);
    const fields = { incident: command.incident, command: command.id, do: command.do.kind, by: command.by };
    if (!outcome.ok) return log.warn({ ...fields, reason: outcome.reason }, 'command refused');
    const next = append(incident, outcome.events);
    log.info(fields, 'command taken');
    if (next && outcome.events.length > 0) await page(next);
  };

  const isCaughtUp = (now: number): boolean =>
    now - lastBatchAt >= CAUGHT_UP_MS || now - newestMessageAt <= CAUGHT_UP_MS;

  const forgetOld = async (now: number): Promise<void> => {
    for (const { id, state, events } of incidents.values()) {
      if (state !== 'resolved' || now - Date.parse(events.at(-1)?.at ?? '') < KEEP_RESOLVED_MS) continue;
      incidents.delete(id);
      unpaged.delete(id);
      records.delete({ namespace: CURRENT_INCIDENTS, key: id });
    }
    if (now - forgottenAt < KEEP_RESOLVED_MS) return;
    forgottenAt = now;
    await forgetDeliveries(owned, records, now);
  };

  const partition: WatchedPartition = {
    number,
    position: records.position,
    handle: (batch) =>
      inTurn(async () => {
        const place = records.position(batch.topic);
        // After a failed commit the batch comes again: it is counted in memory already.
        const messages = batch.messages.filter(({ offset }) => offset >= (place ?? 0));
        lastBatchAt = clock.now();
        // The first position must be stored before the group's own moves on.
        if (place === undefined) isUrgent = true;
        if (batch.topic === TOPICS.commands) await takeCommands(batch, messages);
        else await takeMentions(batch, messages);
        await commitWhenDue();
      }).catch(rethrowRetriable),
    tick: () =>
      inTurn(async () => {
        const now = clock.now();
        await takeAlerts(isCaughtUp(now) ? evaluation.tick(restored.state, now) : []);
        for (const incident of [...incidents.values()]) {
          if (incident.state === 'resolved' && !unpaged.has(incident.id)) continue;
          const ended = endSnooze(incident, now);
          await page((ended && append(incident, [ended])) ?? incident);
        }
        await forgetOld(now);
        await commitWhenDue();
      }),
    record: (delivery, event) =>
      inTurn(async () => {
        records.putDelivery(delivery);
        const incident = event && (await findIncident(delivery.incident));
        if (incident && event) append(incident, [event]);
        await commit();
      }),
    close: () => inTurn(commit),
  };

  await takeAlerts([]);
  if (isUrgent) await commit();
  context.enqueue(waiting, partition);
  return partition;
}
