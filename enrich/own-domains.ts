import type { Brand } from './brand';
import { hostOfAddress } from './host-names';

/** The domains that a brand owns, and those that its press contacts on file write from. */
export function ownDomainsOf({ officialDomains, pressContacts }: Brand): string[] {
  const contacts = pressContacts.flatMap(({ email }) => hostOfAddress(email ?? '') ?? []);
  return [...new Set([...officialDomains, ...contacts])];
}

/** A brand of which the domains of its press contacts are its own: nothing there imitates it. */
export function withOwnDomains(brand: Brand): Brand {
  return { ...brand, officialDomains: ownDomainsOf(brand) };
}
