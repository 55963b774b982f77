import type { Made } from '../made';
import { TOPICS } from './bus';
import { createKafkaClient, type KafkaClientOptions } from './kafka-client';
import { explainRefusal } from './kafka-refusal';
import { createKafkaSockets } from './kafka-sockets';
import { type KafkaTopic, readTopics, wantedSettings } from './kafka-topic-settings';
import type { KafkaTopicOptions } from './kafka-topics';

/** Whoever looks waits by themselves, and says so meanwhile. */
const RETRY = { retries: 2, initialRetryTime: 100 };

/**
 * The pipeline's topics that a cluster has; makes none. Rejects within a second or so when no broker answers or
 * lets us in, with the client's error as cause.
 */
export async function lookAtKafka(
  options: KafkaClientOptions & { readonly topics: KafkaTopicOptions },
): Promise<Made[]> {
  const { brokers, topics } = options;
  const sockets = createKafkaSockets(options);
  const admin = createKafkaClient({ ...options, retry: RETRY }, sockets).admin({ retry: RETRY });
  try {
    await admin.connect();
    const names = Object.values(TOPICS).map((topic) => `${topics.prefix ?? ''}${topic}`);
    const present = new Set(await admin.listTopics());
    const found = await readTopics(
      admin,
      names.filter((name) => present.has(name)),
    );
    return found.map((topic) => describeTopic(topic, topics));
  } catch (error) {
    const cause = sockets.refusal() ?? error;
    const why = explainRefusal(cause, options, 'is a broker up, and is bus in vigie.yaml right?');
    throw new Error(`Kafka at ${brokers.join(', ')}: ${why}`, { cause });
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}

function describeTopic({ name, partitions, replication, settings }: KafkaTopic, wanted: KafkaTopicOptions) {
  const ours = wantedSettings(wanted, replication);
  const kept = Object.keys(ours).map((key) => [key, settings[key] ?? 'default']);
  return {
    what: `topic ${name}`,
    settings: {
      partitions: String(partitions),
      replication: String(replication),
      ...Object.fromEntries(kept),
    },
    wanted: { partitions: String(wanted.partitions), replication: String(wanted.replication), ...ours },
  };
}
