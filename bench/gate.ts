import { enrichJson } from '#enrich/enrich-json';
import { createEnrichment, type EnrichmentSettings } from '#enrich/enrich-mention';
import { enrichers } from '#enrich/enrichers/index';
import type { BenchRow } from './enrich';

const ROUNDS = 7;

/** What the press-release gate adds to enrichment from JSON to JSON: the same mentions with and without it, in turn. */
export async function benchGate(
  jsons: readonly string[],
  brands: EnrichmentSettings['brands'],
): Promise<BenchRow[]> {
  const without = enrichers.filter(({ kind }) => kind !== 'press-release');
  const times = { with: [] as number[], without: [] as number[] };
  for (let round = 0; round < ROUNDS; round++) {
    times.without.push(await timeOf(jsons, { brands, definitions: without }));
    times.with.push(await timeOf(jsons, { brands }));
  }
  const share = 1 - Math.min(...times.without) / Math.min(...times.with);
  return [
    { name: 'press-release gate', value: Math.round(share * 1_000) / 10, unit: '% of enrichment time' },
  ];
}

async function timeOf(jsons: readonly string[], settings: EnrichmentSettings): Promise<number> {
  const { enrich } = await createEnrichment(settings);
  const startedAt = performance.now();
  for (const json of jsons) enrichJson(enrich, json);
  return performance.now() - startedAt;
}
