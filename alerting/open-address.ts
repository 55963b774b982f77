import { isIP } from 'node:net';
import { isAllowedAddress, unbracket } from '#ingest/http/private-address';
import { createAgent, resolveBySystem } from '#ingest/http/public-agent';
import { checkReachable, type PageAnswer, postPage } from './http-attempt';
import type { Attempt, NotifierContext } from './notifier';

/** An address of the operator's choice. Private ones are refused, by name too, unless they are allowed. */
export type OpenAddress = {
  readonly host: string;
  readonly post: (
    body: string,
    headers: Readonly<Record<string, string>>,
    method?: 'POST' | 'PUT',
  ) => Promise<PageAnswer>;
  readonly check: (signal: AbortSignal) => Promise<void>;
  readonly close: () => Promise<void>;
};

const TIMEOUT_MS = 9_000;
const LIMITS = { connectMs: 5_000, headersMs: TIMEOUT_MS, idleMs: TIMEOUT_MS };

export function openAddress(
  { url, allowPrivateNetwork }: { readonly url: string; readonly allowPrivateNetwork: boolean },
  context: NotifierContext,
): OpenAddress {
  const policy = allowPrivateNetwork ? 'private' : 'public';
  const dispatcher = createAgent(policy, LIMITS, resolveBySystem);
  const { hostname, host } = new URL(url);
  const literal = unbracket(hostname);
  // A literal address never reaches the resolver, where names are checked.
  const refused = isIP(literal) !== 0 && !isAllowedAddress(literal, policy);
  const { fetch, clock, name } = context;
  return {
    host,
    post: async (body, headers, method = 'POST') => {
      if (refused) return { answered: false, attempt: addressRefused(host) };
      const now = () => clock.now();
      return postPage({ fetch, url, method, headers, body, timeoutMs: TIMEOUT_MS, now, dispatcher });
    },
    check: async (signal) => {
      if (refused) throw new Error(`notifier "${name}": ${host} is a private address`);
      await checkReachable({ fetch, name, url, what: host, signal, dispatcher });
    },
    close: () => dispatcher.close(),
  };
}

function addressRefused(host: string): Attempt {
  return {
    ok: false,
    retriable: false,
    reason: 'refused',
    message: `${host} is a private address: set allowPrivateNetwork: true if that is meant`,
  };
}
