import { type Bus, TOPICS, type TopicPartition } from '#ingest/bus/bus';
import { within } from '#ingest/bus/within';
import { type State, StateConflictError } from '#ingest/state/state';
import { createCalendar, type DatedMoment } from './calendar';
import { compareRules, isEmptyDifference } from './compare-rules';
import { createDeliverer } from './deliver';
import type { DeliveryObservation } from './delivery-outcomes';
import type { DetectorDefinition } from './detector';
import { createEvaluation } from './evaluate-rules';
import type { PagingContext } from './page-incident';
import type { Rule } from './rule';
import { openPartition, type WatchedPartition, type WatchObservation } from './watched-partition';

export type Watch = PagingContext & {
  readonly bus: Bus;
  readonly state: State;
  readonly rules: readonly Rule[];
  readonly detectors: readonly DetectorDefinition[];
  /** Absent: nothing is declared. */
  readonly moments?: readonly DatedMoment[];
  /** In [0, 1); spreads retries. */
  readonly random: () => number;
  readonly observe?: (observation: WatchObservation) => void;
  readonly observeDelivery?: (observation: DeliveryObservation) => void;
  /** How often timers are looked at; default 1,000 ms. */
  readonly tickMs?: number;
};

export type Watching = {
  partitions(): ReadonlySet<number>;
  /**
   * Puts other rules in force between two batches: what did not change goes on as it was. Resolves once every partition
   * has them. Throws for rules that cannot be read; those of before then stay.
   */
  reload(rules: readonly Rule[]): Promise<void>;
  stop(): Promise<void>;
};

const TICK_MS = 1_000;
/** Longer than one attempt: what is being sent when a partition leaves is recorded before the next owner begins. */
const RELEASE_WITHIN_MS = 15_000;

/**
 * Reads brand mentions and commands, evaluates the rules, keeps the incidents and sends pages. Counts, incidents,
 * deliveries and the offsets they stand for are stored together; a crash loses and doubles nothing. Throws for rules
 * that cannot be read. `partitions` are those that this process has; none during a rebalance.
 */
export async function startWatching(watch: Watch): Promise<Watching> {
  const { bus, clock, log, random, notifiers } = watch;
  let { rules } = watch;
  const calendar = createCalendar(watch.moments ?? []);
  let evaluation = createEvaluation(rules, watch.detectors, calendar);
  const partitions = new Map<number, { topics: Set<string>; opened: Promise<WatchedPartition> }>();
  const assigned = new Set<number>();
  const ownerOf = new Map<string, WatchedPartition>();
  const stopping = new AbortController();

  const deliverer = createDeliverer({
    notifiers,
    clock,
    random,
    log,
    record: async (delivery, event) => {
      try {
        await ownerOf.get(delivery.id)?.record(delivery, event);
      } catch (error) {
        // The partition's new owner has the delivery in its outbox.
        if (!(error instanceof StateConflictError)) throw error;
      }
      if (delivery.state !== 'queued') ownerOf.delete(delivery.id);
    },
    threadOf: async (delivery) => ownerOf.get(delivery.id)?.threadOf(delivery),
    isOurs: async ({ id }) => (await ownerOf.get(id)?.isHeld()) ?? false,
    ...(watch.observeDelivery && { observe: watch.observeDelivery }),
  });
  const context = {
    ...watch,
    enqueue: (deliveries: Parameters<typeof deliverer.enqueue>[0], partition: WatchedPartition) => {
      for (const { id } of deliveries) ownerOf.set(id, partition);
      deliverer.enqueue(deliveries);
    },
  };

  const partitionOf = (number: number) => {
    const known = partitions.get(number);
    if (known) return known;
    const opened = openPartition(number, { ...context, evaluation });
    const partition = { topics: new Set<string>(), opened };
    partitions.set(number, partition);
    opened.catch(() => partitions.delete(number));
    return partition;
  };

  const onAssigned = async (owned: readonly TopicPartition[]) => {
    const places: (TopicPartition & { offset: number })[] = [];
    for (const { partition } of owned) assigned.add(partition);
    for (const { topic, partition: number } of owned) {
      const entry = partitionOf(number);
      entry.topics.add(topic);
      const offset = (await entry.opened).position(topic);
      if (offset !== undefined) places.push({ topic, partition: number, offset });
    }
    return places;
  };

  const onRevoked = async (lost: readonly TopicPartition[]): Promise<void> => {
    for (const { partition } of lost) assigned.delete(partition);
    for (const { topic, partition: number } of lost) {
      const entry = partitions.get(number);
      entry?.topics.delete(topic);
      if (!entry || entry.topics.size > 0) continue;
      partitions.delete(number);
      const partition = await entry.opened;
      await releaseDeliveries(partition);
      await close(partition);
    }
  };

  /** Its next owner sends what waits here: it must not go out from both. */
  const releaseDeliveries = async (partition: WatchedPartition): Promise<void> => {
    const owned = [...ownerOf].filter(([, owner]) => owner === partition).map(([id]) => id);
    await within(RELEASE_WITHIN_MS, clock, deliverer.release(new Set(owned)));
    for (const id of owned) if (ownerOf.get(id) === partition) ownerOf.delete(id);
  };

  const close = async (partition: WatchedPartition): Promise<void> => {
    await partition.close().catch((error: unknown) => {
      log.warn({ err: error, partition: partition.number }, 'counts were not stored; they are read again');
    });
  };

  const tickPartition = ({ opened }: { opened: Promise<WatchedPartition> }): Promise<void> =>
    opened
      .then((partition) => partition.tick())
      .catch((error: unknown) => log.error({ err: error }, 'timers of a partition failed; trying again'));

  const tick = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await clock.sleep(watch.tickMs ?? TICK_MS, stopping.signal);
      if (stopping.signal.aborted) return;
      await Promise.all([...partitions.values()].map(tickPartition));
    }
  };

  const takeRules = ({ opened }: { opened: Promise<WatchedPartition> }): Promise<void> =>
    opened
      .then((partition) => partition.takeRules(evaluation))
      .catch((error: unknown) => log.warn({ err: error }, 'alerts of former rules wait to be ended'));

  const reload = async (next: readonly Rule[]): Promise<void> => {
    if (JSON.stringify(next) === JSON.stringify(rules)) return;
    const difference = compareRules(rules, next);
    evaluation = createEvaluation(next, watch.detectors, calendar);
    rules = next;
    if (!isEmptyDifference(difference)) log.info(difference, 'other rules are in force now');
    await Promise.all([...partitions.values()].map(takeRules));
  };

  const subscribing = bus.subscribe({
    group: 'alerting',
    topics: [TOPICS.brandMentions, TOPICS.commands],
    onAssigned,
    onRevoked,
    onBatch: async (batch) => (await partitionOf(batch.partition).opened).handle(batch),
  });
  const subscription = await subscribing.catch(async (error: unknown) => {
    // Partitions that could be opened send already what waited.
    await deliverer.stop();
    throw error;
  });
  const ticking = tick();
  return {
    partitions: () => assigned,
    reload,
    stop: async () => {
      stopping.abort();
      await ticking;
      await subscription.stop();
      await deliverer.stop();
    },
  };
}
