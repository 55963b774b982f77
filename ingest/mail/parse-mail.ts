import iconv from 'iconv-lite';
import PostalMime, { type Address, type Attachment, type Email } from 'postal-mime';
import { decodeCharset } from '../feed/decode-charset';
import { htmlToText, oneLine, tidyText } from '../plain-text';
import { linksOf } from './mail-links';
import { headerEnd, type MailHeader, rawHeaders } from './received-headers';
import { visibleHtml } from './visible-html';

/** Who wrote: the address in lower case, and the name shown. Either may be missing. */
export type Correspondent = { readonly address?: string; readonly name?: string };

/** One message by itself; what is attached to it as a message is not read yet. */
export type ParsedMail = {
  readonly headers: readonly MailHeader[];
  readonly rawHeaders: string;
  readonly from: Correspondent;
  readonly subject: string;
  readonly replyTo?: string;
  readonly returnPath?: string;
  /** What a reader sees, releases attached as text included, as plain text. */
  readonly text: string;
  readonly links: readonly string[];
  /** Names of what is attached and was not read. */
  readonly attachments: readonly string[];
  readonly messages: readonly Buffer[];
};

/** What is no message, or not one that can be read. */
export class MailError extends Error {
  readonly name = 'MailError';
}

const MAX_TEXT = 200_000;
const MAX_HTML = 2_000_000;
/** More than an attachment of 8 MB has; the parser spends as long on an empty line as on a full one. */
const MAX_LINES = 120_000;
const MAX_NAMES = 20;
const MESSAGE_HEADERS: ReadonlySet<string> = new Set([
  'from',
  'sender',
  'subject',
  'date',
  'message-id',
  'received',
]);

/** Reads a raw message (RFC 5322, MIME). Throws a MailError for what has no header of a mail or nests without end. */
export async function parseMail(bytes: Buffer): Promise<ParsedMail> {
  const raw = firstLines(withoutPrelude(bytes));
  const email = await PostalMime.parse(raw, { forceRfc822Attachments: true }).catch((error: Error) => {
    throw new MailError(`the message cannot be read: ${error.message}`, { cause: error });
  });
  if (!email.headers.some(({ key }) => MESSAGE_HEADERS.has(key)))
    throw new MailError('this is no e-mail: it has no From, Subject, Date or Message-ID');
  const { messages, texts, names } = sortAttachments(email.attachments);
  const isBare = email.text === undefined && email.html === undefined && email.attachments.length === 0;
  const body = isBare ? unpartedBody(raw) : bodyOf(email);
  const text = [body.text, ...texts.map((part) => part.text), ...names.map((name) => `[${name}]`)];
  const links = [...body.links, ...texts.flatMap((part) => part.links)];
  const whole = text.filter(Boolean).join('\n\n').slice(0, MAX_TEXT);
  return {
    headers: email.headers,
    rawHeaders: rawHeaders(raw),
    from: correspondent(email.from) ?? correspondent(email.sender) ?? {},
    subject: oneLine(mendControls(email.subject ?? '')),
    replyTo: correspondent(email.replyTo?.[0])?.address,
    returnPath: email.returnPath?.toLowerCase(),
    text: whole,
    links: linksOf(links, whole),
    attachments: names,
    messages: isReport(email.headers) ? [] : messages,
  };
}

/** Without a byte order mark, empty lines and the envelope line that mbox files put before a message. */
function withoutPrelude(bytes: Buffer): Buffer {
  const start = /^(?:\xef\xbb\xbf)?[\r\n]*(?:From [^\r\n:]*\d\d:\d\d[^\r\n]*\r?\n)?/.exec(
    bytes.subarray(0, 2_000).toString('latin1'),
  );
  return bytes.subarray(start?.[0].length ?? 0);
}

function firstLines(raw: Buffer): Buffer {
  let end = -1;
  for (let lines = 0; lines < MAX_LINES; lines++) {
    end = raw.indexOf(10, end + 1);
    if (end < 0) return raw;
  }
  return raw.subarray(0, end);
}

