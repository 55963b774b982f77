import { randomUUID } from 'node:crypto';
import type { Consumer, Kafka, KafkaMessage } from 'kafkajs';
import type { Clock } from '../clock';
import type { ReadOptions } from './bus';
import { RETRY } from './kafka-client';
import { messageOf } from './kafka-partition';
import type { KafkaTopics } from './kafka-topics';
import { within } from './within';

export type ReadContext = { readonly client: Kafka; readonly topics: KafkaTopics; readonly clock: Clock };

const LONGEST_FETCH_MS = 100;
/** Without a message for so long, reading has failed. */
const SILENT_MS = 30_000;
const LEAVE_WITHIN_MS = 5_000;

/** Hands over what a topic holds now. Kafka reads in groups only: this one is made for it and commits nothing. */
export async function readKafkaTopic(options: ReadOptions, context: ReadContext): Promise<void> {
  const { client, topics, clock } = context;
  const { topic } = options;
  await topics.ensure([topic]);
  const marks = [...(await topics.watermarks(topic))].filter(([, { low, high }]) => high > low);
  const ends = new Map(marks.map(([partition, { high }]) => [partition, high]));
  if (ends.size === 0) return;
  const consumer = client.consumer({
    groupId: topics.nameOf(`look-${randomUUID()}`),
    maxWaitTimeInMs: LONGEST_FETCH_MS,
    allowAutoTopicCreation: false,
    retry: { ...RETRY, restartOnFailure: async () => false },
  });
  try {
    await consumer.connect();
    await consumer.subscribe({ topics: [topics.nameOf(topic)], fromBeginning: true });
    await readToEnds(consumer, ends, options, clock);
  } finally {
    await within(LEAVE_WITHIN_MS, clock, consumer.disconnect());
  }
}

async function readToEnds(
  consumer: Consumer,
  ends: ReadonlyMap<number, number>,
  { topic, since = 0, onBatch }: ReadOptions,
  clock: Clock,
): Promise<void> {
  const open = new Map(ends);
  const next = new Map<number, number>();
  let lastAt = clock.now();
  const finished = new AbortController();
  const done = new Promise<void>((resolve, reject) => {
    const take = async (partition: number, messages: readonly KafkaMessage[]) => {
      const end = open.get(partition);
      if (end === undefined || finished.signal.aborted) return;
      // A member that joins again starts anew.
      const from = next.get(partition) ?? 0;
      const wanted = messages
        .map((message) => messageOf({ topic, partition }, message))
        .filter(({ offset, at }) => offset >= from && offset < end && at >= since);
      // Whoever looks may take their time.
      lastAt = Number.POSITIVE_INFINITY;
      if (wanted.length > 0) await onBatch(wanted);
      lastAt = clock.now();
      next.set(partition, Number(messages.at(-1)?.offset ?? -1) + 1);
      if ((next.get(partition) ?? 0) >= end) open.delete(partition);
      if (open.size === 0) resolve();
    };
    consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
    const running = consumer.run({
      autoCommit: false,
      // What throws here would be read again; whoever looks wants to know.
      eachBatch: ({ batch }) => take(batch.partition, batch.messages).catch(reject),
    });
    running.catch(reject);
    void watchSilence(clock, finished.signal, () => lastAt).then(() => {
      if (!finished.signal.aborted)
        reject(new Error(`cannot read ${topic}: no message for ${SILENT_MS / 1_000} s; is Kafka well?`));
    });
  });
  try {
    await done;
  } finally {
    finished.abort();
  }
}

async function watchSilence(clock: Clock, signal: AbortSignal, lastAt: () => number): Promise<void> {
  while (!signal.aborted && clock.now() - lastAt() < SILENT_MS) await clock.sleep(1_000, signal);
}
