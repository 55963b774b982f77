import { decodeCharset } from '#ingest/feed/decode-charset';
import { readMail } from '#ingest/mail/read-mail';
import { visibleHtml } from '#ingest/mail/visible-html';
import { type Mention, mentionId } from '#ingest/mention';
import { htmlToText, oneLine } from '#ingest/plain-text';
import { readVerifiable, type Verifiable } from './verifiable';

/** What somebody has received: a file, a page, or what was pasted. */
export type Received = {
  readonly bytes: Buffer;
  /** Name of the file, where there is one; its ending tells what it is. */
  readonly name?: string;
  /** Where it was fetched from. */
  readonly url?: string;
  /** As the server that gave it said. */
  readonly contentType?: string;
};

const HEADER_LINE = /^[!-9;-~]{1,70}:[ \t]?.*$/;
const MAIL_HEADER = /^(from|return-path|received|delivered-to|mime-version|message-id):/im;
// The bounds keep a page full of "<title" linear.
const TITLE = /<title(?:\s[^<>]{0,500})?>([\s\S]{0,500}?)<\/title>/i;
const LONGEST_TITLE = 220;
const LATENESS_MS = 7 * 86_400_000;

/**
 * Reads what the desk has received: a raw e-mail, an HTML page, a mention as JSON (with its `context`), or plain text.
 * `now` (epoch milliseconds) stands for times that are not told. Throws with what cannot be read, and why.
 */
export async function readReceived(received: Received, now: number): Promise<Verifiable> {
  const { bytes, name = '', url } = received;
  if (isMail(bytes, name)) {
    const mention = await readMail(bytes, { source: 'verify', now, allowedLatenessMs: LATENESS_MS });
    // Judged as of when it came: what has been said since is not known here.
    const collectedAt = mention.publishedAt;
    return { mention: { ...mention, collectedAt, ...(url !== undefined && { url }) }, context: [] };
  }
  const text = decodeCharset(bytes, received.contentType).replace(/^\ufeff/, '');
  if (text.trim() === '')
    throw new Error(`${name || 'the input'} is empty: paste or name the text to be judged`);
  const json = jsonOf(text);
  if (json) return readVerifiable(json, now);
  const isPage =
    /\.x?html?$/i.test(name) ||
    /html/i.test(received.contentType ?? '') ||
    /^\s*<(!doctype|html|head|body|div|p|table|article)\b/i.test(text);
  return { mention: isPage ? pageMention(text, url, now) : textMention(text, url, now), context: [] };
}

function isMail(bytes: Buffer, name: string): boolean {
  if (/\.eml$/i.test(name)) return true;
  const [head = ''] = bytes
    .subarray(0, 64_000)
    .toString('latin1')
    .split(/\r?\n\r?\n/, 1);
  const lines = head.split(/\r?\n/).filter((line) => !/^[ \t]/.test(line));
  return lines.length >= 3 && lines.every((line) => HEADER_LINE.test(line)) && MAIL_HEADER.test(head);
}

function jsonOf(text: string): object | undefined {
  if (!text.trimStart().startsWith('{')) return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`the input begins like JSON and cannot be read as such: ${(error as Error).message}`);
  }
}

function pageMention(html: string, url: string | undefined, now: number): Mention {
  const title = TITLE.exec(html)?.[1] ?? '';
  const { html: seen, links } = visibleHtml(html);
  return mentionOf(
    { title: oneLine(htmlToText(title)), text: htmlToText(seen), links: links.slice(0, 50) },
    url,
    now,
  );
}

/** The first line is the title where it is short and something follows. */
function textMention(text: string, url: string | undefined, now: number): Mention {
  const [first = '', ...rest] = text.trim().split(/\r?\n/);
  const body = rest.join('\n').trim();
  const hasTitle = first.length <= LONGEST_TITLE && body !== '';
  return mentionOf(hasTitle ? { title: oneLine(first), text: body } : { text: text.trim() }, url, now);
}

function mentionOf(
  { title, text, links = [] }: { title?: string; text: string; links?: readonly string[] },
  url: string | undefined,
  now: number,
): Mention {
  const at = new Date(now).toISOString();
  return {
    id: mentionId('verify', `${url ?? ''}\u0000${title ?? ''}\u0000${text}`),
    source: 'verify',
    channel: 'web',
    text: text || (title ?? ''),
    publishedAt: at,
    collectedAt: at,
    ...(title && { title }),
    ...(url !== undefined && { url }),
    ...(links.length > 0 && { links: [...links] }),
  };
}
