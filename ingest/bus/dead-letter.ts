import { type Bus, type Message, type OutgoingMessage, TOPICS } from './bus';

const LONGEST_ERROR = 1_000;
/** Headers that a letter has and its message had not. */
const LETTER_HEADERS: ReadonlySet<string> = new Set([
  'x-origin-topic',
  'x-origin-partition',
  'x-origin-offset',
  'x-error',
  'x-group',
  'x-first-seen',
]);

/** A message that was set aside, as people handle it. */
export type DeadLetter = {
  /** Its place in `dead-letters`: partition and offset, such as `2-1743`. */
  readonly id: string;
  /** When it was set aside, epoch milliseconds. */
  readonly at: number;
  /** Where it came from; undefined when the letter does not say, so that it cannot be replayed. */
  readonly origin: string | undefined;
  /** Its place there: partition and offset, such as `0-52`. */
  readonly originPlace: string | undefined;
  readonly group: string;
  readonly error: string;
  readonly key: string;
  readonly value: string;
  /** The message's own headers. */
  readonly headers: Readonly<Record<string, string>>;
};

export type DeadLetterFilter = {
  readonly ids?: ReadonlySet<string>;
  readonly origin?: string;
  /** Part of the error text, in any case. */
  readonly error?: string;
  /** Set aside at or after this instant, epoch milliseconds. */
  readonly since?: number;
};

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

/** A message of `dead-letters` as the letter that it is. */
export function toDeadLetter({ partition, offset, at, key, value, headers }: Message): DeadLetter {
  const own = Object.entries(headers).filter(([name]) => !LETTER_HEADERS.has(name));
  return {
    id: `${partition}-${offset}`,
    at,
    origin: headers['x-origin-topic'],
    originPlace: placeOf(headers),
    group: headers['x-group'] ?? '',
    error: headers['x-error'] ?? '',
    key,
    value,
    headers: Object.fromEntries(own),
  };
}

function placeOf(headers: Message['headers']): string | undefined {
  const { 'x-origin-partition': partition, 'x-origin-offset': offset } = headers;
  return partition === undefined || offset === undefined ? undefined : `${partition}-${offset}`;
}

/** Hands over the letters that match, a batch at a time, those of one key in their order; leaves them where they are. */
export async function readDeadLetters(
  bus: Pick<Bus, 'read'>,
  filter: DeadLetterFilter,
  onLetters: (letters: readonly DeadLetter[]) => Promise<void> | void,
): Promise<void> {
  await bus.read({
    topic: TOPICS.deadLetters,
    since: filter.since,
    onBatch: async (messages) => {
      const letters = messages.map(toDeadLetter).filter((letter) => matches(letter, filter));
      if (letters.length > 0) await onLetters(letters);
    },
  });
}

function matches(letter: DeadLetter, { ids, origin, error }: DeadLetterFilter): boolean {
  if (ids && !ids.has(letter.id)) return false;
  if (origin !== undefined && letter.origin !== origin) return false;
  return error === undefined || letter.error.toLowerCase().includes(error.toLowerCase());
}

/**
 * Publishes letters to the topics that they came from, as they were. They stay in `dead-letters` too; publishing
 * one twice is safe, for every stage knows its messages by their ids, and one that still cannot be handled is set
 * aside anew. Resolves to how many had an origin.
 */
export async function replayDeadLetters(
  bus: Pick<Bus, 'publish'>,
  letters: readonly DeadLetter[],
): Promise<number> {
  const byOrigin = new Map<string, OutgoingMessage[]>();
  for (const { origin, key, value, headers } of letters) {
    if (origin === undefined) continue;
    const messages = byOrigin.get(origin) ?? [];
    messages.push({ key, value, headers });
    byOrigin.set(origin, messages);
  }
  let published = 0;
  for (const [origin, messages] of byOrigin) {
    await bus.publish(origin, messages);
    published += messages.length;
  }
  return published;
}
