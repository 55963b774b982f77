import type { Logger } from 'pino';
import type { Clock } from '../clock';
import { type Bus, type Subscription, TOPICS } from './bus';
import { DEFAULT_RETRY_PAUSE, pauseAfter, type RetryPause } from './delivery';
import { createKafkaClient, type KafkaClientOptions } from './kafka-client';
import { followKafkaTopic, isFollowerGroup } from './kafka-follow';
import { type GroupTimes, joinGroup } from './kafka-member';
import { openPublisher } from './kafka-publisher';
import { readKafkaTopic } from './kafka-read';
import { explainRefusal } from './kafka-refusal';
import { createKafkaSockets } from './kafka-sockets';
import { createTopics, type KafkaTopicOptions } from './kafka-topics';
import type { Stall } from './kafka-watchdog';
import { partitionOf } from './partition';
import { within } from './within';

const CLOSE_WITHIN_MS = 5_000;

export type KafkaBusOptions = KafkaClientOptions & {
  readonly topics: KafkaTopicOptions;
  readonly clock: Clock;
  readonly log: Logger;
  readonly times?: GroupTimes;
  /** Default 100 ms to 30 s. */
  readonly retryPause?: RetryPause;
  /** Called when a consumer makes no progress any more: the process should end, so that it is started anew. */
  readonly onStalled?: (stall: Stall) => void;
};

/**
 * A bus on a Kafka cluster; members of a group are shared among all processes. Creates the pipeline's topics.
 * Rejects when no broker answers, at once when all refuse us (certificate, log-in), when a topic has another number
 * of partitions, or when the producer cannot be made idempotent.
 */
export async function openKafkaBus(options: KafkaBusOptions): Promise<Bus> {
  const { clock, log, brokers, retryPause = DEFAULT_RETRY_PAUSE, times = {}, onStalled } = options;
  const sockets = createKafkaSockets(options);
  const client = createKafkaClient(options, sockets);
  const admin = client.admin();
  const topics = createTopics(options.topics, { admin, clock, log });
  const publisher = await openAll().catch(async (error: unknown) => {
    await admin.disconnect().catch(() => undefined);
    sockets.destroyAll();
    const cause = sockets.refusal() ?? error;
    const why = explainRefusal(cause, options, 'check bus in vigie.yaml');
    throw new Error(`cannot open the bus on Kafka at ${brokers.join(', ')}: ${why}`, { cause });
  });
  sockets.settle();
  const subscriptions = new Set<Subscription>();

  async function openAll() {
    await admin.connect();
    await topics.ensure(Object.values(TOPICS));
    const { compression } = options.topics;
    return openPublisher({ client, clock, log, nameOf: topics.nameOf, compression });
  }

  const publish: Bus['publish'] = async (topic, messages) => {
    if (messages.length === 0) return;
    await topics.ensure([topic]);
    await publisher.publish(topic, messages);
  };
  const untilClosed = ({ stop }: Subscription): Subscription => {
    const subscription = {
      stop: async () => {
        subscriptions.delete(subscription);
        await stop();
      },
    };
    subscriptions.add(subscription);
    return subscription;
  };
  const context = {
    client,
    admin,
    topics,
    publish,
    clock,
    log,
    pauseMs: pauseAfter(retryPause),
    times,
    onStalled,
  };

  return {
    // Every topic has as many partitions as configured, or the bus would not have opened.
    partitionOf: (key) => partitionOf(key, options.topics.partitions),
    publish,
    subscribe: async (subscribeOptions) => {
      await topics.ensure(subscribeOptions.topics);
      return untilClosed(await joinGroup(subscribeOptions, context));
    },
    read: (readOptions) => readKafkaTopic(readOptions, context),
    follow: async (followOptions) => untilClosed(await followKafkaTopic(followOptions, context)),
    // A follower commits nothing, but the client does where what was to be read next has been deleted.
    lag: async () => (await topics.lag()).filter(({ group }) => !isFollowerGroup(group)),
    deleteOlderThan: topics.deleteOlderThan,
    close: async () => {
      await Promise.all([...subscriptions].map(({ stop }) => stop()));
      await Promise.all([publisher.close(), within(CLOSE_WITHIN_MS, clock, admin.disconnect())]);
      sockets.destroyAll();
    },
  };
}
