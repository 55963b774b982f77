import { Mention } from '#ingest/mention';
import type { Enrichment } from './enrich-mention';
import type { EnrichedJson } from './enrichment-pool';

/** Enriches a mention as the bus carries it. Never throws: what is no mention gets the reason why. */
export function enrichJson(enrich: Enrichment['enrich'], json: string): EnrichedJson {
  try {
    return {
      brandMentions: enrich(Mention.parse(JSON.parse(json))).map((brandMention) => ({
        id: brandMention.id,
        brand: brandMention.brand,
        json: JSON.stringify(brandMention),
        failed: brandMention.failures.map(({ enricher }) => enricher),
      })),
    };
  } catch (error) {
    return { error: `unreadable mention: ${error instanceof Error ? error.message : String(error)}` };
  }
}
