import { isIP } from 'node:net';
import type { Readable } from 'node:stream';
import type { Logger } from 'pino';
import { type Agent, request as send } from 'undici';
import type { Clock } from '../clock';
import { decodeBody } from './decode-body';
import { createHostPace } from './host-pace';
import type { HttpClient, HttpRequest, HttpResponse } from './http-client';
import { HttpError, redactUrl } from './http-error';
import { type AddressPolicy, isAllowedAddress, isLoopbackHost, unbracket } from './private-address';
import { createAgent, type ResolveHost, resolveBySystem } from './public-agent';
import { explainFailure } from './request-failure';
import { readRetryAfterMs } from './retry-after';

/** What one request may cost. Times in milliseconds, sizes in bytes after decompression. */
export type HttpLimits = {
  readonly connectMs: number;
  readonly headersMs: number;
  /** Longest silence while the body arrives. */
  readonly idleMs: number;
  /** From the first packet to the last byte, redirects included; waiting for the host's turn is not counted. */
  readonly totalMs: number;
  readonly maxBytes: number;
  readonly maxRatio: number;
  readonly ratioFloorBytes: number;
  readonly maxRedirects: number;
};

export const defaultHttpLimits: HttpLimits = {
  connectMs: 5_000,
  headersMs: 10_000,
  idleMs: 10_000,
  totalMs: 20_000,
  maxBytes: 10 * 1024 * 1024,
  maxRatio: 100,
  ratioFloorBytes: 256 * 1024,
  maxRedirects: 5,
};

export type PoliteHttpClientOptions = {
  readonly clock: Clock;
  readonly log?: Logger;
  readonly limits?: Partial<HttpLimits>;
  readonly userAgent?: string;
  /** Smallest time between the starts of two requests to one host and port; this machine itself is not paced. */
  readonly minHostGapMs?: number;
  /** Stands in for the system's resolver. */
  readonly resolveHost?: ResolveHost;
};

const USER_AGENT = 'Vigie/0.1 (brand monitoring; feed reader)';
const ACCEPT =
  'application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5';
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const PERMANENT: ReadonlySet<number> = new Set([301, 308]);

/**
 * The one way out to the web. Rejects with HttpError for everything but 2xx and 304; the socket is destroyed then.
 * A request that is over its limits, or leads to an address it may not reach, fails at once.
 */
export function createPoliteHttpClient(options: PoliteHttpClientOptions): HttpClient {
  const limits = { ...defaultHttpLimits, ...options.limits };
  const resolveHost = options.resolveHost ?? resolveBySystem;
  const pace = createHostPace(options.clock, options.minHostGapMs ?? 5_000);
  const agents = new Map<AddressPolicy, Agent>();
  const agentFor = (policy: AddressPolicy): Agent => {
    const agent = agents.get(policy) ?? createAgent(policy, limits, resolveHost);
    agents.set(policy, agent);
    return agent;
  };
  const ownHeaders = {
    'user-agent': options.userAgent ?? USER_AGENT,
    accept: ACCEPT,
    'accept-encoding': 'gzip, br, deflate',
  };

  async function follow(request: HttpRequest, signal: AbortSignal): Promise<HttpResponse> {
    let url = parseUrl(request.url);
    let headers = { ...ownHeaders, ...lowerCase(request.headers ?? {}), ...conditionsOf(request) };
    let permanent = true;
    for (let hop = 0; ; hop++) {
      const policy = policyOf(request, hop);
      refuseLiteral(url, policy);
      if (hop > 0 && !isLoopbackHost(url.hostname)) pace.note(url.host);
      const answer = await send(url, { dispatcher: agentFor(policy), headers, signal, method: 'GET' });
      if (!REDIRECTS.has(answer.statusCode)) {
        const movedTo = hop > 0 && permanent ? url.href : undefined;
        return await complete(url, answer.statusCode, flatten(answer.headers), answer.body, movedTo);
      }
      answer.body.on('error', () => undefined).destroy();
      permanent &&= PERMANENT.has(answer.statusCode);
      const next = nextHop(url, flatten(answer.headers).location, hop, limits.maxRedirects);
      // A key or cookie is for the origin it was given for.
      if (next.origin !== url.origin) headers = { ...ownHeaders, ...conditionsOf(request) };
      options.log?.debug({ url: redactUrl(url), to: redactUrl(next) }, 'redirected');
      url = next;
    }
  }

  async function complete(
    url: URL,
    status: number,
    headers: Readonly<Record<string, string>>,
    body: Readable,
    movedTo: string | undefined,
  ): Promise<HttpResponse> {
    const now = options.clock.now();
    if (status !== 304 && (status < 200 || status > 299)) {
      // How long an error page may be cached says nothing about when to try again.
      const retryAfterMs = readRetryAfterMs({ 'retry-after': headers['retry-after'] ?? '' }, now);
      body.on('error', () => undefined).destroy();
      throw new HttpError('status', url, statusProblem(status, retryAfterMs), { status, retryAfterMs });
    }
    const retryAfterMs = readRetryAfterMs(headers, now);
    return {
      status,
      url: url.href,
      headers,
      body: await decodeBody(body, status === 304 ? {} : headers, limits),
      validators: validatorsOf(headers),
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      ...(movedTo === undefined ? {} : { movedTo }),
    };
  }

  return {
    get: async (request) => {
      const { host, hostname } = parseUrl(request.url);
      const caller = request.signal ?? new AbortController().signal;
      if (caller.aborted) throw new HttpError('aborted', request.url, 'stopped before it was asked');
      try {
        if (!isLoopbackHost(hostname)) await pace.turn(host, caller, request.minHostGapMs);
      } catch (error) {
        throw new HttpError('aborted', request.url, 'stopped while waiting for its turn', { cause: error });
      }
      const deadline = new AbortController();
      const stop = () => deadline.abort(caller.reason);
      const late = () => deadline.abort(new DOMException('too slow', 'TimeoutError'));
      const timer = setTimeout(late, limits.totalMs);
      caller.addEventListener('abort', stop, { once: true });
      try {
        return await follow(request, deadline.signal);
      } catch (error) {
        throw explainFailure(error, request.url, { limits, aborted: caller.aborted });
      } finally {
        clearTimeout(timer);
        caller.removeEventListener('abort', stop);
      }
    },
  };
}

