import { setMaxListeners } from 'node:events';
import type { SubscribeOptions, TopicPartition } from './bus';
import { nameOf } from './consume-partition';
import { type DeliveryContext, deliveryOf } from './delivery';
import { createPartitionReader, type PartitionReader } from './kafka-partition';
import type { KafkaTopics } from './kafka-topics';
import { within } from './within';

/** What an ownership does to the consumer that it belongs to. */
export type Fetching = {
  readonly pause: (places: readonly TopicPartition[]) => void;
  readonly resume: (places: readonly TopicPartition[]) => void;
  /** The next fetch of this partition starts at this offset. */
  readonly seek: (place: TopicPartition, offset: number) => void;
  /** Throws when the group has moved on without this member. */
  readonly commit: (positions: readonly (TopicPartition & { offset: number })[]) => Promise<void>;
};

export type OwnershipContext = Omit<DeliveryContext, 'moveOn'> & {
  readonly topics: KafkaTopics;
  readonly fetching: Fetching;
};

/** The partitions that a member has between two rebalances. */
export type Ownership = {
  readonly readers: ReadonlyMap<string, PartitionReader>;
  /**
   * Resolves to whether reading has begun: not when it was to end meanwhile. Rejects when the owner's
   * `onAssigned` did, or positions cannot be read.
   */
  readonly start: () => Promise<boolean>;
  /**
   * Lets running batches finish and commits them, then tells the owner; waits for that up to this long. No batch
   * begins, and no offset moves, afterwards.
   */
  readonly end: (withinMs: number) => Promise<void>;
};

export function createOwnership(
  owned: readonly TopicPartition[],
  options: SubscribeOptions,
  context: OwnershipContext,
): Ownership {
  const { fetching, clock, log } = context;
  const { maxBatch = 500 } = options;
  const ending = new AbortController();
  const { signal } = ending;
  // One a partition, and one a pause.
  setMaxListeners(0, signal);
  const readers = new Map<string, PartitionReader>();
  let isAssigned = false;
  let isOver = false;
  let started: Promise<unknown> = Promise.resolve();
  let ended: Promise<void> | undefined;

  const read = (place: TopicPartition, from: number) => {
    const moveOn = async ({ offset }: { offset: number }) => {
      // The cluster would take it, from whoever is in the group.
      if (isOver) throw new Error(`${nameOf(place)} has another owner by now`);
      await fetching.commit([{ ...place, offset: offset + 1 }]);
    };
    const delivery = deliveryOf(place, options, { ...context, moveOn }, signal);
    const pause = () => fetching.pause([place]);
    const resume = () => signal.aborted || fetching.resume([place]);
    readers.set(
      nameOf(place),
      createPartitionReader({ place, from, maxBatch, delivery, clock, pause, resume }),
    );
    fetching.seek(place, from);
  };

  const start = async () => {
    isAssigned = true;
    const overrides = (owned.length > 0 && (await options.onAssigned?.(owned))) || [];
    const positions = await startingPositions(owned, overrides, options, context);
    if (signal.aborted) return false;
    await fetching.commit(positions.filter(({ isNew }) => isNew));
    if (signal.aborted) return false;
    for (const { topic, partition, offset } of positions) read({ topic, partition }, offset);
    fetching.resume(owned);
    return true;
  };

  const end = async (withinMs: number) => {
    ending.abort();
    const finish = async () => {
      await started.catch(() => undefined);
      await Promise.all([...readers.values()].map((reader) => reader.ended));
    };
    if (!(await within(withinMs, clock, finish())))
      log.error({ group: options.group }, 'a batch still runs while its partition goes to another');
    isOver = true;
    if (!isAssigned || owned.length === 0) return;
    try {
      await options.onRevoked?.(owned);
    } catch (error) {
      log.error({ err: error, group: options.group }, 'partitions could not be given up cleanly');
    }
  };

  return {
    readers,
    start: () => {
      const starting = start();
      started = starting;
      return starting;
    },
    end: (withinMs) => {
      ended ??= end(withinMs);
      return ended;
    },
  };
}

type Start = TopicPartition & { readonly offset: number; readonly isNew: boolean };

/** Where each partition starts: as the owner says, else where the group was, else where it wants to begin. */
async function startingPositions(
  owned: readonly TopicPartition[],
  overrides: readonly (TopicPartition & { offset: number })[],
  { group, from = 'start' }: SubscribeOptions,
  { topics, log }: OwnershipContext,
): Promise<Start[]> {
  if (owned.length === 0) return [];
  const names = [...new Set(owned.map(({ topic }) => topic))];
  const committed = new Map((await topics.committed(group, names)).map((at) => [nameOf(at), at.offset]));
  const wanted = new Map(overrides.map((at) => [nameOf(at), at.offset]));
  const ends = new Map(
    await Promise.all(names.map(async (name) => [name, await topics.watermarks(name)] as const)),
  );
  return owned.map((place) => {
    const { low = 0, high = 0 } = ends.get(place.topic)?.get(place.partition) ?? {};
    const was = committed.get(nameOf(place));
    const asked = wanted.get(nameOf(place)) ?? was ?? (from === 'start' ? low : high);
    const isThere = asked >= low && asked <= high;
    if (!isThere)
      log.error(
        { group, ...place, asked, low, high },
        'messages were deleted before this group had read them',
      );
    const offset = isThere ? asked : low;
    return { ...place, offset, isNew: offset !== was };
  });
}
