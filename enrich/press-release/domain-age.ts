import type { Signal } from '../brand-mention';
import { registrableDomain } from '../host-names';
import type { Origin } from './origin-signal';
import type { ReleaseText } from './release-text';

const DAY_MS = 86_400_000;

/** How long before the text its domain was registered, where that is known: `vinci.group` was fifteen days old. */
export function domainAgeSignals({ mention, registeredAt }: ReleaseText, { host }: Origin): Signal[] {
  const domain = host === undefined ? undefined : (registrableDomain(host) ?? host);
  const registered = domain === undefined ? undefined : registeredAt(domain);
  if (registered === undefined) return [];
  const days = Math.floor((Date.parse(mention.publishedAt) - registered) / DAY_MS);
  if (days < 0 || days > 180) return [];
  const date = new Date(registered).toISOString().slice(0, 10);
  return [
    {
      name: 'domain-age',
      weight: days <= 30 ? 1.2 : 0.5,
      evidence: `${domain}, registered ${date}`,
      explanation: `${domain} was registered ${days} ${days === 1 ? 'day' : 'days'} before.`,
    },
  ];
}
