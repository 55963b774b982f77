import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { SecretText } from '#config/fields/secret';
import type { Clock } from '#ingest/clock';

const SESSION_MS = 12 * 3_600_000;
const ATTEMPTS_A_MINUTE = 5;
const ATTEMPTS_A_MINUTE_FROM_ALL = 60;
const MINUTE_MS = 60_000;

/** The name of the session's cookie. */
export const SESSION_COOKIE = 'vigie_session';
export const SESSION_SECONDS = SESSION_MS / 1_000;

/** Logging in with the console's one password. Sessions end with the process: its signing key is made at the start. */
export type Sessions = {
  /** The cookie's value, `refused`, or how long to wait before the next attempt. */
  readonly logIn: (
    password: string,
    address: string,
  ) => { ok: true; cookie: string } | { ok: false; retryAfterMs?: number };
  readonly holds: (cookie: string | undefined) => boolean;
};

const digest = (text: string) => createHash('sha256').update(text).digest();
const equal = (a: string, b: string) => timingSafeEqual(digest(a), digest(b));

export function createSessions(password: SecretText, clock: Clock): Sessions {
  const key = randomBytes(32);
  const sign = (payload: string) => createHmac('sha256', key).update(payload).digest('base64url');
  const limit = createAttemptLimit(clock);
  return {
    logIn: (attempt, address) => {
      const retryAfterMs = limit.take(address);
      if (retryAfterMs !== undefined) return { ok: false, retryAfterMs };
      if (!equal(attempt, password.reveal())) return { ok: false };
      limit.forgive(address);
      const payload = `${clock.now() + SESSION_MS}.${randomBytes(12).toString('base64url')}`;
      return { ok: true, cookie: `${payload}.${sign(payload)}` };
    },
    holds: (cookie) => {
      const parts = cookie?.split('.') ?? [];
      const [expires, nonce, signature] = parts;
      if (parts.length !== 3 || signature === undefined) return false;
      return equal(signature, sign(`${expires}.${nonce}`)) && Number(expires) > clock.now();
    },
  };
}

/** Counts attempts of the last minute per address and in all; `take` gives the wait when there were too many. */
function createAttemptLimit(clock: Clock) {
  let attempts: { readonly address: string; readonly at: number }[] = [];
  return {
    take: (address: string): number | undefined => {
      const now = clock.now();
      attempts = attempts.filter(({ at }) => at > now - MINUTE_MS);
      const own = attempts.filter((attempt) => attempt.address === address);
      const blocking =
        own.length >= ATTEMPTS_A_MINUTE
          ? own[0]
          : attempts.length >= ATTEMPTS_A_MINUTE_FROM_ALL
            ? attempts[0]
            : undefined;
      if (blocking) return blocking.at + MINUTE_MS - now;
      attempts.push({ address, at: now });
      return undefined;
    },
    forgive: (address: string) => {
      attempts = attempts.filter((attempt) => attempt.address !== address);
    },
  };
}
