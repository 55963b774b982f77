import { workerData } from 'node:worker_threads';
import { serveThread } from '#ingest/thread';
import type { BrandMention } from './brand-mention';
import { enrichJson } from './enrich-json';
import { createEnrichment, type Enrichment } from './enrich-mention';
import type { EnrichedPart, EnrichmentConfig } from './enrichment-pool';
import { StoryNews } from './story-news';

const enrichment = createEnrichment(workerData as EnrichmentConfig);
// The loading error is told by each call; without this the thread would die of it first.
enrichment.catch(() => undefined);

/** Why it cannot be read; undefined when it was taken in. */
function hearJson(json: string, { hear }: Enrichment): string | undefined {
  try {
    hear(StoryNews.parse(JSON.parse(json)));
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

serveThread({
  enrich: async (mentions: readonly string[]): Promise<EnrichedPart> => {
    const loaded = await enrichment;
    const results = mentions.map((json) => enrichJson(loaded.enrich, json));
    const news = loaded.news();
    return { results, news: news && JSON.stringify(news) };
  },
  remember: async (known: readonly BrandMention[]): Promise<void> => {
    (await enrichment).remember(known);
  },
  hear: async (news: readonly string[]): Promise<string[]> => {
    const loaded = await enrichment;
    return news.flatMap((json) => hearJson(json, loaded) ?? []);
  },
});
