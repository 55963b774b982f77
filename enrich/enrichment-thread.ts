import { workerData } from 'node:worker_threads';
import { Mention } from '#ingest/mention';
import { serveThread } from '#ingest/thread';
import type { BrandMention } from './brand-mention';
import { createEnrichment } from './enrich-mention';
import type { EnrichedJson, EnrichmentConfig } from './enrichment-pool';

const enrichment = createEnrichment(workerData as EnrichmentConfig);
// The loading error is told by each call; without this the thread would die of it first.
enrichment.catch(() => undefined);

serveThread({
  enrich: async (mentions: readonly string[]): Promise<EnrichedJson[]> => {
    const { enrich } = await enrichment;
    return mentions.map((json) => {
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
    });
  },
  remember: async (known: readonly BrandMention[]): Promise<void> => {
    (await enrichment).remember(known);
  },
});
