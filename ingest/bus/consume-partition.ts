import type { Logger } from 'pino';
import type { Clock } from '../clock';
import { type Bus, type Message, type SubscribeOptions, TOPICS, type TopicPartition } from './bus';
import { deadLetterOf } from './dead-letter';
import { type DeliverOptions, deliver } from './deliver';
import type { Position, Read, Row } from './log';
import type { LogThread } from './open-log';
import type { Wake } from './wake';

export type ConsumeContext = {
  readonly thread: LogThread;
  readonly wake: Wake;
  readonly publish: Bus['publish'];
  readonly clock: Clock;
  readonly log: Logger;
  /** Milliseconds to wait after a number of failed tries, counted from 0. */
  readonly pauseMs: (tries: number) => number;
};

export function nameOf({ topic, partition }: TopicPartition): string {
  return `${topic}/${partition}`;
}

/** Hands the batches of one partition to its owner, from the group's position on, until `signal` aborts. */
export async function consumePartition(
  place: TopicPartition,
  options: SubscribeOptions,
  context: ConsumeContext,
  signal: AbortSignal,
): Promise<void> {
  const { clock, log, pauseMs } = context;
  for (let failures = 0; !signal.aborted; failures++) {
    try {
      await readAndDeliver(place, options, context, signal);
    } catch (error) {
      log.error({ err: error, group: options.group, ...place }, 'could not read the log; trying again');
      await clock.sleep(pauseMs(failures), signal);
    }
  }
}

async function readAndDeliver(
  place: TopicPartition,
  options: SubscribeOptions,
  context: ConsumeContext,
  signal: AbortSignal,
): Promise<void> {
  const { thread, wake } = context;
  const { group, maxBatch: max = 500 } = options;
  const delivery = deliveryOf(place, options, context, signal);
  let next = await thread.call<number>('position', { group, ...place });
  while (!signal.aborted) {
    const mark = wake.mark(nameOf(place));
    const rows = await thread.call<Row[]>('read', { ...place, next, max } satisfies Read);
    if (signal.aborted) return;
    const messages = rows.map((row) => messageOf(place, row));
    const last = messages.at(-1);
    if (last) {
      await deliver(messages, delivery);
      next = last.offset + 1;
    } else await wake.after(nameOf(place), mark, signal);
  }
}

function deliveryOf(
  place: TopicPartition,
  { group, onBatch, maxAttempts = 5 }: SubscribeOptions,
  { thread, publish, clock, log, pauseMs }: ConsumeContext,
  signal: AbortSignal,
): DeliverOptions {
  const deadLetter = async (message: Message, error: unknown) => {
    log.error({ err: error, group, ...place, offset: message.offset }, 'message set aside as dead letter');
    // A dead letter that cannot be handled stays where it is; writing it again would never end.
    if (message.topic !== TOPICS.deadLetters)
      await publish(TOPICS.deadLetters, [deadLetterOf(message, group, error)]);
  };
  return {
    handle: (messages) => onBatch({ ...place, messages, deadLetter, signal }),
    deadLetter,
    moveOn: ({ offset }) =>
      thread.call<void>('move', { group, ...place, next: offset + 1 } satisfies Position),
    maxAttempts,
    pause: (tries) => clock.sleep(pauseMs(tries), signal),
    failed: (error, messages) =>
      log.warn(
        { err: error, group, ...place, offset: messages[0]?.offset, messages: messages.length },
        'batch failed; trying again',
      ),
    signal,
  };
}

function messageOf(place: TopicPartition, [offset, at, key, value, headers]: Row): Message {
  return { ...place, offset, at, key, value, headers: headers === null ? {} : JSON.parse(headers) };
}
