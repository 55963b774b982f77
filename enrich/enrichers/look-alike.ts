import { z } from 'zod';
import type { Risk } from '../brand-mention';
import { defineEnricher, type MentionHost } from '../enricher';
import { createLookAlikeCheck } from '../look-alike-domain';

const PLACES: Readonly<Record<MentionHost['from'], string>> = {
  link: 'The mention stands on',
  sender: 'The e-mail was sent from',
  text: 'The text points to',
};

export const lookAlikeEnricher = defineEnricher({
  kind: 'look-alike',
  summary: "Compares the domains of link, sender and text with the brand's official domains.",
  options: z.strictObject({}),
  example: 'kind: look-alike',
  create: (_, { brands }) => {
    const checks = new Map(brands.map((brand) => [brand.id, createLookAlikeCheck(brand.officialDomains)]));
    return {
      stage: 'brand',
      enrich: ({ hosts, mention }, brand, result) => {
        const check = checks.get(brand.id);
        const isCertificate = mention.channel === 'certificate-log';
        const seen = new Set<string>();
        for (const { host, from } of hosts) {
          if (isCertificate && from === 'link') continue;
          const found = check?.(host);
          const name = host.replace(/^www\./, '');
          if (!found || seen.has(name)) continue;
          seen.add(name);
          const risk: Risk = {
            kind: 'look-alike-domain',
            evidence: name,
            explanation: `${isCertificate ? 'A certificate was issued for' : PLACES[from]} ${name}, which ${found.explanation}.`,
          };
          result.risks.push(risk);
        }
      },
    };
  },
});
