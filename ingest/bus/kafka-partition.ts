import type { IHeaders, KafkaMessage } from 'kafkajs';
import type { Clock } from '../clock';
import type { Message, TopicPartition } from './bus';
import { type DeliverOptions, deliver } from './deliver';

export type PartitionReaderOptions = {
  readonly place: TopicPartition;
  /** Offset of the first message to take. */
  readonly from: number;
  readonly maxBatch: number;
  readonly delivery: DeliverOptions;
  readonly clock: Clock;
  /** Called when there has been no room for a while, and when there is again. */
  readonly pause: () => void;
  readonly resume: () => void;
};

/** Hands the messages of one partition to its owner, batch by batch, while the next ones are fetched. */
export type PartitionReader = {
  readonly place: TopicPartition;
  /** Offset of the next message to fetch. */
  readonly next: () => number;
  /** Takes fetched messages; resolves when there is room for more, or fetching is paused until there is. */
  readonly accept: (messages: readonly KafkaMessage[], next: number) => Promise<void>;
  /** Since when one try of the handler has been running; undefined between two. */
  readonly busySince: () => number | undefined;
  /** Resolves when the running batch is done after the delivery's signal was aborted. */
  readonly ended: Promise<void>;
};

/** Batches that may wait while one is handled. */
const BUFFERED_BATCHES = 2;
/** How long a slow owner may hold up the fetching of other partitions, once, before its own is paused. */
const HOLD_UP_MS = 250;

export function createPartitionReader(options: PartitionReaderOptions): PartitionReader {
  const { place, maxBatch, delivery, clock, pause, resume } = options;
  const { signal } = delivery;
  const full = maxBatch * BUFFERED_BATCHES;
  let next = options.from;
  let buffer: KafkaMessage[] = [];
  let head = 0;
  let isPaused = false;
  let busySince: number | undefined;
  let wakeUp = () => {};
  let roomMade = new AbortController();
  const release = () => {
    wakeUp();
    roomMade.abort();
  };
  signal.addEventListener('abort', release, { once: true });

  const buffered = () => buffer.length - head;
  const handle: DeliverOptions['handle'] = async (messages) => {
    busySince = clock.now();
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
    if (buffered() < full) makeRoom();
    return messages;
  };
  const makeRoom = () => {
    roomMade.abort();
    if (!isPaused) return;
    isPaused = false;
    resume();
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
    accept: async (messages, after) => {
      const fresh = messages.filter(({ offset }) => Number(offset) >= next);
      next = Math.max(next, after);
      buffer = buffer.length === 0 ? fresh : [...buffer.slice(head), ...fresh];
      head = 0;
      wakeUp();
      if (buffered() < full) return;
      // A pause costs up to one fetch; most owners make room sooner.
      roomMade = new AbortController();
      await clock.sleep(HOLD_UP_MS, roomMade.signal);
      if (buffered() < full || signal.aborted) return;
      isPaused = true;
      pause();
    },
    busySince: () => busySince,
    ended: run(),
  };
}

/** A message of Kafka's as the bus speaks of it. */
export function messageOf(
  place: TopicPartition,
  { offset, timestamp, key, value, headers }: KafkaMessage,
): Message {
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
