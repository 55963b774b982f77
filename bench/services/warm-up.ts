import { pino } from 'pino';
import { Brand } from '#enrich/brand';
import { createEnrichment } from '#enrich/enrich-mention';
import { openElasticsearchStore } from '#enrich/store/elasticsearch';
import { systemClock } from '#ingest/clock';
import { BRANDS, stormConfig } from '../storm-config';
import { mentionsAboutBrands } from './recordings';
import type { Site } from './site';

const MENTIONS = 16_000;
const PASSES = 25;
const BATCHES = [125, 250, 500, 1_000];
const AT_ONCE = 4;

/**
 * Saves mentions until Elasticsearch has compiled what it runs most: a server that has just been started takes six
 * times as long for a document as one that has been up for an hour, and only after some 400,000 of them no longer.
 */
export async function warmUp(site: Site): Promise<void> {
  const brands = BRANDS.map((name) => Brand.parse({ id: name.toLowerCase(), name, names: [name] }));
  const { enrich } = await createEnrichment({ brands });
  const some = mentionsAboutBrands(MENTIONS).flatMap((mention) => enrich(mention));
  const documents = some.map((brandMention) => JSON.stringify(brandMention));
  const { prefix } = await site.install({
    name: 'warm-up',
    partitions: 1,
    files: (adapters) => stormConfig({ sources: [], adapters }),
  });
  for (let pass = 0; pass < PASSES; pass++) {
    const store = await openElasticsearchStore({
      connection: { nodes: [site.servers.elasticsearch] },
      // The same mentions into the same index would be overwriting.
      indexPrefix: `${prefix}-${pass}`,
      clock: systemClock,
      log: pino({ level: 'silent' }),
    });
    await saveAll(documents, BATCHES[pass % BATCHES.length] ?? AT_ONCE, store.saveJson);
    await store.close();
  }
  await site.clear();
}

async function saveAll(
  documents: readonly string[],
  batch: number,
  save: (documents: readonly string[]) => Promise<void>,
): Promise<void> {
  let next = 0;
  const saveOn = async () => {
    while (next < documents.length) {
      const from = next;
      next += batch;
      await save(documents.slice(from, from + batch));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, saveOn));
}
