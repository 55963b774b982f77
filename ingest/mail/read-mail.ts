import { createHash } from 'node:crypto';
import { readFeedDate } from '../feed/feed-date';
import { clampPublishedAt, type Mail, type Mention, mentionId } from '../mention';
import { type OriginalMail, originalOf } from './original-mail';
import { type ParsedMail, parseMail } from './parse-mail';
import { arrivalOf, authenticationResults } from './received-headers';

const MAX_HEADERS = 64_000;

/** What of a mail's mention comes from the moment and the configuration. */
export type MailContext = {
  readonly source: string;
  readonly now: number;
  readonly allowedLatenessMs: number;
  /** Names (authserv-id) of the servers whose Authentication-Results count; without it, the newest counts. */
  readonly trustedAuthServers?: readonly string[];
  /** When the mailbox got the message; without it, the newest `Received` header says. Epoch milliseconds. */
  readonly receivedAt?: number;
};

/**
 * Reads a raw message as a mention of channel `e-mail`. Of a forward, attached or inline, the message that was
 * passed on is what the mention shows; `mail.forwardedBy` names who sent it here, and only for them does
 * `authentication` prove anything. Throws a MailError for what is no message.
 */
export async function readMail(raw: Buffer | string, context: MailContext): Promise<Mention> {
  const bytes = Buffer.isBuffer(raw) ? raw : Buffer.from(raw);
  const mail = await parseMail(bytes);
  const original = await originalOf(mail);
  const { address, name } = original.from;
  const collectedAt = new Date(context.now).toISOString();
  const inReplyTo = messageIdIn(headerOf(mail, 'in-reply-to'));
  return {
    id: idOf(mail, original, bytes, context.source),
    source: context.source,
    channel: 'e-mail',
    ...(original.subject !== '' && { title: original.subject }),
    text: original.text || original.subject,
    ...((address ?? name) !== undefined && {
      author: { id: address ?? name ?? '', ...(name !== undefined && { name }) },
    }),
    ...clampPublishedAt(sentAt(mail, context), collectedAt, context.allowedLatenessMs),
    collectedAt,
    ...(inReplyTo !== undefined && { inReplyTo }),
    ...(address !== undefined && { sender: address }),
    ...(original.links.length > 0 && { links: [...original.links] }),
    mail: mailOf(mail, original, context.trustedAuthServers),
  };
}

/**
 * Who knows the Message-ID of a genuine mail can send another under it; what it says is therefore part of the id.
 * How it travelled is not: two copies of one mail are one.
 */
function idOf(mail: ParsedMail, original: OriginalMail, bytes: Buffer, source: string): string {
  const messageId = messageIdIn(headerOf(mail, 'message-id'));
  if (messageId === undefined) return mentionId(source, hash(bytes));
  return mentionId(
    source,
    messageId,
    hash([original.from.address, mail.subject, original.text].join('\u0000')),
  );
}

function mailOf(mail: ParsedMail, original: OriginalMail, trusted: readonly string[] | undefined): Mail {
  const { replyTo, returnPath, headers, attachments, isForwarded } = original;
  const authentication = authenticationResults(mail.headers, trusted);
  return {
    ...(replyTo !== undefined && { replyTo }),
    ...(returnPath !== undefined && { returnPath }),
    authentication: isForwarded ? [] : authentication,
    headers: headers.join('\n\n').slice(0, MAX_HEADERS),
    ...(attachments.length > 0 && { attachments: [...attachments] }),
    ...(isForwarded && { forwardedBy: { ...mail.from, authentication } }),
  };
}

/**
 * The date that the sender wrote. One that is too old to raise a page gives way to that of the arrival, which is not
 * the sender's to choose: a mail dated back would otherwise stay unseen.
 */
function sentAt(mail: ParsedMail, { receivedAt, now, allowedLatenessMs }: MailContext): string | undefined {
  const claimed = readFeedDate(headerOf(mail, 'date'));
  const arrived = receivedAt === undefined ? arrivalOf(mail.headers) : new Date(receivedAt).toISOString();
  if (claimed === undefined || arrived === undefined) return claimed ?? arrived;
  const claimedMs = Date.parse(claimed);
  return claimedMs < now - allowedLatenessMs || claimedMs > Date.parse(arrived) ? arrived : claimed;
}

function headerOf({ headers }: ParsedMail, name: string): string | undefined {
  return headers.find(({ key }) => key === name)?.value;
}

/** The first id in the header, without its brackets. */
function messageIdIn(value = ''): string | undefined {
  const id = /<([^<>]+)>/.exec(value)?.[1] ?? value;
  return id.trim().slice(0, 1_000) || undefined;
}

function hash(content: Buffer | string): string {
  return createHash('sha256').update(content).digest('hex');
}
