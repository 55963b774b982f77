import { type Bus, TOPICS } from '#ingest/bus/bus';
import type { Mention } from '#ingest/mention';

const AT_ONCE = 500;

/** Publishes the mentions as sources do whose order does not matter: spread over the partitions by their ids. */
export async function fill(bus: Pick<Bus, 'publish'>, mentions: readonly Mention[]): Promise<void> {
  const messages = mentions.map((mention) => ({ key: mention.id, value: JSON.stringify(mention) }));
  for (let at = 0; at < messages.length; at += AT_ONCE)
    await bus.publish(TOPICS.mentions, messages.slice(at, at + AT_ONCE));
}
