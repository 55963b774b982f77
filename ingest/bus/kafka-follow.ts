import { randomUUID } from 'node:crypto';
import type { Admin } from 'kafkajs';
import type { FollowOptions, Subscription } from './bus';
import { RETRY } from './kafka-client';
import type { MemberContext } from './kafka-member';
import { messageOf } from './kafka-partition';
import { watchProgress } from './kafka-watchdog';
import { tellFollower } from './tell-follower';
import { within } from './within';

export type FollowContext = Pick<
  MemberContext,
  'client' | 'topics' | 'clock' | 'log' | 'times' | 'onStalled'
> & {
  readonly admin: Admin;
};

const GROUP_PREFIX = 'follow-';
/** A fetch waits so long for the first message, and takes no time when there is one. */
const LONGEST_FETCH_MS = 500;
const LEAVE_WITHIN_MS = 5_000;
const STALLED_MS = 300_000;

/** Whether a group is one that a follower was given because Kafka reads in groups only. */
export function isFollowerGroup(group: string): boolean {
  return group.startsWith(GROUP_PREFIX);
}

/**
 * Follows a topic in a group made for it, with one member. It commits nothing and keeps its place itself: a member
 * that joins again, after a broker was gone, goes on where it was.
 */
export async function followKafkaTopic(
  options: FollowOptions,
  context: FollowContext,
): Promise<Subscription> {
  const { client, topics, clock, log, times, onStalled } = context;
  const { topic } = options;
  const name = topics.nameOf(topic);
  await topics.ensure([topic]);
  const next = await startingOffsets(options, context);
  const group = `${GROUP_PREFIX}${randomUUID()}`;
  const consumer = client.consumer({
    groupId: topics.nameOf(group),
    sessionTimeout: times.sessionMs,
    heartbeatInterval: times.heartbeatMs,
    maxWaitTimeInMs: LONGEST_FETCH_MS,
    allowAutoTopicCreation: false,
    retry: { ...RETRY, restartOnFailure: async () => true },
  });
  const joined = new Promise<void>((resolve) => {
    consumer.on(consumer.events.GROUP_JOIN, () => {
      for (const [partition, offset] of next)
        consumer.seek({ topic: name, partition, offset: String(offset) });
      resolve();
    });
  });
  const watchdog = watchProgress({
    group,
    clock,
    stalledMs: times.stalledMs ?? STALLED_MS,
    readers: () => [],
    onStalled: (stall) => {
      log.fatal(stall, 'a follower has stalled: restart this process');
      onStalled?.(stall);
    },
  });
  consumer.on(consumer.events.FETCH, watchdog.fetched);
  consumer.on(consumer.events.CRASH, ({ payload }) => {
    log.error({ err: payload.error, topic }, 'cannot follow on Kafka: are the brokers up? trying again');
  });
  const stop = async () => {
    watchdog.stop();
    await within(LEAVE_WITHIN_MS, clock, consumer.disconnect());
  };
  try {
    await consumer.connect();
    // Where messages were deleted before they were read, what is left is better than nothing.
    await consumer.subscribe({ topics: [name], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatch: async ({ batch }) => {
        const { partition } = batch;
        const messages = batch.messages.map((message) => messageOf({ topic, partition }, message));
        await tellFollower(messages, options, log);
        next.set(partition, Number(batch.lastOffset()) + 1);
      },
    });
    await joined;
  } catch (error) {
    await stop();
    throw error;
  }
  return { stop };
}

/** The offset of the next message of each partition, or of the first one since an instant. */
async function startingOffsets(
  { topic, since }: FollowOptions,
  { topics, admin }: FollowContext,
): Promise<Map<number, number>> {
  if (since === undefined)
    return new Map([...(await topics.watermarks(topic))].map(([partition, { high }]) => [partition, high]));
  const offsets = await admin.fetchTopicOffsetsByTimestamp(topics.nameOf(topic), since);
  return new Map(offsets.map(({ partition, offset }) => [partition, Number(offset)]));
}
