// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is how an operator names a secret in YAML
import { z } from 'zod';
import { Duration } from '#config/fields/duration';
import { FilePath } from '#config/fields/file-path';
import { Secret } from '#config/fields/secret';
import { type CollectorContext, type Cursor, defineCollector } from '../collector';
import type { ImapAttempt } from '../mail/imap-failure';
import { type ImapSession, type ImapSettings, openImapSession } from '../mail/imap-session';
import { type MailPosition, readNewMail } from '../mail/read-new-mail';
import { readAuthority } from '../read-authority';

const DEFAULT_EVERY_MS = 30_000;
const DAY_MS = 86_400_000;
const SILENCE_MS = 30_000;

const Options = z
  .strictObject({
    host: z
      .string()
      .regex(/^[\w.:-]+$/, 'expected a host name such as imap.example.com')
      .describe('IMAP server'),
    port: z.number().int().min(1).max(65_535).optional().describe('993; with secure: false, 143'),
    secure: z.boolean().default(true).describe('TLS from the first byte; false: see startTls'),
    startTls: z
      .boolean()
      .default(true)
      .describe(
        'with secure: false, STARTTLS or no mail; false: unencrypted, only for a server on this machine or net',
      ),
    ca: FilePath.optional().describe(
      "authority (PEM) that signed the server's certificate, if it is your own",
    ),
    user: z.string().min(1).describe('account at the server'),
    password: Secret.optional().describe('of the account; write ${MAIL_PASSWORD} or ${file:…}'),
    accessToken: Secret.optional().describe('OAuth2 access token, instead of a password'),
    mailbox: z.string().min(1).default('INBOX').describe('folder that is read'),
    every: Duration.optional().describe(
      'how often to look beside what the server tells by itself (IDLE); default 30s, at most 4m',
    ),
    from: z
      .enum(['now', 'start'])
      .default('now')
      .describe('at the first start: only mail that comes from then on, or all that is there'),
    markSeen: z
      .boolean()
      .default(false)
      .describe('mark mail as seen once it is safe; otherwise nothing is changed'),
    maxMessage: z
      .number()
      .int()
      .min(10_000)
      .default(5_000_000)
      .describe('bytes read of a message; of a larger one only the beginning is read, and that is counted'),
    trustedAuthServers: z
      .array(z.string().min(1))
      .min(1)
      .optional()
      .describe(
        'names (authserv-id) under which your servers write Authentication-Results; without it the newest is believed, which a sender can forge where your servers write none',
      ),
  })
  .refine(({ password, accessToken }) => (password === undefined) !== (accessToken === undefined), {
    path: ['password'],
    message: 'expected either password or accessToken',
  });
type Options = z.output<typeof Options>;

const Position = z.object({
  address: z.string(),
  uidValidity: z.string(),
  uidNext: z.number().int(),
  since: z.string(),
}) satisfies z.ZodType<MailPosition>;

/** Reads a mailbox over IMAP: told of new mail by the server, and looking by itself where it is not. */
export const mailbox = defineCollector({
  kind: 'mailbox',
  summary: 'Reads a mailbox over IMAP: each message is a mention, with what its headers tell of the sender.',
  options: Options,
  example: [
    'name: press-desk',
    'kind: mailbox',
    'host: imap.example.com',
    'user: press@example.com',
    'password: ${PRESS_MAIL_PASSWORD}',
    'trustedAuthServers: [mx.example.com]',
  ].join('\n'),
  gapPolicy: 'replayable',
  defaultEveryMs: DEFAULT_EVERY_MS,
  address: addressOf,
  create: (options, context) => {
    const settings = settingsOf(options);
    return {
      mode: 'stream',
      run: async ({ cursor, emit, signal, once }) => {
        const session = await openImapSession(settings, attemptOf(options), signal);
        try {
          let position = await startOf(session, cursor, options, context);
          // Also says that the mailbox answers, which ends the longer and longer waits after failures.
          await emit([], position);
          do {
            position = await readNewMail(session, position, { ...options, context, emit, signal });
            if (!once) await session.waitForMail(settings.everyMs, context.clock, signal);
          } while (!once && !signal.aborted);
        } finally {
          session.close();
        }
      },
    };
  },
});

function addressOf({ host, port, secure, user, mailbox }: Options): string {
  const place = `${secure ? 'imaps' : 'imap'}://${host}${port === undefined ? '' : `:${port}`}`;
  return `${place}/${mailbox} of ${user}`;
}

function settingsOf(options: Options): ImapSettings {
  const { host, port, secure, startTls, user, mailbox, markSeen, every, ca } = options;
  return {
    host,
    port: port ?? (secure ? 993 : 143),
    tls: secure ? 'implicit' : startTls ? 'starttls' : 'none',
    user,
    password: options.password?.reveal(),
    accessToken: options.accessToken?.reveal(),
    mailbox,
    readOnly: !markSeen,
    ca: ca === undefined ? undefined : readAuthority(ca, 'ca'),
    everyMs: every ?? DEFAULT_EVERY_MS,
    silenceMs: SILENCE_MS,
  };
}

function attemptOf(options: Options): ImapAttempt {
  const { user, mailbox, password, accessToken } = options;
  const secrets = [password, accessToken].flatMap((secret) => secret?.reveal() ?? []);
  return { address: addressOf(options), user, mailbox, withToken: accessToken !== undefined, secrets };
}

async function startOf(
  session: ImapSession,
  cursor: Cursor | undefined,
  options: Options,
  { clock, log }: CollectorContext,
): Promise<MailPosition> {
  const address = addressOf(options);
  const { uidValidity } = session;
  const saved = Position.safeParse(cursor);
  if (!saved.success || saved.data.address !== address) {
    if (options.from === 'start')
      return { address, uidValidity, uidNext: 1, since: new Date(0).toISOString() };
    const since = new Date(clock.now()).toISOString();
    return { address, uidValidity, uidNext: await session.uidNext(), since };
  }
  if (saved.data.uidValidity === uidValidity) return saved.data;
  log.warn('the mailbox numbers its messages anew: reading again what came since the last message');
  // Servers compare days, in their own zone: a day more than needed.
  const since = new Date(Date.parse(saved.data.since) - DAY_MS);
  const uidNext = (await session.list({ since }))[0] ?? (await session.uidNext());
  return { ...saved.data, uidValidity, uidNext };
}
