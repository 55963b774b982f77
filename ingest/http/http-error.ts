/** Why a request gave no usable answer; a bounded set, fit for metrics. */
export type HttpErrorReason =
  | 'bad-url'
  | 'private-address'
  | 'unknown-host'
  | 'connect'
  | 'tls'
  | 'timeout'
  | 'too-big'
  | 'compression'
  | 'redirect'
  | 'status'
  | 'aborted'
  | 'network';

/** A request that failed. The message names the URL without credentials and query, and says how to mend it. */
export class HttpError extends Error {
  readonly reason: HttpErrorReason;
  readonly status?: number;
  /** The wait that the answer asked for. Milliseconds. */
  readonly retryAfterMs?: number;

  constructor(
    reason: HttpErrorReason,
    url: string | URL,
    problem: string,
    details: { status?: number; retryAfterMs?: number; cause?: unknown } = {},
  ) {
    super(`${redactUrl(url)}: ${problem}`, { cause: details.cause });
    this.name = 'HttpError';
    this.reason = reason;
    this.status = details.status;
    this.retryAfterMs = details.retryAfterMs;
  }
}

/** The URL as it may be shown: no credentials, no fragment, query values hidden. */
export function redactUrl(url: string | URL): string {
  const text = String(url);
  const parsed = URL.canParse(text) ? new URL(text) : undefined;
  if (!parsed)
    return text
      .replace(/\/\/[^/@]*@/, '//')
      .replace(/\?.*$/s, '?…')
      .slice(0, 200);
  return `${parsed.protocol}//${parsed.host}${parsed.pathname}${parsed.search ? '?…' : ''}`;
}
