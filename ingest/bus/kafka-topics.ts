import type { Admin } from 'kafkajs';
import type { Logger } from 'pino';
import type { Clock } from '../clock';
import type { Lag, TopicPartition } from './bus';
import { alignSettings, wantedSettings } from './kafka-topic-settings';

export type KafkaTopicOptions = {
  /** Partitions of each topic that is created: the number of workers that can share the work. */
  readonly partitions: number;
  readonly replication: number;
  /** How long messages can be read again. */
  readonly retentionMs: number;
  readonly compression: 'gzip' | 'none';
  /** Put before every topic and group, so that clusters can be shared. Default none. */
  readonly prefix?: string;
};

export type Watermarks = { readonly low: number; readonly high: number };

/** Creates topics and asks the cluster where they and their groups stand. Names are without the prefix. */
export type KafkaTopics = {
  readonly nameOf: (topicOrGroup: string) => string;
  readonly topicOf: (name: string) => string;
  /**
   * Creates what is missing, and brings retention and compression of what is there in line. Throws when a topic has
   * another number of partitions than configured.
   */
  readonly ensure: (topics: readonly string[]) => Promise<void>;
  readonly watermarks: (topic: string) => Promise<ReadonlyMap<number, Watermarks>>;
  /** The next offset of a group for each partition that it has committed. */
  readonly committed: (group: string, topics: readonly string[]) => Promise<readonly Committed[]>;
  readonly lag: () => Promise<readonly Lag[]>;
  readonly deleteOlderThan: (at: number) => Promise<number>;
};

export type Committed = TopicPartition & { readonly offset: number };

const KNOWN_WITHIN_MS = 10_000;
const LOOK_EVERY_MS = 50;

export function createTopics(options: KafkaTopicOptions, creation: Creation): KafkaTopics {
  const { admin } = creation;
  const { prefix = '' } = options;
  const known = new Map<string, Promise<void>>();
  const nameOf = (topic: string) => `${prefix}${topic}`;
  const topicOf = (name: string) => name.slice(prefix.length);

  const ensure = async (topics: readonly string[]) => {
    const unknown = topics.filter((topic) => !known.has(topic)).map(nameOf);
    if (unknown.length > 0) {
      const ensured = ensureAll(unknown, options, creation);
      for (const name of unknown) known.set(topicOf(name), ensured);
      ensured.catch(() => {
        for (const name of unknown) known.delete(topicOf(name));
      });
    }
    await Promise.all(topics.map((topic) => known.get(topic)));
  };

  const watermarks = async (topic: string) => {
    const offsets = await patiently(() => admin.fetchTopicOffsets(nameOf(topic)), creation.clock);
    return new Map(
      offsets.map(({ partition, low, high }) => [partition, { low: Number(low), high: Number(high) }]),
    );
  };

  const committed = async (group: string, topics: readonly string[]) => {
    const offsets = await patiently(
      () => admin.fetchOffsets({ groupId: nameOf(group), topics: topics.map(nameOf) }),
      creation.clock,
    );
    return offsets.flatMap(({ topic, partitions }) =>
      partitions
        .map(({ partition, offset }) => ({ topic: topicOf(topic), partition, offset: Number(offset) }))
        .filter(({ offset }) => offset >= 0),
    );
  };

  const ownTopics = async () =>
    (await admin.listTopics())
      .filter((name) => name.startsWith(prefix) && !name.startsWith('__'))
      .map(topicOf);

  const lag = async () => {
    const { groups } = await admin.listGroups();
    const own = groups.filter(
      ({ groupId, protocolType }) => groupId.startsWith(prefix) && protocolType === 'consumer',
    );
    const present = new Set(await ownTopics());
    const positions: (Committed & { group: string })[] = [];
    for (const { groupId } of own)
      for (const place of await committed(topicOf(groupId), []))
        if (present.has(place.topic)) positions.push({ group: topicOf(groupId), ...place });
    const ends = new Map<string, ReadonlyMap<number, Watermarks>>();
    for (const topic of new Set(positions.map(({ topic }) => topic)))
      ends.set(topic, await watermarks(topic));
    return positions.map(({ group, topic, partition, offset }) => {
      const { low = 0, high = 0 } = ends.get(topic)?.get(partition) ?? {};
      return { group, topic, partition, lag: Math.max(0, high - Math.max(low, offset)) };
    });
  };

  const deleteOlderThan = async (at: number) => {
    let deleted = 0;
    for (const topic of await ownTopics()) {
      const before = await watermarks(topic);
      const firstYoung = await patiently(
        () => admin.fetchTopicOffsetsByTimestamp(nameOf(topic), at),
        creation.clock,
      );
      const partitions = firstYoung.filter(
        ({ partition, offset }) => Number(offset) > (before.get(partition)?.low ?? 0),
      );
      if (partitions.length === 0) continue;
      await admin.deleteTopicRecords({ topic: nameOf(topic), partitions });
      for (const { partition, offset } of partitions)
        deleted += Number(offset) - (before.get(partition)?.low ?? 0);
    }
    return deleted;
  };

  return {
    nameOf,
    topicOf,
    ensure,
    watermarks,
    committed,
    lag,
    deleteOlderThan,
  };
}

