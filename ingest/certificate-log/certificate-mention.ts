import { domainToUnicode } from 'node:url';
import type { WatchedHost } from '../collector';
import { clampPublishedAt, type Mention, mentionId } from '../mention';
import type { CertificateFacts } from './read-certificate';

const SHOWN_HITS = 10;
const SHOWN_OTHERS = 10;

/** A name on a certificate that imitates domains of watched brands. */
export type Hit = { readonly name: string; readonly likenesses: readonly WatchedHost['lookAlike'][] };

/** Where and when the certificate was seen. Instants in epoch milliseconds. */
export type Sighting = {
  readonly source: string;
  /** Address of the log and index of the entry. */
  readonly place: string;
  /** When the log took it. */
  readonly loggedAt: number;
  /** When the log's tree did not hold it yet; logs may merge what they took a day later. */
  readonly notYetAt?: number;
  readonly collectedAt: number;
  readonly allowedLatenessMs: number;
};

/** The host that a name on a certificate stands for, as people read it: without the wildcard, punycode decoded. */
export function hostOfName(name: string): string {
  const host = name.replace(/^\*\./, '');
  return host.includes('xn--') ? domainToUnicode(host) || host : host;
}

/**
 * Tells of a certificate on which there are names that imitate watched domains, in words for a press officer. Its id
 * is made of issuer and serial, so that a pre-certificate and its certificate, in whatever logs, are one mention.
 */
export function mentionOfCertificate(
  { names, issuer, identity, serial, notBefore, notAfter }: CertificateFacts,
  hits: readonly Hit[],
  sighting: Sighting,
): Mention {
  const { source, place, loggedAt, notYetAt = 0, collectedAt, allowedLatenessMs } = sighting;
  const sorted = [...hits].sort((a, b) => a.name.length - b.name.length || (a.name < b.name ? -1 : 1));
  const title = `A certificate was issued for ${listInWords(
    sorted.map(({ name }) => shownName(name)),
    SHOWN_HITS,
  )}`;
  const others = names.filter((name) => !hits.some((hit) => hit.name === name));
  const validity = Number.isNaN(notBefore + notAfter)
    ? ''
    : `, valid from ${inWords(notBefore)} to ${inWords(notAfter)}`;
  const sentences = [
    `${title} on ${inWords(loggedAt)} by ${issuer}${validity}.`,
    ...explain(sorted),
    ...(others.length > 0 ? [`Other names on it: ${listInWords(others.map(shownName), SHOWN_OTHERS)}.`] : []),
    'Whoever holds it can put up a web site or send mail under such a name; often nothing is to be seen there yet.',
  ];
  const collected = new Date(collectedAt).toISOString();
  const published = new Date(Math.max(loggedAt, notYetAt)).toISOString();
  const url = `https://crt.sh/?serial=${serial}`;
  return {
    id: mentionId(source, identity),
    source,
    channel: 'certificate-log',
    url,
    canonicalUrl: url,
    title,
    text: sentences.join(' '),
    language: 'en',
    ...clampPublishedAt(published, collected, allowedLatenessMs),
    collectedAt: collected,
    original: { id: place },
  };
}

/** One sentence for each way of imitating: "vinci.group has the name of vinci.com under another suffix." */
function explain(hits: readonly Hit[]): string[] {
  const sentences = new Map<string, string>();
  for (const { name, likenesses } of hits)
    for (const { explanation } of likenesses)
      if (!sentences.has(explanation) && sentences.size < SHOWN_HITS)
        sentences.set(explanation, `${hostOfName(name)} ${explanation}.`);
  return [...sentences.values()];
}

/** Letters of another script look like ours: what is really written stands beside them. */
function shownName(name: string): string {
  const host = hostOfName(name);
  const bare = name.replace(/^\*\./, '');
  return host === bare ? name : `${name === bare ? '' : '*.'}${host} (${name})`;
}

function listInWords(items: readonly string[], most: number): string {
  if (items.length <= 1) return items[0] ?? '';
  if (items.length > most) return `${items.slice(0, most).join(', ')} and ${items.length - most} more`;
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

/** `7 Nov 2016`; the world's time, as certificates write it. */
function inWords(at: number): string {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone: 'UTC',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  }).format(at);
}
