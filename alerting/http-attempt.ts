import type { Dispatcher } from 'undici';
import { readRetryAfterMs } from '#ingest/http/retry-after';
import type { Attempt } from './notifier';

/** One request that carries a page, a POST unless said otherwise. `now` is epoch milliseconds, to read a Retry-After date by. */
export type PagePost = {
  readonly fetch: typeof fetch;
  readonly url: string;
  readonly method?: 'POST' | 'PUT';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly timeoutMs: number;
  readonly now: () => number;
  readonly dispatcher?: Dispatcher;
};

/** What the channel answered (at most 64 KB of it), or the attempt that came to nothing before an answer. */
export type PageAnswer =
  | {
      readonly answered: true;
      readonly status: number;
      readonly text: string;
      readonly retryAfterMs?: number;
    }
  | { readonly answered: false; readonly attempt: Attempt };

const ANSWER_LIMIT = 65_536;

/** Sends once, follows no redirect, and tells failures of the network as retriable attempts without the address in them. */
export async function postPage(post: PagePost): Promise<PageAnswer> {
  const init: RequestInit & { dispatcher?: Dispatcher } = {
    method: post.method ?? 'POST',
    headers: post.headers,
    body: post.body,
    redirect: 'manual',
    signal: AbortSignal.timeout(post.timeoutMs),
    ...(post.dispatcher && { dispatcher: post.dispatcher }),
  };
  try {
    const response = await post.fetch(post.url, init);
    const retryAfter = response.headers.get('retry-after');
    const retryAfterMs = retryAfter ? readRetryAfterMs({ 'retry-after': retryAfter }, post.now()) : undefined;
    const text = await readAtMost(response, ANSWER_LIMIT);
    return {
      answered: true,
      status: response.status,
      text,
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    };
  } catch (error) {
    return { answered: false, attempt: describeFailure(error) };
  }
}

/** Whether a status says the page was taken, may be taken later (408, 425, 429, 5xx), or never will be. */
export function judgeStatus(
  channel: string,
  answer: { readonly status: number; readonly retryAfterMs?: number },
  detail = '',
): Attempt {
  const { status, retryAfterMs } = answer;
  if (status >= 200 && status < 300) return { ok: true };
  const message = `${channel} answered ${status}${detail === '' ? '' : ` (${detail})`}`;
  const wait = retryAfterMs === undefined ? {} : { retryAfterMs };
  if (status === 429) return { ok: false, retriable: true, reason: 'rate-limited', message, ...wait };
  if (status === 408 || status === 425)
    return { ok: false, retriable: true, reason: 'timeout', message, ...wait };
  if (status >= 500) return { ok: false, retriable: true, reason: 'server-error', message, ...wait };
  if (status >= 300 && status < 400)
    return {
      ok: false,
      retriable: false,
      reason: 'refused',
      message: `${message}: redirects are not followed; write the final address into the configuration`,
    };
  return { ok: false, retriable: false, reason: 'refused', message };
}

/** What to ask for a sign of life; `what` names it in the error, in the place of an address that may be a secret. */
export type Reach = {
  readonly fetch: typeof fetch;
  readonly name: string;
  readonly url: string;
  readonly what: string;
  readonly signal: AbortSignal;
  readonly dispatcher?: Dispatcher;
};

/** Whether anything answers there, with whatever status, to a request that sends nothing. Rejects with the reason. */
export async function checkReachable({ fetch, name, url, what, signal, dispatcher }: Reach): Promise<void> {
  const init: RequestInit & { dispatcher?: Dispatcher } = {
    method: 'HEAD',
    redirect: 'manual',
    signal,
    ...(dispatcher && { dispatcher }),
  };
  await fetch(url, init).catch((error: unknown) => {
    throw new Error(`notifier "${name}": ${what} cannot be reached`, { cause: error });
  });
}

async function readAtMost(response: Response, limit: number): Promise<string> {
  if (!response.body) return '';
  const reader = response.body.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  // The answer only explains the status: a body that breaks off does not undo it.
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      chunks.push(part.value);
      size += part.value.length;
      if (size >= limit) break;
    }
  } catch {}
  reader.cancel().catch(() => {});
  return Buffer.concat(chunks).subarray(0, limit).toString('utf8');
}

function describeFailure(error: unknown): Attempt {
  const { name, cause } = error as {
    name?: string;
    cause?: { name?: string; code?: string; message?: string };
  };
  if (name === 'TimeoutError')
    return { ok: false, retriable: true, reason: 'timeout', message: 'no answer in time' };
  // fetch may hand on the refusal itself or an error of its own with the refusal as text.
  const refusal = /AddressRefusedError: (.*)/.exec(`${cause?.name}: ${cause?.message}`);
  if (refusal)
    return {
      ok: false,
      retriable: false,
      reason: 'refused',
      message: `${refusal[1]}, a private address: set allowPrivateNetwork: true if that is meant`,
    };
  const code = cause?.code ?? 'connection failed';
  return { ok: false, retriable: true, reason: 'unreachable', message: `cannot be reached: ${code}` };
}
