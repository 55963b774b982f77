import type { Logger } from 'pino';
import type { FollowOptions, Message } from './bus';

/** Hands a batch to a follower. One that stumbles is not told again: it goes on with the next. */
export async function tellFollower(
  messages: readonly Message[],
  { topic, onMessages }: FollowOptions,
  log: Logger,
): Promise<void> {
  if (messages.length === 0) return;
  try {
    await onMessages(messages);
  } catch (error) {
    const { partition, offset } = messages[0] ?? {};
    log.error(
      { err: error, topic, partition, offset, messages: messages.length },
      'a follower has lost messages',
    );
  }
}
