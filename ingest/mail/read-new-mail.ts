import type { CollectorContext, Cursor } from '../collector';
import type { Mention } from '../mention';
import type { ImapSession, StoredMessage } from './imap-session';
import { MailError } from './parse-mail';
import { readMail } from './read-mail';

const MAX_BATCH = 20;
const MAX_BATCH_BYTES = 8_000_000;
const TRIES = 3;
const BETWEEN_TRIES_MS = 1_000;

/** How far a mailbox has been read. */
export type MailPosition = {
  readonly address: string;
  readonly uidValidity: string;
  readonly uidNext: number;
  /** When the newest message read so far had arrived; ISO 8601. */
  readonly since: string;
};

export type Reading = {
  readonly context: CollectorContext;
  readonly maxMessage: number;
  readonly markSeen: boolean;
  readonly trustedAuthServers?: readonly string[];
  readonly emit: (mentions: readonly Mention[], cursor: Cursor) => Promise<void>;
  readonly signal: AbortSignal;
};

/** Reads what is new, oldest first; every batch is safe on the bus before the next is read. */
export async function readNewMail(
  session: ImapSession,
  from: MailPosition,
  reading: Reading,
): Promise<MailPosition> {
  let position = from;
  let safe = from;
  let mentions: Mention[] = [];
  let uids: number[] = [];
  let bytes = 0;
  const flush = async () => {
    if (position === safe) return;
    await reading.emit(mentions, position);
    if (reading.markSeen && uids.length > 0) await session.markSeen(uids);
    safe = position;
    mentions = [];
    uids = [];
    bytes = 0;
  };
  for (const uid of await session.list({ uid: from.uidNext })) {
    if (reading.signal.aborted) break;
    const message = await fetchMessage(session, uid, reading);
    position = { ...position, uidNext: uid + 1, since: laterOf(position.since, message?.receivedAt) };
    if (message === undefined) continue;
    const mention = await mentionOf(message, reading);
    if (mention) mentions.push(mention);
    uids.push(uid);
    bytes += message.source.length;
    if (uids.length >= MAX_BATCH || bytes >= MAX_BATCH_BYTES) await flush();
  }
  await flush();
  return position;
}

/** A message that the server goes on refusing must not hold up those behind it. */
async function fetchMessage(
  session: ImapSession,
  uid: number,
  { maxMessage, context, signal }: Reading,
): Promise<StoredMessage | undefined> {
  for (let tries = 1; tries <= TRIES; tries++) {
    const message = await session.fetch(uid, maxMessage);
    if (message === 'gone') return undefined;
    if (message !== 'refused') return message;
    if (tries < TRIES) await context.clock.sleep(BETWEEN_TRIES_MS, signal);
  }
  context.dropped('not given by the server');
  context.log.warn({ uid }, 'the server does not give a message that it lists: left out');
  return undefined;
}

async function mentionOf(message: StoredMessage, reading: Reading): Promise<Mention | undefined> {
  const { uid, size, source, receivedAt } = message;
  const { context, maxMessage, trustedAuthServers } = reading;
  if (size > source.length && source.length >= maxMessage) {
    context.dropped('end of a message larger than maxMessage');
    context.log.debug({ uid, size }, 'only the beginning of a large message is read');
  }
  const { source: name, allowedLatenessMs } = context;
  const now = context.clock.now();
  try {
    return await readMail(source, { source: name, now, allowedLatenessMs, trustedAuthServers, receivedAt });
  } catch (error) {
    if (!(error instanceof MailError)) throw error;
    context.dropped('unreadable message');
    context.log.debug({ uid, problem: error.message }, 'unreadable message');
    return undefined;
  }
}

function laterOf(instant: string, ms = 0): string {
  return ms > Date.parse(instant) ? new Date(ms).toISOString() : instant;
}
