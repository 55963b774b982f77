import { type FetchMessageObject, ImapFlow, type MailboxObject } from 'imapflow';
import type { Clock } from '../clock';
import { explainImapFailure, type ImapAttempt, MailboxError } from './imap-failure';

/** How a mailbox is reached. */
export type ImapSettings = {
  readonly host: string;
  readonly port: number;
  readonly tls: 'implicit' | 'starttls' | 'none';
  readonly user: string;
  readonly password?: string;
  readonly accessToken?: string;
  readonly mailbox: string;
  readonly readOnly: boolean;
  /** PEM of an authority to trust beside the known ones. */
  readonly ca?: string;
  /** How often the caller speaks to the server at least. */
  readonly everyMs: number;
  /** A server that is asked and says nothing for so long is given up. */
  readonly silenceMs: number;
};

/** A message as the server holds it; `source` is cut at the size asked for. */
export type StoredMessage = {
  readonly uid: number;
  readonly source: Buffer;
  readonly size: number;
  readonly receivedAt?: number;
};

/** One connection with its mailbox open. Everything throws a MailboxError. */
export type ImapSession = {
  /** Changes when the server numbers its messages anew; UIDs of before then mean nothing. */
  readonly uidValidity: string;
  readonly uidNext: () => Promise<number>;
  /** UIDs of the messages from this one on, or of those that came since this day, rising. */
  readonly list: (from: { readonly uid: number } | { readonly since: Date }) => Promise<number[]>;
  /** `gone` when it was deleted meanwhile, `refused` when the server does not give it. */
  readonly fetch: (uid: number, maxLength: number) => Promise<StoredMessage | 'gone' | 'refused'>;
  readonly markSeen: (uids: readonly number[]) => Promise<void>;
  /** Resolves when the server tells of new mail, or after this time; at once on abort, which ends the connection. */
  readonly waitForMail: (ms: number, clock: Clock, signal: AbortSignal) => Promise<void>;
  readonly close: () => void;
};

const CONNECT_MS = 10_000;
/** Gateways forget connections on which nothing is said for longer, and servers end them. */
const MAX_WAIT_MS = 240_000;

/** Connects, logs in and opens the mailbox; the signal cuts everything short. */
export async function openImapSession(
  settings: ImapSettings,
  attempt: ImapAttempt,
  signal: AbortSignal,
): Promise<ImapSession> {
  const client = createClient(settings);
  const close = () => client.close();
  let lastError: unknown;
  // The library tells of a silent server and leaves the question open; closing is what ends it.
  client.on('error', (error) => {
    lastError ??= error;
    close();
  });
  signal.addEventListener('abort', close, { once: true });
  client.once('close', () => signal.removeEventListener('abort', close));
  const ask = async <Answer>(question: () => Promise<Answer>): Promise<Answer> => {
    try {
      const answer = await question();
      // The library answers some questions with nothing when the connection breaks.
      if (!client.usable)
        throw lastError ?? Object.assign(new Error('connection cut'), { code: 'NoConnection' });
      return answer;
    } catch (error) {
      throw explainImapFailure(lastError ?? error, attempt);
    }
  };
  try {
    await ask(() => client.connect());
    const opened = await openMailbox(client, settings, attempt, ask);
    return sessionOf(client, opened, attempt, ask);
  } catch (error) {
    client.close();
    throw error;
  }
}

type Ask = <Answer>(question: () => Promise<Answer>) => Promise<Answer>;

function createClient({ host, port, tls, user, everyMs, silenceMs, ...settings }: ImapSettings): ImapFlow {
  const { password: pass, accessToken, ca } = settings;
  return new ImapFlow({
    host,
    port,
    secure: tls === 'implicit',
    ...(tls === 'implicit' ? {} : { doSTARTTLS: tls === 'starttls' }),
    auth: accessToken === undefined ? { user, pass } : { user, accessToken },
    ...(ca !== undefined && { tls: { ca } }),
    clientInfo: { name: 'Vigie' },
    disableAutoIdle: true,
    // Its log repeats headers and texts of mails.
    logger: false,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: silenceMs + Math.min(everyMs, MAX_WAIT_MS),
  });
}

async function openMailbox(
  client: ImapFlow,
  settings: ImapSettings,
  attempt: ImapAttempt,
  ask: Ask,
): Promise<MailboxObject> {
  const { mailbox, readOnly } = settings;
  try {
    return await client.mailboxOpen(mailbox, { readOnly });
  } catch (error) {
    if (!client.usable) throw explainImapFailure(error, attempt);
    const names = (await ask(() => client.list())).map(({ path }) => path);
    const problem = names.includes(mailbox)
      ? `the mailbox "${mailbox}" cannot be opened: check that ${attempt.user} may read it`
      : `there is no mailbox "${mailbox}": there are ${names.slice(0, 20).join(', ') || 'none'}`;
    throw new MailboxError(attempt, problem, error);
  }
}

function sessionOf(client: ImapFlow, opened: MailboxObject, attempt: ImapAttempt, ask: Ask): ImapSession {
  let hasNews = false;
  let wake = () => {};
  const tell = () => {
    hasNews = true;
    wake();
  };
  client.on('exists', tell);
  client.on('close', tell);
  const list: ImapSession['list'] = async (from) => {
    const query = 'uid' in from ? { uid: `${from.uid}:*` } : { since: from.since };
    const found = await ask(() => client.search(query, { uid: true }));
    if (!found) throw new MailboxError(attempt, 'the server does not answer a search for new mail');
    // "7:*" names the last message even where that is number 5.
    return found.filter((uid) => !('uid' in from) || uid >= from.uid).toSorted((a, b) => a - b);
  };
  return {
    uidValidity: String(opened.uidValidity),
    list,
    uidNext: async () => opened.uidNext || ((await list({ uid: 1 })).at(-1) ?? 0) + 1,
    fetch: async (uid, maxLength) => {
      const query = { uid: true, size: true, internalDate: true, source: { start: 0, maxLength } };
      const message = await ask(() =>
        client.fetchOne(String(uid), query, { uid: true }).catch(unlessRefused),
      );
      if (message && message.source !== undefined) return storedMessage(message, message.source);
      return (await list({ uid })).includes(uid) ? 'refused' : 'gone';
    },
    markSeen: async (uids) => {
      await ask(() => client.messageFlagsAdd(uids.join(','), ['\\Seen'], { uid: true }));
    },
    waitForMail: async (ms, clock, signal) => {
      const waiting = new AbortController();
      wake = () => waiting.abort();
      if (!hasNews && client.capabilities.has('IDLE')) client.idle().catch(tell);
      if (!hasNews) await clock.sleep(Math.min(ms, MAX_WAIT_MS), waiting.signal);
      hasNews = false;
      if (!signal.aborted) await ask(() => client.noop());
    },
    close: () => client.close(),
  };
}

/** The server said NO to one message; the connection still stands. */
function unlessRefused(error: Error & { readonly responseStatus?: unknown }): false {
  if (error.responseStatus === 'NO') return false;
  throw error;
}

function storedMessage({ uid, size, internalDate }: FetchMessageObject, source: Buffer): StoredMessage {
  const receivedAt = internalDate === undefined ? Number.NaN : new Date(internalDate).getTime();
  return { uid, source, size: size ?? source.length, ...(Number.isNaN(receivedAt) ? {} : { receivedAt }) };
}
