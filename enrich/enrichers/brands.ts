import { z } from 'zod';
import type { Brand } from '../brand';
import { createBrandMatcher } from '../brand-matcher';
import { type BrandMatch, defineEnricher, type EnrichedMention } from '../enricher';
import { createFoldText } from '../fold-text';
import { rememberAnswers, tellsOfBrand } from '../look-alike-domain';
import { createLookAlikeIndex } from '../look-alike-index';

// On these channels the link is the network's own, which a brand may be; of a certificate that of a search.
const NETWORK_CHANNELS = new Set(['social', 'video', 'forum', 'review', 'certificate-log']);

/**
 * Why a host makes a mention one of a brand: "vinci.com", or "vinci.group (look-alike)"; undefined where it does not.
 * A certificate is about whom it imitates, and about nobody else: all the rest of it is names of hosts.
 */
type HostEvidence = (host: string, brand: Brand, isCertificate: boolean) => string | undefined;

function createHostEvidence(brands: readonly Brand[]): HostEvidence {
  const official = new Map(brands.map(({ id, officialDomains }) => [id, new Set(officialDomains)] as const));
  const imitated = rememberAnswers(createLookAlikeIndex(brands));
  return (host, { id }, isCertificate) => {
    const name = host.replace(/^www\./, '');
    if (!isCertificate && isWithin(host, official.get(id))) return name;
    const found = imitated(host).find(({ brand }) => brand === id);
    return found && tellsOfBrand(found.lookAlike) ? `${name} (look-alike)` : undefined;
  };
}

function isWithin(host: string, domains: ReadonlySet<string> | undefined): boolean {
  for (let at = 0; at >= 0; at = host.indexOf('.', at) + 1 || -1)
    if (domains?.has(host.slice(at))) return true;
  return false;
}

/** Hosts that may tell what a mention is about. */
function tellingHosts({ hosts, mention }: EnrichedMention): string[] {
  const isNetwork = NETWORK_CHANNELS.has(mention.channel);
  return hosts.flatMap(({ host, from }) => (from === 'link' && isNetwork ? [] : [host]));
}

const options = z.strictObject({
  contextWords: z
    .number()
    .int()
    .min(1)
    .max(100)
    .default(12)
    .describe('words before and after an ambiguous name in which its context is looked for'),
  excludeWords: z
    .number()
    .int()
    .min(0)
    .max(100)
    .default(3)
    .describe('words before and after an unambiguous name in which a context.exclude word unmakes it'),
});

export const brandsEnricher = defineEnricher({
  kind: 'brands',
  summary: 'Finds the brands that a mention is about, by names, accounts and domains.',
  options,
  example: 'kind: brands\ncontextWords: 12',
  create: ({ contextWords, excludeWords }, { brands, forcedBrands = [] }) => {
    const reach = { ambiguous: contextWords, clear: excludeWords };
    const match = createBrandMatcher(brands, createFoldText(), reach);
    const evidence = createHostEvidence(brands);
    const watched = brands.map((brand) => ({
      brand,
      isForced: forcedBrands.includes(brand.id),
    }));
    return {
      stage: 'mention',
      enrich: (draft) => {
        const { plainText: plain, foldedText: folded, titleEnd } = draft;
        const isCertificate = draft.mention.channel === 'certificate-log';
        const named = isCertificate ? [] : match({ plain, folded, titleEnd });
        const hosts = tellingHosts(draft);
        draft.matches = [];
        for (const { brand, isForced } of watched) {
          const byName = named.find((found) => found.brand === brand);
          const byHost =
            hosts.length === 0 ? hosts : hosts.flatMap((host) => evidence(host, brand, isCertificate) ?? []);
          if (byName || byHost.length > 0 || isForced) draft.matches.push(joined(brand, byName, byHost));
        }
      },
    };
  },
});

function joined(brand: Brand, byName: BrandMatch | undefined, byHost: readonly string[]): BrandMatch {
  return {
    brand,
    matched: [...new Set([...(byName?.matched ?? []), ...byHost])],
    at: byName?.at ?? [],
  };
}