/** A first address the operator vouches for; a redirect is the stranger's choice and never reaches link-local. */
function policyOf(request: HttpRequest, hop: number): AddressPolicy {
  if (!request.allowPrivateNetwork) return 'public';
  return hop === 0 ? 'any' : 'private';
}

function refuseLiteral(url: URL, policy: AddressPolicy): void {
  const host = unbracket(url.hostname);
  if (isIP(host) === 0 || isAllowedAddress(host, policy)) return;
  const mend =
    policy === 'public'
      ? 'set allowPrivateNetwork: true on the source if you trust it'
      : 'a redirect may not lead there';
  throw new HttpError('private-address', url, `${host} is a private or reserved address; ${mend}`);
}

function parseUrl(text: string): URL {
  if (!URL.canParse(text))
    throw new HttpError('bad-url', text, 'is not a URL; write it in full, such as https://example.com/feed');
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new HttpError('bad-url', text, `only http and https are fetched, not ${url.protocol}`);
  return url;
}

function nextHop(from: URL, location: string | undefined, hop: number, maxRedirects: number): URL {
  if (hop >= maxRedirects)
    throw new HttpError(
      'redirect',
      from,
      `more than ${maxRedirects} redirects; check the address of the feed`,
    );
  if (!location || !URL.canParse(location, from))
    throw new HttpError('redirect', from, 'redirects without saying where to');
  return parseUrl(new URL(location, from).href);
}

function conditionsOf({ validators }: HttpRequest): Record<string, string> {
  return {
    ...(validators?.etag === undefined ? {} : { 'if-none-match': validators.etag }),
    ...(validators?.lastModified === undefined ? {} : { 'if-modified-since': validators.lastModified }),
  };
}

function validatorsOf(headers: Readonly<Record<string, string>>): HttpResponse['validators'] {
  const { etag, 'last-modified': lastModified } = headers;
  return { ...(etag ? { etag } : {}), ...(lastModified ? { lastModified } : {}) };
}

function statusProblem(status: number, retryAfterMs: number | undefined): string {
  const wait = retryAfterMs === undefined ? '' : ` (asks to wait ${Math.ceil(retryAfterMs / 1000)} s)`;
  if (status === 401 || status === 403)
    return `answered ${status}${wait}: it refuses us; check its access rules`;
  if (status === 404 || status === 410)
    return `answered ${status}${wait}: the feed is not there; check its address`;
  if (status === 429) return `answered 429${wait}: asked too often; poll it less often`;
  return `answered ${status}${wait}; it is tried again later`;
}

function lowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function flatten(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}
