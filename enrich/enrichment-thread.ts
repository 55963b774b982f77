import { workerData } from 'node:worker_threads';
import { serveThread } from '#ingest/thread';
import type { BrandMention } from './brand-mention';
import { enrichJson } from './enrich-json';
import { createEnrichment } from './enrich-mention';
import type { EnrichedJson, EnrichmentConfig } from './enrichment-pool';

const enrichment = createEnrichment(workerData as EnrichmentConfig);
// The loading error is told by each call; without this the thread would die of it first.
enrichment.catch(() => undefined);

serveThread({
  enrich: async (mentions: readonly string[]): Promise<EnrichedJson[]> => {
    const { enrich } = await enrichment;
    return mentions.map((json) => enrichJson(enrich, json));
  },
  remember: async (known: readonly BrandMention[]): Promise<void> => {
    (await enrichment).remember(known);
  },
});
