import { decodeCharset } from '../feed/decode-charset';
import { readFeedDate } from '../feed/feed-date';
import { oneLine } from '../plain-text';

/** A header field: its name in lower case and its value, unfolded. */
export type MailHeader = { readonly key: string; readonly value: string };

const MAX_HEADERS = 64_000;

/** Where the header block of a raw message ends, at the latest at its end. */
export function headerEnd(raw: Buffer): number {
  const ends = ['\r\n\r\n', '\n\n'].map((end) => raw.indexOf(end)).filter((at) => at >= 0);
  return Math.min(raw.length, ...ends);
}

/** The header block of a raw message as it stands there, at most 64,000 characters of it. */
export function rawHeaders(raw: Buffer): string {
  return decodeCharset(raw.subarray(0, headerEnd(raw)))
    .slice(0, MAX_HEADERS)
    .trimEnd();
}

/**
 * What the receiving servers found out about the sender, newest first. Servers put their headers on top, so what
 * stands above the first `Received` is theirs; below it the sender may have written anything, and only the newest
 * result of each trusted server counts (of the newest server, where none is named). Feeds on RFC 8601.
 */
export function authenticationResults(
  headers: readonly MailHeader[],
  trusted: readonly string[] | undefined,
): string[] {
  const firstReceived = headers.findIndex(({ key }) => key === 'received');
  const believed = new Set<string>();
  return headers.flatMap(({ key, value }, index) => {
    if (key !== 'authentication-results') return [];
    const server = authServerOf(value);
    if (trusted && !trusted.some((name) => name.toLowerCase() === server)) return [];
    const isNewest = trusted ? !believed.has(server) : believed.size === 0;
    believed.add(server);
    return isNewest || index < firstReceived ? [oneLine(value)] : [];
  });
}

/** The authserv-id: the first word that is no comment. Some servers leave it out; their first word holds a `=`. */
function authServerOf(value: string): string {
  const word = /^(?:\s|\([^()]*\))*"?([^\s;"()]*)/.exec(value)?.[1] ?? '';
  return word.includes('=') ? '' : word.toLowerCase();
}

/** When the newest server took the message, by its `Received` header; ISO 8601. */
export function arrivalOf(headers: readonly MailHeader[]): string | undefined {
  const newest = headers.find(({ key }) => key === 'received')?.value ?? '';
  return readFeedDate(newest.slice(newest.lastIndexOf(';') + 1));
}
