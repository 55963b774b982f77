import { type TlsTrouble, tlsReason, tlsTrouble } from '../tls-trouble';

/** Where and as whom a connection was tried, for messages; `secrets` never appear in them. */
export type ImapAttempt = {
  readonly address: string;
  readonly user: string;
  readonly mailbox: string;
  readonly withToken: boolean;
  readonly secrets: readonly string[];
};

/** A mailbox that could not be read. Says what failed, with which mailbox, and how to mend it. */
export class MailboxError extends Error {
  /** The system's code, where the connection failed. */
  readonly code?: string;

  constructor(attempt: ImapAttempt, problem: string, cause?: unknown) {
    const { message = '', code } = (cause ?? {}) as { message?: string; code?: string };
    // The library's error repeats what the server was told: only its words go on.
    const words = cause === undefined ? undefined : new Error(withoutSecrets(message, attempt));
    super(`${attempt.address}: ${withoutSecrets(problem, attempt)}`, { cause: words });
    this.name = 'MailboxError';
    this.code = code;
  }
}

const BY_CODE: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there; check host and port',
  ENOTFOUND: 'the host name is not known; check its spelling and the DNS',
  EAI_AGAIN: 'the host name cannot be looked up now; check the DNS',
  EHOSTUNREACH: 'the host cannot be reached; check the address and the firewall',
  ENETUNREACH: 'the host cannot be reached; check the address and the firewall',
  ETIMEDOUT: 'no answer in time; check host, port and firewall',
  ETIMEOUT: 'the server went silent; the connection is made anew',
  CONNECT_TIMEOUT: 'no answer in time; check host, port and firewall',
  GREETING_TIMEOUT:
    'the server sends no greeting; check the port, and secure: true is for implicit TLS (993)',
  UPGRADE_TIMEOUT: 'the server did not finish STARTTLS; check the port',
  ECONNRESET: 'the server closed the connection',
  EPIPE: 'the server closed the connection',
  NoConnection: 'the connection was cut',
  EConnectionClosed: 'the connection was cut',
};

const BY_TROUBLE: Readonly<Record<TlsTrouble, string>> = {
  'unknown authority':
    'the certificate is signed by an authority that this machine does not know: name its file in the option ca',
  'certificate out of date':
    'the certificate is out of date: renew it on the server, and check the clock here',
  'certificate of another name':
    'the certificate is for another name: write the host as the certificate does',
  'client certificate refused': 'the server asks for a certificate of its clients, which is not supported',
  'server speaks no TLS':
    'the server speaks no TLS on this port: use port 993, or secure: false for STARTTLS (143)',
};

type LibraryError = Error & {
  readonly code?: string;
  readonly authenticationFailed?: boolean;
  readonly responseText?: string;
  readonly tlsFailed?: boolean;
};

/** Turns what the client library throws into a MailboxError. */
export function explainImapFailure(error: unknown, attempt: ImapAttempt): MailboxError {
  if (error instanceof MailboxError) return error;
  const failure = (isErrorLike(error) ? error : new Error(String(error))) as LibraryError;
  return new MailboxError(attempt, diagnose(failure, attempt), failure);
}

function isErrorLike(error: unknown): error is { readonly message: string } {
  return typeof error === 'object' && error !== null && 'message' in error;
}

function diagnose(failure: LibraryError, attempt: ImapAttempt): string {
  const said = failure.responseText ? ` (it says: ${failure.responseText.slice(0, 200)})` : '';
  if (failure.authenticationFailed)
    return attempt.withToken
      ? `the server refuses the access token of ${attempt.user}${said}: get a new one, and check its scope`
      : `the server refuses user ${attempt.user} with this password${said}: check both; many providers want an app password or an accessToken`;
  const trouble = tlsTrouble(failure.message);
  if (trouble) return `${BY_TROUBLE[trouble]} (${tlsReason(failure.message)})`;
  if (failure.tlsFailed || /STARTTLS/i.test(failure.message))
    return `the server offers no STARTTLS${said}: use secure: true with port 993, or startTls: false for an unencrypted connection`;
  return BY_CODE[failure.code ?? ''] ?? `the exchange failed${said}: ${failure.message}`;
}

function withoutSecrets(text: string, { user, secrets }: ImapAttempt): string {
  return secrets
    .flatMap((secret) => [
      secret,
      ...[secret, `\u0000${user}\u0000${secret}`, `user=${user}\u0001auth=Bearer ${secret}\u0001\u0001`].map(
        (part) => Buffer.from(part).toString('base64'),
      ),
    ])
    .reduce((clean, part) => clean.replaceAll(part, '[secret]'), text);
}