type Creation = { readonly admin: Admin; readonly clock: Clock; readonly log: Logger };

async function ensureAll(
  names: readonly string[],
  options: KafkaTopicOptions,
  creation: Creation,
): Promise<void> {
  const present = new Set(await creation.admin.listTopics());
  const missing = names.filter((name) => !present.has(name));
  if (missing.length > 0) await create(missing, options, creation);
  await checkPartitions(names, options.partitions, creation);
  const former = names.filter((name) => present.has(name));
  await alignSettings(former, options, creation);
}

/** Creates topics, and waits until the cluster knows them. */
async function create(
  names: readonly string[],
  options: KafkaTopicOptions,
  { admin, clock, log }: Creation,
): Promise<void> {
  const { partitions, replication } = options;
  const settings = Object.entries(wantedSettings(options, replication));
  const topics = names.map((topic) => ({
    topic,
    numPartitions: partitions,
    replicationFactor: replication,
    configEntries: settings.map(([name, value]) => ({ name, value })),
  }));
  try {
    if (await admin.createTopics({ topics, waitForLeaders: false }))
      log.info({ topics: names, partitions, replication }, 'topics created');
  } catch (error) {
    throw explainCreation(error, replication);
  }
  // A partition that has no leader yet would make every member join its group again.
  for (const name of names) await patiently(() => admin.fetchTopicOffsets(name), clock);
}

type CreationFailure = Error & {
  readonly errors: readonly (Error & { readonly topic: string; readonly type: string })[];
};

/** The client says "Topic creation errors" and no more. */
function explainCreation(error: unknown, replication: number): unknown {
  const { errors = [] } = error as Partial<CreationFailure>;
  const failure = errors.find(({ type }) => type !== 'TOPIC_ALREADY_EXISTS');
  if (!failure) return error;
  return new Error(
    `topic ${failure.topic} could not be made with bus.replication: ${replication}: ${failure.message}`,
    { cause: error },
  );
}

/** Brokers learn of new topics and leaders a moment after the controller has made them. */
async function patiently<Result>(ask: () => Promise<Result>, clock: Clock): Promise<Result> {
  for (const deadline = clock.now() + KNOWN_WITHIN_MS; ; ) {
    try {
      return await ask();
    } catch (error) {
      if (!isTransient(error) || clock.now() > deadline) throw error;
      await clock.sleep(LOOK_EVERY_MS);
    }
  }
}

function isTransient(error: unknown): boolean {
  return error instanceof Error && 'retriable' in error && error.retriable === true;
}

async function checkPartitions(
  names: readonly string[],
  wanted: number,
  { admin, clock }: Creation,
): Promise<void> {
  const { topics } = await patiently(() => admin.fetchTopicMetadata({ topics: [...names] }), clock);
  for (const { name, partitions } of topics)
    if (partitions.length !== wanted)
      throw new Error(
        `topic ${name} has ${partitions.length} partitions, not ${wanted}: set bus.partitions: ` +
          `${partitions.length}, or another bus.prefix; all topics need the same number, so that a brand has one owner`,
      );
}
