const CREDENTIALS_IN_ADDRESS = /\/\/[^/\s@]+@/g;
const NAMED_SECRET =
  /\b(password|passwd|secret|token|api[-_ ]?key|authorization)(["']?\s*[:=]\s*)(Bearer |Basic |ApiKey )?\S+/gi;

/** An error's words without what may be a secret: credentials in addresses, and what stands behind such a name. */
export function withoutSecrets(text: string): string {
  return text.replace(CREDENTIALS_IN_ADDRESS, '//[secret]@').replace(NAMED_SECRET, '$1$2[secret]');
}
