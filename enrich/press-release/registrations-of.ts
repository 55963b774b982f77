import type { RegistrationLookup } from '#ingest/domain-registration';
import type { Brand } from '../brand';
import { hostOf, hostOfAddress, hostsInText, registrableDomain } from '../host-names';
import { isOwn } from './origin-signal';
import { WIRE_HOSTS } from './outlets';
import type { Verifiable } from './verifiable';

const MOST_ASKED = 5;

/** Asks when the domains that a text comes from and points to were registered; the brand's own and wires left out. */
export async function registrationsOf(
  brand: Brand,
  { mention }: Verifiable,
  { registeredAt }: RegistrationLookup,
): Promise<Map<string, number>> {
  const { sender = '', url = '', links = [], text } = mention;
  const hosts = [hostOfAddress(sender), hostOf(url), ...links.map(hostOf), ...hostsInText(text, 20)];
  const known = [...brand.officialDomains, ...WIRE_HOSTS];
  const domains = hosts.flatMap((host) =>
    host && !isOwn(known, host) ? (registrableDomain(host) ?? []) : [],
  );
  const asked = [...new Set(domains)].slice(0, MOST_ASKED);
  const answers = await Promise.all(
    asked.map(async (domain) => [domain, await registeredAt(domain)] as const),
  );
  return new Map(answers.flatMap(([domain, at]) => (at === undefined ? [] : [[domain, at] as const])));
}
