import { join } from 'node:path';
import type { Mention } from '#ingest/mention';
import { middle, playRecordings } from '../pipeline';
import { measureCeiling } from './ceiling';
import { writeRecordings } from './recordings';
import type { Site } from './site';
import type { Line } from './table';
import { type Load, measureDrain, measureWhole, type Throughput } from './throughput';

type Scenario = {
  readonly name: string;
  readonly measure: (site: Site, load: Load) => Promise<Throughput>;
  readonly partitions: number;
  readonly enrichWorkers: number;
};

const CEILING = 'ceiling: a bare shovel, topic → plain index';

const loads = [
  { partitions: 1, enrichWorkers: 1 },
  { partitions: 2, enrichWorkers: 1 },
  { partitions: 4, enrichWorkers: 1 },
  { partitions: 4, enrichWorkers: 2 },
] as const;

const scenarios: readonly Scenario[] = [
  {
    name: CEILING,
    measure: (site, { mentions }) => measureCeiling(site, mentions),
    partitions: 4,
    enrichWorkers: 0,
  },
  ...loads.map((load) => ({ ...load, name: `topic → index, ${inWords(load)}`, measure: measureDrain })),
  ...loads.map((load) => ({ ...load, name: `collector → index, ${inWords(load)}`, measure: measureWhole })),
];

function inWords({ partitions, enrichWorkers }: Omit<Load, 'mentions'>): string {
  const workers = enrichWorkers > 1 ? `, ${enrichWorkers} enrich-workers` : '';
  return `${partitions} partition${partitions > 1 ? 's' : ''}${workers}`;
}

/**
 * Rates of every way through the servers, each beside the ceiling of the same run. Each round goes through all of
 * them, so that a busy minute of the machine does not hit one alone.
 */
export async function measureThroughput(
  site: Site,
  {
    mentions,
    rounds,
    say,
  }: { mentions: readonly Mention[]; rounds: number; say: (progress: string) => void },
): Promise<readonly Line[]> {
  const seen = new Map<string, Throughput[]>(scenarios.map(({ name }) => [name, []]));
  const embedded: number[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const { name, measure, ...load } of scenarios) {
      const throughput = await measure(site, { mentions, ...load });
      seen.get(name)?.push(throughput);
      say(`round ${round + 1}: ${name}: ${Math.round(throughput.perSecond)}/s`);
    }
    const folder = join(site.folder, `embedded-${round}`, 'config');
    const sources = writeRecordings(mentions, { folder: site.folder, partitions: 4 });
    embedded.push((await playRecordings({ sources, mentions: mentions.length, folder })).perSecond);
  }
  const ceiling = medianRate(seen.get(CEILING) ?? []);
  return scenarios.map(({ name, measure }) => ({
    ...lineOf(name, seen.get(name) ?? [], ceiling),
    ...(measure === measureWhole && { embedded: middle(embedded) }),
  }));
}

const medianRate = (rounds: readonly Throughput[]) => middle(rounds.map(({ perSecond }) => perSecond));

function lineOf(name: string, rounds: readonly Throughput[], ceiling: number): Line {
  const rates = rounds.map(({ perSecond }) => Math.round(perSecond)).join(', ');
  const processes = [...(rounds[0]?.processors.keys() ?? [])];
  const micros = processes.map((process) => ({
    process,
    used: Math.round(1e6 * middle(rounds.map(({ processors }) => processors.get(process) ?? Number.NaN))),
  }));
  const sum = micros.reduce((total, { used }) => total + used, 0);
  const parts = micros.map(({ process, used }) => `${process} ${used}`).join(', ');
  return {
    name,
    unit: 'mentions/s',
    services: medianRate(rounds),
    ratio: medianRate(rounds) / ceiling,
    note: `of ${rates}; ${sum} µs of processor a mention: ${parts}`,
  };
}
