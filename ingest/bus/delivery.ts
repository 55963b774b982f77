import type { Logger } from 'pino';
import type { Clock } from '../clock';
import { type Bus, type Message, type SubscribeOptions, TOPICS, type TopicPartition } from './bus';
import { deadLetterOf } from './dead-letter';
import type { DeliverOptions } from './deliver';

export type DeliveryContext = {
  readonly publish: Bus['publish'];
  readonly clock: Clock;
  readonly log: Logger;
  /** Milliseconds to wait after a number of failed tries, counted from 0. */
  readonly pauseMs: (tries: number) => number;
  readonly moveOn: DeliverOptions['moveOn'];
};

/** The pause after a throw: doubles from `firstMs` up to `longestMs`. */
export type RetryPause = { readonly firstMs: number; readonly longestMs: number };

export const DEFAULT_RETRY_PAUSE: RetryPause = { firstMs: 100, longestMs: 30_000 };

export function pauseAfter({ firstMs, longestMs }: RetryPause): (tries: number) => number {
  return (tries) => Math.min(firstMs * 2 ** Math.min(tries, 30), longestMs);
}

/** How the messages of one partition reach its owner, whatever carries them. */
export function deliveryOf(
  place: TopicPartition,
  { group, onBatch, maxAttempts = 5 }: SubscribeOptions,
  { publish, clock, log, pauseMs, moveOn }: DeliveryContext,
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
    moveOn,
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
