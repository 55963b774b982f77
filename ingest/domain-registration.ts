import { z } from 'zod';
import type { Clock } from './clock';
import type { HttpClient } from './http/http-client';

/** Of an RDAP answer (RFC 9083), the events. */
const RdapDomain = z.object({
  events: z.array(z.object({ eventAction: z.string(), eventDate: z.string() })).default([]),
});

export type RegistrationLookup = {
  /** When a domain was registered, epoch milliseconds; undefined where the register does not say or answer. */
  readonly registeredAt: (domain: string) => Promise<number | undefined>;
};

/** Sends each question on to the register that knows the suffix. */
export const RDAP_BOOTSTRAP = 'https://rdap.org/domain/';
const KEPT_MS = 86_400_000;
const KEPT_UNKNOWN_MS = 600_000;
const MOST_KEPT = 2_000;

/** Asks the registers by RDAP. Answers are kept a day, silence ten minutes; it takes seconds: never ask in passing. */
export function createRegistrationLookup({
  http,
  clock,
  base = RDAP_BOOTSTRAP,
  allowPrivateNetwork = false,
}: {
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly base?: string;
  readonly allowPrivateNetwork?: boolean;
}): RegistrationLookup {
  const kept = new Map<string, { readonly until: number; readonly at: number | undefined }>();
  return {
    registeredAt: async (domain) => {
      const known = kept.get(domain);
      if (known && known.until > clock.now()) return known.at;
      const at = await ask(http, `${base}${encodeURIComponent(domain)}`, allowPrivateNetwork);
      if (kept.size >= MOST_KEPT) kept.clear();
      kept.set(domain, { until: clock.now() + (at === undefined ? KEPT_UNKNOWN_MS : KEPT_MS), at });
      return at;
    },
  };
}

async function ask(http: HttpClient, url: string, allowPrivateNetwork: boolean): Promise<number | undefined> {
  try {
    const headers = { accept: 'application/rdap+json' };
    const { status, body } = await http.get({ url, headers, allowPrivateNetwork });
    if (status !== 200) return undefined;
    const { events } = RdapDomain.parse(JSON.parse(body.toString('utf8')));
    const at = Date.parse(events.find(({ eventAction }) => eventAction === 'registration')?.eventDate ?? '');
    return Number.isNaN(at) ? undefined : at;
  } catch {
    // What is not known is said to be so: a register that is away must not hold up a verdict.
    return undefined;
  }
}
