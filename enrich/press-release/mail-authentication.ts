/** What the receiving server found about the sender; `none` when it says nothing that decides. */
export type MailAuthentication = {
  readonly result: 'pass' | 'fail' | 'none';
  readonly evidence: string;
};

const RESULT = /\b(dmarc|dkim|spf)\s*=\s*([a-z]+)/gi;
const FAILURES = new Set(['fail', 'hardfail', 'softfail', 'permerror']);

/**
 * Reads the newest Authentication-Results (RFC 8601). DMARC decides, since it alone compares with the visible
 * sender; without it, SPF and DKIM must not contradict each other.
 */
export function mailAuthentication(values: readonly string[]): MailAuthentication {
  const [newest = ''] = values;
  const found = new Map<string, string>();
  for (const [, method = '', result = ''] of newest.matchAll(RESULT))
    if (!found.has(method.toLowerCase())) found.set(method.toLowerCase(), result.toLowerCase());
  const evidence = [...found].map(([method, result]) => `${method}=${result}`).join(', ');
  const dmarc = found.get('dmarc');
  if (dmarc === 'pass') return { result: 'pass', evidence };
  if (dmarc && FAILURES.has(dmarc)) return { result: 'fail', evidence };
  const others = ['dkim', 'spf'].flatMap((method) => found.get(method) ?? []);
  if (others.some((result) => FAILURES.has(result)) && !others.includes('pass'))
    return { result: 'fail', evidence };
  if (others.length === 2 && others.every((result) => result === 'pass')) return { result: 'pass', evidence };
  return { result: 'none', evidence };
}
