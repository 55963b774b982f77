import { createHmac, timingSafeEqual } from 'node:crypto';
import type { SecretText } from '#config/fields/secret';

const MOST_APART_MS = 300_000;

/** A request as it came: the two headers that Slack signs with, and the very bytes of the body. */
export type SignedRequest = {
  readonly timestamp: string | undefined;
  readonly signature: string | undefined;
  readonly body: Buffer;
};

/** `v0=` and the hex HMAC-SHA256 of `v0:timestamp:body`. https://docs.slack.dev/authentication/verifying-requests-from-slack */
export function signForSlack(secret: string, timestamp: string, body: Buffer | string): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex')}`;
}

/** Whether one of these apps sent it within five minutes of `now` (epoch ms); compares in constant time. */
export function isFromSlack(
  { timestamp, signature, body }: SignedRequest,
  secrets: readonly SecretText[],
  now: number,
): boolean {
  if (timestamp === undefined || !/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(now - Number(timestamp) * 1_000) > MOST_APART_MS) return false;
  const given = Buffer.from(signature ?? '');
  return secrets.some((secret) => {
    const expected = Buffer.from(signForSlack(secret.reveal(), timestamp, body));
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}
