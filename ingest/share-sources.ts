import { type Bus, TOPICS } from './bus/bus';
import { partitionOf } from './bus/partition';
import { type Collecting, type CollectOptions, startCollecting } from './collect';
import { createListeners } from './http/listener';
import type { SourceStatus } from './source-status';

export type SharedCollectOptions = Omit<CollectOptions, 'bus' | 'listen'> & {
  readonly bus: Pick<Bus, 'publish' | 'subscribe'>;
  /** How many partitions the bus's topics have. */
  readonly partitions: number;
};

export type SharedCollecting = {
  /** Of the sources that this worker runs now. */
  readonly statuses: () => readonly SourceStatus[];
  readonly stop: () => Promise<void>;
};

/**
 * Runs this worker's share of the sources: those whose name falls to a partition of the topic `sources` that the
 * bus has given it. No message ever travels there; membership of the group is what decides who polls what, and
 * when a worker goes its sources move to the others with their cursors. A former owner's cursor is refused by the
 * state, so that a source is never polled by two for longer than a rebalance takes.
 */
export async function startSharedCollecting(options: SharedCollectOptions): Promise<SharedCollecting> {
  const listeners = createListeners(options.log);
  const shares = new Map<number, Collecting>();
  const subscription = await options.bus.subscribe({
    group: 'collect',
    topics: [TOPICS.sources],
    onBatch: async () => {},
    onAssigned: async (owned) => {
      for (const { partition } of owned) {
        if (shares.has(partition)) continue;
        const sources = options.sources.filter(
          ({ name }) => partitionOf(name, options.partitions) === partition,
        );
        shares.set(partition, await startCollecting({ ...options, sources, listen: listeners.listen }));
      }
      return undefined;
    },
    onRevoked: async (lost) => {
      const leaving = lost.flatMap(({ partition }) => shares.get(partition) ?? []);
      for (const { partition } of lost) shares.delete(partition);
      await Promise.all(leaving.map((share) => share.stop()));
    },
  });
  return {
    statuses: () => [...shares.values()].flatMap((share) => share.statuses()),
    stop: async () => {
      await subscription.stop();
      await Promise.all([...shares.values()].map((share) => share.stop()));
      await listeners.close();
    },
  };
}
