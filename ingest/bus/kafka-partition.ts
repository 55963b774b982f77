import type { IHeaders, KafkaMessage } from 'kafkajs';
import type { Message, TopicPartition } from './bus';
import { type DeliverOptions, deliver } from './deliver';

export type PartitionReaderOptions = {
  readonly place: TopicPartition;
  /** Offset of the first message to take. */
  readonly from: number;
  readonly maxBatch: number;
  readonly delivery: DeliverOptions;
  /** Called when enough is buffered, and when there is room again. */
  readonly pause: () => void;
  readonly resume: () => void;
};

/** Hands the messages of one partition to its owner, batch by batch, while the next ones are fetched. */
export type PartitionReader = {
  readonly place: TopicPartition;
  /** Offset of the next message to fetch. */
  readonly next: () => number;
  /** Takes fetched messages; those that it has already are left out. */
  readonly accept: (messages: readonly KafkaMessage[], next: number) => void;
  /** Since when one try of the handler has been running; undefined between two. */
  readonly busySince: () => number | undefined;
  /** Resolves when the running batch is done after the delivery's signal was aborted. */
  readonly ended: Promise<void>;
};

/** Batches that may wait while one is handled. */
const BUFFERED_BATCHES = 2;

export function createPartitionReader(options: PartitionReaderOptions, now: () => number): PartitionReader {
  const { place, maxBatch, delivery, pause, resume } = options;
  const { signal } = delivery;
  const full = maxBatch * BUFFERED_BATCHES;
  let next = options.from;
  let buffer: KafkaMessage[] = [];
  let head = 0;
  let isPaused = false;
  let busySince: number | undefined;
  let wakeUp = () => {};
  signal.addEventListener('abort', () => wakeUp(), { once: true });

  const buffered = () => buffer.length - head;
  const handle: DeliverOptions['handle'] = async (messages) => {
    busySince = now();
    try {
      await delivery.handle(messages);
    } finally {
      busySince = undefined;
    }
  };
  const take = (): Message[] => {
    const messages = buffer.slice(head, head + maxBatch).map((message) => messageOf(place, message));
    head += messages.length;
    if (head === buffer.length) {
      buffer = [];
      head = 0;
    }
    if (isPaused && buffered() < full) {
      isPaused = false;
      resume();
    }
    return messages;
  };
  const run = async () => {
    while (!signal.aborted) {
      if (buffered() > 0) await deliver(take(), { ...delivery, handle });
      else
        await new Promise<void>((resolve) => {
          wakeUp = resolve;
        });
    }
  };

  return {
    place,
    next: () => next,
    accept: (messages, after) => {
      const fresh = messages.filter(({ offset }) => Number(offset) >= next);
      next = Math.max(next, after);
      buffer = buffer.length === 0 ? fresh : [...buffer.slice(head), ...fresh];
      head = 0;
      if (!isPaused && buffered() >= full) {
        isPaused = true;
        pause();
      }
      wakeUp();
    },
    busySince: () => busySince,
    ended: run(),
  };
}

function messageOf(place: TopicPartition, { offset, timestamp, key, value, headers }: KafkaMessage): Message {
  return {
    ...place,
    offset: Number(offset),
    at: Number(timestamp),
    key: key?.toString() ?? '',
    value: value?.toString() ?? '',
    headers: textHeaders(headers),
  };
}

function textHeaders(headers: IHeaders = {}): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined) texts[name] = Array.isArray(value) ? value.map(String).join() : String(value);
  return texts;
}
