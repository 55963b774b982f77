import { domainToUnicode } from 'node:url';
import { parse } from 'tldts';
import { createHostTricks, type HostParts } from './look-alikes/host-tricks';
import type { LookAlike } from './look-alikes/look-alike';
import { createNameFinder } from './look-alikes/name-finder';
import { type IsOrdinaryWord, loadOrdinaryWords } from './look-alikes/ordinary-words';
import type { Place } from './look-alikes/slip';
import { TELLING_WORDS } from './look-alikes/telling-words';
import { type Imitation, tableOf, type WatchedName } from './look-alikes/watched-name';

/** The part of a brand that hosts are compared with. */
export type WatchedBrand = { readonly id: string; readonly officialDomains: readonly string[] };

export type BrandLookAlike = { readonly brand: string; readonly lookAlike: LookAlike };

// Private suffixes too: vinci.github.io is somebody else's site.
const PARSING = { allowPrivateDomains: true, extractHostname: false, validateHostname: false };
/** Two letters are everywhere: such a name needs foreign letters or a telling word beside it. */
const SHORTEST_NAME = 2;
const SHORTEST_SAME = 3;
const NONE: readonly BrandLookAlike[] = [];

const COMMON_SUFFIXES = new Set(
  'com net org info biz eu co io app online site website press news media group finance holdings market ltd'.split(
    ' ',
  ),
);

/**
 * Makes one check of hosts, wildcards of certificates ("*.vinci.group") and punycode among them, against the
 * domains of many brands. Answers every brand that the host imitates, mostly none. It never flags a domain of one
 * of the brands or what lies under it. Costs the same for one brand as for hundreds.
 */
export function createLookAlikeIndex(
  brands: readonly WatchedBrand[],
  isOrdinaryWord: IsOrdinaryWord = loadOrdinaryWords(),
): (host: string) => readonly BrandLookAlike[] {
  const names = brands.flatMap(namesOf);
  const owned = new Set(brands.flatMap(({ officialDomains }) => officialDomains.map(tidyHost)));
  const sayingNames = names.filter(({ label }) => label.length >= SHORTEST_SAME);
  const byLabel = tableOf(sayingNames, ({ label }) => [label]);
  const find = createNameFinder(names, isOrdinaryWord);
  const hostTricks = createHostTricks(sayingNames, isOrdinaryWord);
  return (given) => {
    const host = tidyHost(given);
    const parts = partsOf(host);
    if (!parts) return NONE;
    const { label, suffix } = parts;
    const same = byLabel.get(label)?.map(sameName);
    const near = find(label, (name) => placeOf(suffix, name));
    const tricks = hostTricks(parts);
    if (!same && near.length === 0 && tricks.length === 0) return NONE;
    return isOwned(host, owned) ? NONE : oneEach(host, [...(same ?? []), ...tricks, ...near]);
  };
}

function namesOf({ id, officialDomains }: WatchedBrand): WatchedName[] {
  const parted = officialDomains.flatMap((domain) => {
    const parts = partsOf(tidyHost(domain));
    return parts ? [{ ...parts, official: tidyHost(domain) }] : [];
  });
  const endings = new Set(parted.map(({ suffix }) => suffix.replaceAll('.', '')));
  // Under a suffix of its own, a brand registers plain words: group.bnpparibas.
  return parted
    .filter(({ label }) => label.length >= SHORTEST_NAME && !TELLING_WORDS.has(label))
    .map(({ label, official }) => ({ label, official, owner: id, endings }));
}

function tidyHost(given: string): string {
  const lower = given.toLowerCase();
  const host = lower.startsWith('*.') ? lower.slice(2) : lower;
  const bare = host.endsWith('.') ? host.slice(0, -1) : host;
  return bare.includes('xn--') ? domainToUnicode(bare) || bare : bare;
}

/** The label that somebody registered: "vinci" of "www.vinci.co.uk". */
export function labelOf(host: string): string | undefined {
  return partsOf(tidyHost(host))?.label;
}

function partsOf(host: string): HostParts | undefined {
  const { domainWithoutSuffix, publicSuffix, subdomain } = parse(host, PARSING);
  return domainWithoutSuffix && publicSuffix
    ? { label: domainWithoutSuffix, suffix: publicSuffix, subdomain: subdomain ?? '' }
    : undefined;
}

function placeOf(suffix: string, { endings }: WatchedName): Place {
  if (endings.has(suffix.replaceAll('.', ''))) return 'own';
  return COMMON_SUFFIXES.has(suffix) ? 'common' : 'other';
}

const sameName = (name: WatchedName): Imitation => ({
  name,
  trick: 'other-suffix',
  explanation: `has the name of ${name.official} under another suffix`,
});

function isOwned(host: string, owned: ReadonlySet<string>): boolean {
  for (let at = 0; at >= 0; at = host.indexOf('.', at) + 1 || -1) if (owned.has(host.slice(at))) return true;
  return false;
}

function oneEach(host: string, imitations: readonly Imitation[]): readonly BrandLookAlike[] {
  const found = new Map<string, BrandLookAlike>();
  for (const { name, trick, explanation } of imitations)
    if (!found.has(name.owner))
      found.set(name.owner, {
        brand: name.owner,
        lookAlike: { host, official: name.official, trick, explanation },
      });
  return [...found.values()];
}
