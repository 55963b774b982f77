import { enrichJson } from '#enrich/enrich-json';
import { createEnrichment, type EnrichmentSettings } from '#enrich/enrich-mention';
import { enrichers } from '#enrich/enrichers/index';
import type { Mention } from '#ingest/mention';
import type { BenchRow } from './enrich';

const ROUNDS = 9;
/** About 20 ms: neighbours on the machine seldom come and go within. */
const CHUNK = 400;

/**
 * What the press-release gate adds to enrichment from JSON to JSON. Two chains that run on as in production, one without
 * the gate, take the same mentions chunk by chunk in turn; each chunk counts with the median of its rounds, so that what
 * disturbs one of them does not. A first round warms both up and does not count.
 */
export async function benchGate(
  mentionsOf: (round: number) => readonly Mention[],
  brands: EnrichmentSettings['brands'],
): Promise<BenchRow[]> {
  const without = enrichers.filter(({ kind }) => kind !== 'press-release');
  const chains = [
    ['bare', (await createEnrichment({ brands, definitions: without })).enrich],
    ['whole', (await createEnrichment({ brands })).enrich],
  ] as const;
  const times: { bare: number[]; whole: number[] }[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const jsons = mentionsOf(round).map((mention) => JSON.stringify(mention));
    for (let from = 0; from < jsons.length; from += CHUNK) {
      const part = jsons.slice(from, from + CHUNK);
      const index = from / CHUNK;
      times[index] ??= { bare: [], whole: [] };
      for (const [name, enrich] of (index + round) % 2 === 0 ? chains : [...chains].reverse()) {
        const began = performance.now();
        for (const json of part) enrichJson(enrich, json);
        if (round > 0) times[index][name].push(performance.now() - began);
      }
    }
  }
  const sum = (name: 'bare' | 'whole') => times.reduce((total, chunk) => total + median(chunk[name]), 0);
  const [bare, whole] = [sum('bare'), sum('whole')];
  const perMention = ((whole - bare) / (times.length * CHUNK)) * 1_000;
  return [
    { name: 'press-release gate', value: round1((1 - bare / whole) * 100), unit: '% of enrichment time' },
    { name: 'press-release gate, a mention', value: round1(perMention), unit: 'µs' },
    {
      name: 'enrich: from JSON to JSON, warm, without the gate',
      value: round1((bare / (times.length * CHUNK)) * 1_000),
      unit: 'µs',
    },
  ];
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;
}

function round1(value: number): number {
  return Math.round(value * 10) / 10;
}
