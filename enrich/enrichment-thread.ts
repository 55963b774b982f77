import { setImmediate as letOthersIn } from 'node:timers/promises';
import { workerData } from 'node:worker_threads';
import { serveThread } from '#ingest/thread';
import type { BrandMention } from './brand-mention';
import { enrichJson } from './enrich-json';
import { createEnrichment, type Enrichment } from './enrich-mention';
import type { EnrichedJson, EnrichedPart, EnrichmentConfig } from './enrichment-pool';
import { StoryNews } from './story-news';

/** Mentions between two looks whether there is something to hear: a part of a batch takes tens of milliseconds. */
const MENTIONS_AT_ONCE = 20;

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

/** Enriches parts one after the other, and hears what comes in between. */
function createPartEnricher(): (mentions: readonly string[]) => Promise<EnrichedPart> {
  let last: Promise<unknown> = enrichment;
  const enrichPart = async (mentions: readonly string[]): Promise<EnrichedPart> => {
    const loaded = await enrichment;
    const results: EnrichedJson[] = [];
    for (const [index, json] of mentions.entries()) {
      if (index > 0 && index % MENTIONS_AT_ONCE === 0) await letOthersIn();
      results.push(enrichJson(loaded.enrich, json));
    }
    const news = loaded.news();
    return { results, news: news && JSON.stringify(news) };
  };
  return (mentions) => {
    const part = last.then(() => enrichPart(mentions));
    last = part.catch(() => undefined);
    return part;
  };
}

serveThread({
  enrich: createPartEnricher(),
  remember: async (known: readonly BrandMention[]): Promise<void> => {
    (await enrichment).remember(known);
  },
  hear: async (news: readonly string[]): Promise<string[]> => {
    const loaded = await enrichment;
    return news.flatMap((json) => hearJson(json, loaded) ?? []);
  },
});
