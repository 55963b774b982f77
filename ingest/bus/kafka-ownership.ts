import { setMaxListeners } from 'node:events';
import type { SubscribeOptions, TopicPartition } from './bus';
import { nameOf } from './consume-partition';
import { type DeliveryContext, deliveryOf } from './delivery';
import { createPartitionReader, type PartitionReader } from './kafka-partition';
import type { KafkaTopics } from './kafka-topics';

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
  /** Resolves when reading has begun; rejects when the owner's `onAssigned` did, or positions cannot be read. */
  readonly start: () => Promise<void>;
  /** Lets running batches finish and commits them, then tells the owner. Nothing is handled afterwards. */
  readonly end: () => Promise<void>;
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
  let started: Promise<void> = Promise.resolve();

  const read = (place: TopicPartition, from: number) => {
    const moveOn = ({ offset }: { offset: number }) => fetching.commit([{ ...place, offset: offset + 1 }]);
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
    if (signal.aborted) return;
    await fetching.commit(positions.filter(({ isNew }) => isNew));
    if (signal.aborted) return;
    for (const { topic, partition, offset } of positions) read({ topic, partition }, offset);
    fetching.resume(owned);
  };

  return {
    readers,
    start: () => {
      started = start();
      return started;
    },
    end: async () => {
      ending.abort();
      await started.catch(() => undefined);
      await Promise.all([...readers.values()].map(({ ended }) => ended));
      if (!isAssigned || owned.length === 0) return;
      isAssigned = false;
      try {
        await options.onRevoked?.(owned);
      } catch (error) {
        log.error({ err: error, group: options.group }, 'partitions could not be given up cleanly');
      }
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
