import { isOwn, type Origin, one } from './origin-signal';
import { FREE_HOSTS } from './outlets';
import type { ReleaseText } from './release-text';

/** A release that comes from somebody else's domain, or from where anybody can write. */
export function foreignOrigin({ brand, mention, bearsName }: ReleaseText, host: string, how: string): Origin {
  const official = brand.officialDomains[0];
  const but = official ? `, not ${official}` : '';
  if (bearsName(host)) {
    const told = `${how} ${host}, which bears the name of the brand and is none of its domains.`;
    return { ...one('other-domain', 3, mention.sender ?? host, told), host, bearsName: true };
  }
  if (isOwn(FREE_HOSTS, host) || /^\d+(\.\d+){3}$/.test(host))
    return {
      ...one('free-host', 2.6, mention.sender ?? host, `${how} ${host}, where anybody can write${but}.`),
      host,
    };
  return { ...one('other-domain', 2.2, mention.sender ?? host, `${how} ${host}${but}.`), host };
}
