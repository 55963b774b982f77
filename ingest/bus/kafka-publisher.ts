import { CompressionTypes, type Kafka, type Message as KafkaMessage, type Producer } from 'kafkajs';
import type { Logger } from 'pino';
import type { Clock } from '../clock';
import { type Bus, type OutgoingMessage, RetriableError, TOPICS } from './bus';
import { RETRY } from './kafka-client';
import { createSendQueue, type Publication, type SendBatch, type Waiting } from './kafka-send-queue';
import { partitionOf } from './partition';
import { within } from './within';

export type PublisherOptions = {
  readonly client: Kafka;
  readonly compression: 'gzip' | 'none';
  readonly clock: Clock;
  readonly log: Logger;
  /** A topic's name in the cluster. */
  readonly nameOf: (topic: string) => string;
};

export type Publisher = { readonly publish: Bus['publish']; readonly close: () => Promise<void> };

const BATCH = { messages: 500, bytes: 256_000 } as const;
const FULL_QUEUE = { messages: 100_000, bytes: 64_000_000 } as const;
/** Below the broker's default of 1,048,588; a dead letter may add its headers. */
const LARGEST_MESSAGE_BYTES = 1_000_000;
const LARGEST_LETTER_BYTES = 1_040_000;
/** Smaller batches do not shrink enough to be worth the time. */
const COMPRESS_FROM_BYTES = 4_000;
const CLOSE_WITHIN_MS = 5_000;

/**
 * Publishes through an idempotent producer, at once when idle; what comes while a batch is on its way goes with
 * the next. Publishing waits for as long as no broker answers; beyond 100,000 messages or 64 MB that wait it
 * rejects with a `RetriableError`. Rejects when the producer cannot be opened.
 */
export async function openPublisher(options: PublisherOptions): Promise<Publisher> {
  const { clock, nameOf } = options;
  const queue = createSendQueue();
  const closing = new AbortController();
  const sender = await openSender(options, closing.signal);
  const outstanding = new Set<Publication>();
  let sending: Promise<void> | undefined;

  // One batch at a time: sequence numbers of concurrent ones get out of order.
  const sendAll = async () => {
    for (let batch = queue.take(BATCH); batch; batch = queue.take(BATCH)) {
      try {
        await sender.send(batch);
        for (const { isLast, publication } of batch.waiting) if (isLast) publication.resolve();
      } catch (error) {
        for (const { publication } of batch.waiting) publication.reject(error);
      }
    }
  };

  return {
    publish: async (topic, messages) => {
      if (messages.length === 0) return;
      if (closing.signal.aborted) throw closedError();
      refuseWhenFull(queue.size());
      const at = String(clock.now());
      let publication: Publication | undefined;
      try {
        await new Promise<void>((resolve, reject) => {
          const mine = { resolve, reject };
          publication = mine;
          outstanding.add(mine);
          const waiting = messages.map((message, index): Waiting => {
            const bytes = sizeOf(message);
            refuseTooLarge(topic, message, bytes);
            const isLast = index === messages.length - 1;
            return { topic: nameOf(topic), message: toKafka(message, at), bytes, publication: mine, isLast };
          });
          queue.push(waiting);
          sending ??= sendAll().finally(() => {
            sending = undefined;
          });
        });
      } finally {
        if (publication) outstanding.delete(publication);
      }
    },
    close: async () => {
      if (sending) await within(CLOSE_WITHIN_MS, clock, sending);
      closing.abort();
      for (const { reject } of outstanding) reject(closedError());
      await sender.close();
    },
  };
}

/** The producer behind the queue: sends a batch until it is durable or `signal` aborts. */
async function openSender(options: PublisherOptions, signal: AbortSignal) {
  const { clock, log } = options;
  let producer = await openProducer(options);

  const reopen = async () => {
    await producer.disconnect().catch(() => undefined);
    while (!signal.aborted) {
      try {
        producer = await openProducer(options);
        return;
      } catch (error) {
        log.error({ err: error }, 'cannot open a Kafka producer: are the brokers up? trying again');
        await clock.sleep(RETRY.maxRetryTime, signal);
      }
    }
  };

  return {
    send: async (batch: SendBatch) => {
      for (let rounds = 0; !signal.aborted; rounds++) {
        try {
          await producer.sendBatch(requestOf(batch, options));
          if (rounds > 0) log.info('Kafka takes messages again');
          return;
        } catch (error) {
          if (signal.aborted) break;
          log.error(
            { err: error, messages: batch.waiting.length },
            'Kafka does not take messages: are the brokers up? trying again',
          );
          // Only the very same batch may follow one that failed: the producer numbers it as before, so that a
          // broker that has it already drops it. After any other error those numbers are not to be trusted.
          if (mayHeal(error)) continue;
          await reopen();
          // A right that is missing answers at once.
          await clock.sleep(RETRY.maxRetryTime, signal);
        }
      }
      throw closedError();
    },
    close: () => within(CLOSE_WITHIN_MS, clock, producer.disconnect()),
  };
}

async function openProducer({ client }: PublisherOptions): Promise<Producer> {
  const producer = client.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    retry: RETRY,
    createPartitioner:
      () =>
      ({ message, partitionMetadata }) =>
        partitionOf(String(message.key ?? ''), partitionMetadata.length),
  });
  try {
    // kafkajs would go on without idempotence after this has failed.
    await producer.connect();
    return producer;
  } catch (error) {
    await producer.disconnect().catch(() => undefined);
    throw error;
  }
}

function requestOf({ waiting, bytes }: SendBatch, { compression }: PublisherOptions) {
  const byTopic = new Map<string, KafkaMessage[]>();
  for (const { topic, message } of waiting) {
    const messages = byTopic.get(topic) ?? [];
    byTopic.set(topic, messages);
    messages.push(message);
  }
  const isWorthIt = compression === 'gzip' && bytes >= COMPRESS_FROM_BYTES;
  return {
    acks: -1,
    compression: isWorthIt ? CompressionTypes.GZIP : CompressionTypes.None,
    topicMessages: [...byTopic].map(([topic, messages]) => ({ topic, messages })),
  };
}

function toKafka({ key, value, headers }: OutgoingMessage, timestamp: string): KafkaMessage {
  return { key, value, timestamp, ...(headers && { headers: { ...headers } }) };
}

function sizeOf({ key, value, headers = {} }: OutgoingMessage): number {
  const texts = [key, value, ...Object.entries(headers).flat()];
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text) + 8, 0);
}

function refuseTooLarge(topic: string, { key }: OutgoingMessage, bytes: number): void {
  const limit = topic === TOPICS.deadLetters ? LARGEST_LETTER_BYTES : LARGEST_MESSAGE_BYTES;
  if (bytes <= limit) return;
  throw new Error(`message ${key} for ${topic} has ${bytes} bytes; Kafka takes up to ${limit}: cut its text`);
}

function refuseWhenFull(size: { readonly messages: number; readonly bytes: number }): void {
  if (size.messages < FULL_QUEUE.messages && size.bytes < FULL_QUEUE.bytes) return;
  throw new RetriableError(`${size.messages} messages wait for Kafka: check that the brokers are up`);
}

/** The client gave up for now, on something that time may heal. */
function mayHeal(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const isRetriable = 'retriable' in error && error.retriable === true;
  return isRetriable || error.name === 'KafkaJSNumberOfRetriesExceeded' || mayHeal(error.cause);
}

function closedError(): RetriableError {
  return new RetriableError('the bus was closed before Kafka had taken the messages');
}
