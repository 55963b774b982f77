import { BrandMention } from '#enrich/brand-mention';
import { type Batch, type Bus, type Message, TOPICS } from '#ingest/bus/bus';
import { within } from '#ingest/bus/within';
import type { Clock } from '#ingest/clock';
import { type OwnedState, type State, StateConflictError } from '#ingest/state/state';
import type { Alert } from './alert';
import type { Evaluation, Observed } from './evaluate-rules';
import { Command, type Incident, type IncidentEvent } from './incident';
import { Delivery } from './notifier';
import type { Page } from './page';
import type { PagingContext } from './page-incident';
import { openPartitionIncidents } from './partition-incidents';
import { createPartitionRecords, forgetDeliveries, OUTBOX } from './partition-records';
import { readJson } from './read-json';
import { readIndexed, rethrowRetriable } from './read-record';
import { EVALUATION_NAMESPACES } from './restore-evaluation';

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
  readonly bus: Pick<Bus, 'partitionOf'>;
  readonly state: Pick<State, 'acquire'>;
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
  /** The receipt of the incident's first page to the same destination, if there is one. */
  readonly threadOf: (delivery: Delivery) => Promise<string | undefined>;
  /** False once another process has taken the partition over; true when the state does not answer within a second. */
  readonly isHeld: () => Promise<boolean>;
  /** Counts on under other rules, from the next mention; alerts of rules that are gone or count otherwise are ended. */
  readonly takeRules: (evaluation: Evaluation) => Promise<void>;
  /** Stores what is not stored yet. */
  readonly close: () => Promise<void>;
};

const COMMIT_EVERY_MS = 200;
/** Storing counts takes at most a twentieth of the time; what a crash leaves unstored is read again. */
const COMMIT_SHARE = 20;
/** However long storing seemed to take: a clock that is set while it runs says anything. */
const COMMIT_AT_LEAST_EVERY_MS = 10_000;
const CAUGHT_UP_MS = 10_000;
const FORGET_EVERY_MS = 86_400_000;
const HELD_WITHIN_MS = 1_000;

/** Takes the partition over: earlier owners can no longer write. Deliveries that wait are enqueued again. */
export async function openPartition(number: number, context: PartitionContext): Promise<WatchedPartition> {
  const { clock, log, observe } = context;
  let { evaluation } = context;
  const owned = await context.state.acquire(`alerting/${number}`);
  const records = createPartitionRecords(owned, number);
  const stored = (await Promise.all(EVALUATION_NAMESPACES.map((name) => owned.list(name)))).flat();
  const brands = context.brands.map(({ id }) => id).filter((id) => context.bus.partitionOf(id) === number);
  const restored = evaluation.restore(stored, brands);
  const incidents = await openPartitionIncidents({ owned, records, context });
  const waiting = await readIndexed(owned, 'deliveries', OUTBOX, Delivery, log);
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
    await incidents.takeAlerts([]);
    const { puts, deletes } = evaluation.takeChanges(restored.state);
    for (const put of puts) records.put(put);
    for (const place of deletes) records.delete(place);
    const startedAt = clock.now();
    await records.commit();
    committed = { at: clock.now(), tookMs: clock.now() - startedAt };
    isUrgent = false;
    // Only what is durable may go out: a page that a crash makes us forget would go out twice.
    const deliveries = incidents.takePlanned();
    if (deliveries.length > 0) context.enqueue(deliveries, partition);
  };

  const commitWhenDue = async (): Promise<void> => {
    const pause = Math.max(
      COMMIT_EVERY_MS,
      Math.min(COMMIT_SHARE * committed.tookMs, COMMIT_AT_LEAST_EVERY_MS),
    );
    // Either way: after a clock that was ahead, counts would not be stored for long.
    const isDue = Math.abs(clock.now() - committed.at) >= pause;
    if (isUrgent || incidents.isUrgent() || isDue) await commit();
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
        await incidents.takeAlerts(alerts);
      } else await bury(batch, message, read.error);
      records.moveTo(message.topic, message.offset + 1);
    }
    newestMessageAt = messages.at(-1)?.at ?? newestMessageAt;
    observe?.({ kind: 'evaluated', mentions });
  };

  const takeCommands = async (batch: Batch, messages: readonly Message[]): Promise<void> => {
    for (const message of messages) {
      const read = readJson(Command, message.value);
      if (read.ok) await incidents.takeCommand(read.value);
      else await bury(batch, message, read.error);
      records.moveTo(message.topic, message.offset + 1);
    }
    isUrgent = true;
  };

  const isCaughtUp = (now: number): boolean =>
    now - lastBatchAt >= CAUGHT_UP_MS || now - newestMessageAt <= CAUGHT_UP_MS;

  const forgetOld = async (now: number): Promise<void> => {
    incidents.forgetOld(now);
    if (now - forgottenAt < FORGET_EVERY_MS) return;
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
        await incidents.takeAlerts(isCaughtUp(now) ? evaluation.tick(restored.state, now) : []);
        await incidents.tick(now);
        await forgetOld(now);
        await commitWhenDue();
      }),
    record: (delivery, event) =>
      inTurn(async () => {
        records.putDelivery(delivery);
        if (event) await incidents.takeEvent(delivery.incident, event);
        await commit();
      }),
    threadOf: incidents.receiptOf,
    isHeld: () => isHeld(owned, clock),
    takeRules: (next) =>
      inTurn(async () => {
        evaluation = next;
        await incidents.takeAlerts(next.takeUp(restored.state, brands));
        await commitWhenDue();
      }),
    close: () => inTurn(commit),
  };

  await incidents.takeAlerts(restored.alerts);
  if (incidents.isUrgent()) await commit();
  context.enqueue(waiting, partition);
  return partition;
}

/** A page too many is better than none: only a certain no is a no. */
async function isHeld(owned: Pick<OwnedState, 'commit'>, clock: Clock): Promise<boolean> {
  let isHeld = true;
  const asked = owned.commit({}).catch((error: unknown) => {
    isHeld = !(error instanceof StateConflictError);
  });
  await within(HELD_WITHIN_MS, clock, asked);
  return isHeld;
}
