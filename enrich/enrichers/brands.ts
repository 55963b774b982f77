import { z } from 'zod';
import type { Brand } from '../brand';
import { createBrandMatcher } from '../brand-matcher';
import { type BrandMatch, defineEnricher, type EnrichedMention } from '../enricher';
import { createFoldText } from '../fold-text';
import { createLookAlikeCheck } from '../look-alike-domain';

// On these channels the link is the network's own, which a brand may be.
const NETWORK_CHANNELS = new Set(['social', 'video', 'forum', 'review']);

/** Why hosts make a mention one of the brand: "vinci.com", or "vinci.group (look-alike)". */
function hostEvidence(brand: Brand): (draft: EnrichedMention) => string[] {
  const official = new Set(brand.officialDomains);
  const lookAlike = createLookAlikeCheck(brand.officialDomains);
  const isOfficial = (host: string) => {
    for (let at = 0; at >= 0; at = host.indexOf('.', at) + 1 || -1)
      if (official.has(host.slice(at))) return true;
    return false;
  };
  return ({ hosts, mention }) =>
    hosts.flatMap(({ host, from }) => {
      if (from === 'link' && NETWORK_CHANNELS.has(mention.channel)) return [];
      const name = host.replace(/^www\./, '');
      if (isOfficial(host)) return [name];
      return lookAlike(host) ? [`${name} (look-alike)`] : [];
    });
}

function addEvidence(match: BrandMatch | undefined, brand: Brand, hosts: readonly string[]): BrandMatch {
  return {
    brand,
    matched: [...new Set([...(match?.matched ?? []), ...hosts])],
    at: match?.at ?? [],
  };
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
    const evidence = brands.map((brand) => ({ brand, of: hostEvidence(brand) }));
    return {
      stage: 'mention',
      enrich: (draft) => {
        const { plainText: plain, foldedText: folded, titleEnd } = draft;
        const named = match({ plain, folded, titleEnd });
        draft.matches = evidence.flatMap(({ brand, of }) => {
          const byName = named.find((found) => found.brand === brand);
          const hosts = draft.hosts.length > 0 ? of(draft) : [];
          const forced = forcedBrands.includes(brand.id);
          return byName || hosts.length > 0 || forced ? [addEvidence(byName, brand, hosts)] : [];
        });
      },
    };
  },
});