function correspondent(address: Address | undefined): Correspondent | undefined {
  const mailbox = address?.group ? address.group[0] : address;
  const name = oneLine(mendControls(mailbox?.name ?? ''));
  const plain = (mailbox?.address ?? '').trim().toLowerCase();
  if (name === '' && plain === '') return undefined;
  return { ...(plain.includes('@') && { address: plain }), ...(name !== '' && { name }) };
}

/** Node reads Windows-1252 as ISO 8859-1 (https://github.com/nodejs/node/issues/56542): its quotes become controls. */
function mendControls(text: string): string {
  return text.replace(/[\u0080-\u009f]/g, (control) =>
    iconv.decode(Buffer.from(control, 'latin1'), 'windows-1252'),
  );
}

type ReadPart = { readonly text: string; readonly links: readonly string[] };

/** The HTML as people see it; also the plain version, where that says what the HTML does not. */
function bodyOf({ html, text = '' }: Pick<Email, 'html' | 'text'>): ReadPart {
  const plain = tidyText(mendControls(text)).slice(0, MAX_TEXT);
  if (html === undefined) return { text: plain, links: [] };
  const seen = readHtml(mendControls(html));
  if (seen.text === '') return { text: plain, links: seen.links };
  return { text: saysMore(plain, seen.text) ? `${seen.text}\n\n${plain}` : seen.text, links: seen.links };
}

/** A body whose parts cannot be told apart: what programs that know no parts would show. */
function unpartedBody(raw: Buffer): ReadPart {
  return { text: tidyText(decodeCharset(raw.subarray(headerEnd(raw)))), links: [] };
}

function readHtml(source: string): ReadPart {
  const { html, links } = visibleHtml(source.slice(0, MAX_HTML));
  return { text: htmlToText(html).slice(0, MAX_TEXT), links };
}

/** Whether a tenth of the words, and more than a few, stand in the first text alone. */
function saysMore(text: string, other: string): boolean {
  const wordsOf = (words: string) =>
    words
      .toLowerCase()
      .replace(/https?:\S+/g, ' ')
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  const known = new Set(wordsOf(other));
  const words = wordsOf(text);
  const missing = words.filter((word) => !known.has(word)).length;
  return missing > 10 && missing > words.length / 10;
}

function sortAttachments(attachments: readonly Attachment[]) {
  const messages: Buffer[] = [];
  const texts: ReadPart[] = [];
  const names: string[] = [];
  for (const attachment of attachments) {
    const { mimeType, related } = attachment;
    const name = oneLine(attachment.filename ?? '').slice(0, 200);
    const content = bytesOf(attachment.content);
    if (/^message\/(rfc822|global)$/.test(mimeType) || /\.eml$/i.test(name)) messages.push(content);
    else if (mimeType === 'text/html' || /\.html?$/i.test(name)) texts.push(readHtml(decodeCharset(content)));
    else if (isPlainText(mimeType, name)) texts.push({ text: tidyText(decodeCharset(content)), links: [] });
    else if (name !== '' && !related && names.length < MAX_NAMES) names.push(name);
  }
  return { messages, texts, names };
}

/** What has no name and no known type is shown as text by mail programs. */
function isPlainText(mimeType: string, name: string): boolean {
  if (mimeType === 'text/plain' || /\.txt$/i.test(name)) return true;
  return (
    name === '' && (!/^[\w-]+\/[\w.+-]+$/.test(mimeType) || /^text\/(?!calendar|csv|css|rtf)/.test(mimeType))
  );
}

function bytesOf(content: ArrayBuffer | Uint8Array | string): Buffer {
  if (typeof content === 'string') return Buffer.from(content);
  return content instanceof Uint8Array ? Buffer.from(content) : Buffer.from(new Uint8Array(content));
}

/** A bounce or a complaint brings the message that it speaks of as evidence; nobody forwarded that. */
function isReport(headers: readonly MailHeader[]): boolean {
  return headers.some(({ key, value }) => key === 'content-type' && /^\s*multipart\/report\b/i.test(value));
}
