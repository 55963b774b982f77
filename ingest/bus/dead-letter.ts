import type { Message, OutgoingMessage } from './bus';

const LONGEST_ERROR = 1_000;

/** The message as it is written to `dead-letters`: same key and value, with its origin and the error in headers. */
export function deadLetterOf(message: Message, group: string, error: unknown): OutgoingMessage {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return {
    key: message.key,
    value: message.value,
    headers: {
      ...message.headers,
      'x-origin-topic': message.topic,
      'x-origin-partition': String(message.partition),
      'x-origin-offset': String(message.offset),
      'x-error': text.replace(/\s+/g, ' ').slice(0, LONGEST_ERROR),
      'x-group': group,
      'x-first-seen': new Date(message.at).toISOString(),
    },
  };
}
