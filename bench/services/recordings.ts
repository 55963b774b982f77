import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { partitionOf } from '#ingest/bus/partition';
import type { Mention } from '#ingest/mention';
import { BRANDS } from '../storm-config';
import { syntheticMentions } from '../synthetic-mentions';

/** Sources that are played at once; a recording keeps its order, and so its mentions travel in one partition. */
const RECORDINGS = 4;

/** So many mentions, each about one brand: then topic and index hold equally many. */
export function mentionsAboutBrands(count: number): readonly Mention[] {
  const all = syntheticMentions({
    count: count * 2,
    brands: BRANDS,
    seed: 1,
    startAt: Date.parse('2026-03-02T08:00:00Z'),
    gapMs: () => 400,
  });
  const chosen: Mention[] = [];
  for (const mention of all) {
    if (BRANDS.some((brand) => mention.text.includes(brand))) chosen.push(mention);
    if (chosen.length === count) break;
  }
  return chosen;
}

/** Deals the mentions out to recordings, as YAML of sources; their names fall evenly to the partitions. */
export function writeRecordings(
  mentions: readonly Mention[],
  { folder, partitions }: { readonly folder: string; readonly partitions: number },
): readonly string[] {
  return spreadNames(partitions).map((name, place) => {
    const file = join(folder, `${name}.ndjson`);
    const mine = mentions.filter((_, index) => index % RECORDINGS === place);
    writeFileSync(file, mine.map((mention) => `${JSON.stringify(mention)}\n`).join(''));
    return `{ name: ${name}, kind: replay, file: ${JSON.stringify(file)}, speed: max }`;
  });
}

function spreadNames(partitions: number): readonly string[] {
  const names: string[] = [];
  for (let number = 0; names.length < RECORDINGS; number++) {
    const name = `recording-${number}`;
    if (partitionOf(name, partitions) === names.length % partitions) names.push(name);
  }
  return names;
}
