import type { SecretText } from '#config/fields/secret';

/** Whether a secret is an address of the web. */
export function isWebAddress(secret: SecretText): boolean {
  const text = secret.reveal();
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
