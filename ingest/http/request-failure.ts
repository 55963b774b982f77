import { BodyError } from './decode-body';
import { HttpError, type HttpErrorReason } from './http-error';
import { AddressRefusedError } from './public-agent';

type Limits = {
  readonly connectMs: number;
  readonly headersMs: number;
  readonly idleMs: number;
  readonly totalMs: number;
};

const seconds = (ms: number) => `${ms / 1000} s`;

const BY_CODE: Readonly<Record<string, HttpErrorReason>> = {
  ENOTFOUND: 'unknown-host',
  EAI_AGAIN: 'unknown-host',
  ECONNREFUSED: 'connect',
  EHOSTUNREACH: 'connect',
  ENETUNREACH: 'connect',
  ETIMEDOUT: 'connect',
  ECONNRESET: 'network',
  EPIPE: 'network',
};

/** Turns whatever a request failed with into an HttpError that says what to do about it. */
export function explainFailure(
  error: unknown,
  url: string,
  { limits, aborted }: { readonly limits: Limits; readonly aborted: boolean },
): HttpError {
  if (error instanceof HttpError) return error;
  if (aborted) return new HttpError('aborted', url, 'stopped', { cause: error });
  const [reason, problem] = diagnose(error, limits);
  return new HttpError(reason, url, problem, { cause: error });
}

function diagnose(error: unknown, limits: Limits): readonly [HttpErrorReason, string] {
  if (error instanceof BodyError) return [error.reason, error.message];
  if (error instanceof AddressRefusedError)
    return [
      'private-address',
      `${error.message}, a private or reserved address; set allowPrivateNetwork: true on the source if you trust it`,
    ];
  const { name, code = '', message } = error as Error & { code?: string };
  if (name === 'TimeoutError') return ['timeout', `did not finish within ${seconds(limits.totalMs)}`];
  if (code === 'UND_ERR_CONNECT_TIMEOUT')
    return ['timeout', `no connection within ${seconds(limits.connectMs)}`];
  if (code === 'UND_ERR_HEADERS_TIMEOUT') return ['timeout', `no answer within ${seconds(limits.headersMs)}`];
  if (code === 'UND_ERR_BODY_TIMEOUT') return ['timeout', `went silent for ${seconds(limits.idleMs)}`];
  const reason = BY_CODE[code] ?? (/CERT|TLS|SSL|SIGNATURE|ALTNAME/.test(code) ? 'tls' : 'network');
  return [reason, `${WORDS[reason] ?? 'the exchange failed'} (${code || message})`];
}

const WORDS: Partial<Record<HttpErrorReason, string>> = {
  'unknown-host': 'the host name is not known; check its spelling and the DNS',
  connect: 'the host cannot be reached; check the address and the firewall',
  tls: 'the certificate is not accepted; check the address and the clock',
};
