import { domainToUnicode } from 'node:url';
import { parse } from 'tldts';

const LINK = /\bhttps?:\/\/[^\s<>"'()[\]{}]+/gi;
const LABEL_END = /[\p{L}\p{N}]/u;
const SUFFIX_START = /[\p{Ll}\p{Lo}]/u;
const HOST_CHARACTER = /[\p{L}\p{N}.-]/u;
const MAX_HOST = 120;

/** The host of a link, lower case with punycode decoded; undefined where there is none. */
export function hostOf(link: string): string | undefined {
  const start = link.indexOf('://');
  if (start < 0) return undefined;
  const authority = link.slice(start + 3, start + 303).split(/[/?#\\]/, 1)[0] ?? '';
  const host = authority.slice(authority.lastIndexOf('@') + 1).replace(/:\d*$/, '');
  return tidyHost(host);
}

/** The host of an e-mail address. */
export function hostOfAddress(address: string): string | undefined {
  const at = address.lastIndexOf('@');
  return at < 0 ? undefined : tidyHost(address.slice(at + 1).replace(/[>\s].*$/s, ''));
}

function tidyHost(host: string): string | undefined {
  const lower = host.toLowerCase().replace(/^\.+|\.+$/g, '');
  if (!lower.includes('.')) return undefined;
  return lower.includes('xn--') ? domainToUnicode(lower) || lower : lower;
}

/** Hosts in a running text: of links, of e-mail addresses and bare ones ("see vinci.group"); at most `limit`. */
export function hostsInText(text: string, limit: number): string[] {
  const hosts = new Set<string>();
  if (text.includes('://'))
    for (const [link] of text.matchAll(LINK)) {
      const host = hostOf(link);
      if (host) hosts.add(host);
      if (hosts.size >= limit) return [...hosts];
    }
  // Walked dot by dot with bounded reach: a pattern for bare hosts is quadratic on hostile text.
  for (let dot = text.indexOf('.'); dot >= 0; ) {
    const { host, end } = bareHostAround(text, dot);
    if (host) hosts.add(host);
    if (hosts.size >= limit) break;
    dot = text.indexOf('.', end);
  }
  return [...hosts];
}

function bareHostAround(text: string, dot: number): { host?: string; end: number } {
  const after = text[dot + 1] ?? ' ';
  if (!SUFFIX_START.test(after) || !LABEL_END.test(text[dot - 1] ?? ' ')) return { end: dot + 1 };
  let start = dot;
  while (start > 0 && dot - start < MAX_HOST && HOST_CHARACTER.test(text[start - 1] ?? ' ')) start--;
  let end = dot + 1;
  while (end < text.length && end - dot < MAX_HOST && HOST_CHARACTER.test(text[end] ?? ' ')) end++;
  if (text[start - 1] === '/') return { end };
  const host = tidyHost(text.slice(start, end).replace(/^[-.]+|[-.]+$/g, ''));
  return host && parse(host).isIcann ? { host, end } : { end };
}

/** The domain that somebody registered: `news.vinci.co.uk` → `vinci.co.uk`; undefined for addresses and bare suffixes. */
export function registrableDomain(host: string): string | undefined {
  return parse(host, { extractHostname: false, validateHostname: false }).domain ?? undefined;
}
