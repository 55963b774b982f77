import { enrichJson } from '#enrich/enrich-json';
import { createEnrichment, type EnrichmentSettings } from '#enrich/enrich-mention';
import { enrichers } from '#enrich/enrichers/index';
import type { BenchRow } from './enrich';

const ROUNDS = 15;

/**
 * What the press-release gate adds to enrichment from JSON to JSON: the same mentions with and without it, in turn; the
 * median of the pairs, since neighbours on the machine come and go.
 */
export async function benchGate(
  jsons: readonly string[],
  brands: EnrichmentSettings['brands'],
): Promise<BenchRow[]> {
  const without = enrichers.filter(({ kind }) => kind !== 'press-release');
  const shares: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const bare = await timeOf(jsons, { brands, definitions: without });
    shares.push(1 - bare / (await timeOf(jsons, { brands })));
  }
  shares.sort((a, b) => a - b);
  const share = shares[Math.floor(ROUNDS / 2)]!;
  return [
    { name: 'press-release gate', value: Math.round(share * 1_000) / 10, unit: '% of enrichment time' },
  ];
}

async function timeOf(jsons: readonly string[], settings: EnrichmentSettings): Promise<number> {
  const { enrich } = await createEnrichment(settings);
  const before = process.cpuUsage();
  for (const json of jsons) enrichJson(enrich, json);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
