import type { Logger } from 'pino';
import type { Clock } from '../clock';
import type { Bus, Message, SubscribeOptions, TopicPartition } from './bus';
import { deliver } from './deliver';
import { deliveryOf } from './delivery';
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
  const moveOn = ({ offset }: Message) =>
    thread.call<void>('move', { group, ...place, next: offset + 1 } satisfies Position);
  const delivery = deliveryOf(place, options, { ...context, moveOn }, signal);
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

/** A row of the log as the message that it keeps. */
export function messageOf(place: TopicPartition, [offset, at, key, value, headers]: Row): Message {
  return { ...place, offset, at, key, value, headers: headers === null ? {} : JSON.parse(headers) };
}
