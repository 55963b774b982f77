import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import type { SubscribeOptions, Subscription, TopicPartition } from './bus';
import { nameOf as placeName } from './consume-partition';
import { coPartitionedAssigner } from './kafka-assigner';
import { RETRY } from './kafka-client';
import { createOwnership, type Fetching, type Ownership, type OwnershipContext } from './kafka-ownership';
import { type Stall, watchProgress } from './kafka-watchdog';
import { within } from './within';

export type GroupTimes = {
  /** A member that is silent for this long loses its partitions. Default 10 s. */
  readonly sessionMs?: number;
  /** How often a member shows that it is there, and hears of a rebalance. Default 2 s. */
  readonly heartbeatMs?: number;
  /** How long a rebalance waits for running batches. Default 60 s. */
  readonly rebalanceMs?: number;
  /** A consumer without any progress for this long is reported as stalled. Default 5 min. */
  readonly stalledMs?: number;
};

export type MemberContext = Omit<OwnershipContext, 'fetching'> & {
  readonly client: Kafka;
  readonly times: GroupTimes;
  readonly onStalled?: (stall: Stall) => void;
};

const LONGEST_FETCH_MS = 100;
const FETCH_BYTES = 1_000_000;
const LEAVE_WITHIN_MS = 5_000;

/** Joins a consumer group; resolves when this member reads, rejects when its `onAssigned` does. */
export async function joinGroup(options: SubscribeOptions, context: MemberContext): Promise<Subscription> {
  const { topics, clock, log } = context;
  const {
    sessionMs = 10_000,
    heartbeatMs = 2_000,
    rebalanceMs = 60_000,
    stalledMs = 300_000,
  } = context.times;
  const { group } = options;
  let ownership: Ownership | undefined;
  let heartbeat: EachBatchPayload['heartbeat'] = async () => undefined;
  let isStopping = false;

  /** A rebalance takes all partitions away; the same ones may come back. */
  const giveUp = async () => {
    const former = ownership;
    if (!former) return;
    const done = new AbortController();
    const stayAlive = async () => {
      while (!done.signal.aborted) {
        // It answers that a rebalance is on, which is known, and keeps the session.
        await heartbeat().catch(() => undefined);
        await clock.sleep(heartbeatMs, done.signal);
      }
    };
    void stayAlive();
    await former.end(rebalanceMs * 0.8);
    done.abort();
    if (ownership === former) ownership = undefined;
  };

  const consumer = context.client.consumer({
    groupId: topics.nameOf(group),
    sessionTimeout: sessionMs,
    heartbeatInterval: heartbeatMs,
    rebalanceTimeout: rebalanceMs,
    maxWaitTimeInMs: LONGEST_FETCH_MS,
    maxBytesPerPartition: FETCH_BYTES,
    allowAutoTopicCreation: false,
    partitionAssigners: [coPartitionedAssigner({ beforeJoin: giveUp })],
    retry: { ...RETRY, restartOnFailure: async () => true },
  });
  const fetching = fetchingOf(consumer, topics.nameOf);

  /** Tries until it works or another rebalance comes. */
  const startPatiently = async (mine: Ownership, owned: readonly TopicPartition[]) => {
    for (let tries = 0; ownership === mine && !isStopping; tries++) {
      try {
        return await mine.start();
      } catch (error) {
        if (ownership !== mine) break;
        log.error({ err: error, group, owned }, 'could not take over partitions; trying again');
        await clock.sleep(context.pauseMs(tries));
      }
    }
    return false;
  };

  const reading = new Promise<void>((resolve, reject) => {
    let hasBegun = false;
    const begin = async (mine: Ownership, owned: readonly TopicPartition[]) => {
      try {
        hasBegun = (await (hasBegun ? startPatiently(mine, owned) : mine.start())) || hasBegun;
        if (hasBegun) resolve();
      } catch (error) {
        if (ownership === mine) reject(error);
      }
    };
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
      const owned = Object.entries(payload.memberAssignment).flatMap(([name, partitions]) =>
        partitions.map((partition) => ({ topic: topics.topicOf(name), partition })),
      );
      // Until it is known where each starts.
      fetching.pause(owned);
      if (isStopping) return;
      ownership = createOwnership(owned, options, { ...context, fetching });
      log.info({ group, partitions: owned.length }, 'joined the group');
      void begin(ownership, owned);
    });
  });

  // It may reject before anybody awaits it.
  reading.catch(() => undefined);

  const eachBatch = async ({ batch, resolveOffset, isStale, heartbeat: beat }: EachBatchPayload) => {
    heartbeat = beat;
    const place = { topic: topics.topicOf(batch.topic), partition: batch.partition };
    const reader = ownership?.readers.get(placeName(place));
    if (!reader || isStale()) return;
    const next = Number(batch.lastOffset()) + 1;
    resolveOffset(batch.lastOffset());
    await reader.accept(batch.messages, next);
  };

  const leave = async () => {
    isStopping = true;
    watchdog.stop();
    await giveUp();
    await within(LEAVE_WITHIN_MS, clock, consumer.disconnect());
  };

  const watchdog = watchProgress({
    group,
    clock,
    stalledMs,
    readers: () => [...(ownership?.readers.values() ?? [])],
    onStalled: (stall) => {
      log.fatal(stall, 'a consumer has stalled: restart this process');
      context.onStalled?.(stall);
    },
  });
  consumer.on(consumer.events.FETCH, watchdog.fetched);
  consumer.on(consumer.events.CRASH, ({ payload }) => {
    log.error({ err: payload.error, group }, 'cannot read from Kafka: are the brokers up? trying again');
  });
  try {
    await consumer.connect();
    await consumer.subscribe({ topics: options.topics.map(topics.nameOf), fromBeginning: true });
    await consumer.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch });
    await reading;
  } catch (error) {
    await leave();
    throw error;
  }
  let left: Promise<void> | undefined;
  return {
    stop: () => {
      left ??= leave();
      return left;
    },
  };
}

function fetchingOf(consumer: Consumer, nameOf: (topic: string) => string): Fetching {
  const named = (places: readonly TopicPartition[]) =>
    places.map(({ topic, partition }) => ({ topic: nameOf(topic), partitions: [partition] }));
  return {
    pause: (places) => consumer.pause(named(places)),
    resume: (places) => consumer.resume(named(places)),
    seek: ({ topic, partition }, offset) =>
      consumer.seek({ topic: nameOf(topic), partition, offset: String(offset) }),
    commit: async (positions) => {
      if (positions.length === 0) return;
      await consumer.commitOffsets(
        positions.map(({ topic, partition, offset }) => ({
          topic: nameOf(topic),
          partition,
          offset: String(offset),
        })),
      );
    },
  };
}
