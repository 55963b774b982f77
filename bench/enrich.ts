import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Brand } from '#enrich/brand';
import { enrichJson } from '#enrich/enrich-json';
import { createEnrichment } from '#enrich/enrich-mention';
import { type Mention, mentionId } from '#ingest/mention';
import { packageRoot } from '#ingest/thread';
import { LANGUAGE_FOLDERS, readBrandMentions, readSentiment } from './accuracy-data';
import { benchGate } from './gate';
import type { Row } from './row';

export type BenchRow = Row;

const ROUNDS = 5;
const COUNT = 10_000;

/** Five brands of different difficulty; every second mention names one of them. */
const BRANDS = [
  {
    id: 'vinci',
    names: [{ text: 'Vinci', ambiguous: true }, 'VINCI Autoroutes', 'VINCI Construction'],
    domain: 'vinci.com',
    require: ['groupe', 'BTP', 'action', 'shares', 'autoroutes'],
  },
  { id: 'deutsche-bahn', names: ['Deutsche Bahn', 'Bahn', 'DB Regio'], domain: 'bahn.de', require: [] },
  { id: 'microsoft', names: ['Microsoft', 'Windows 10', 'Xbox'], domain: 'microsoft.com', require: [] },
  {
    id: 'orange',
    names: [{ text: 'Orange', ambiguous: true }, 'Orange Business'],
    domain: 'orange.com',
    require: ['télécom', 'fibre', 'réseau', 'mobile'],
  },
  {
    id: 'apple',
    names: [{ text: 'Apple', ambiguous: true }, 'iPhone', 'iPad'],
    domain: 'apple.com',
    require: ['iPhone', 'Mac', 'store'],
  },
].map(({ id, names, domain, require }) =>
  Brand.parse({ id, name: id, names, officialDomains: [domain], context: { require } }),
);

const NAMES = ['Vinci Autoroutes', 'Deutsche Bahn', 'Microsoft', 'Orange Business', 'iPhone'];

function isOrdinary(data: string): boolean {
  return existsSync(join(data, 'sentiment'));
}

/** Texts of six languages; the measuring data where it is, else the repository's own recordings. */
function texts(data: string): string[] {
  if (isOrdinary(data))
    return [
      ...Object.keys(LANGUAGE_FOLDERS).flatMap((folder) =>
        readSentiment(data, folder, 'train').map(({ text }) => text),
      ),
      ...readBrandMentions(data).map(({ text }) => text),
    ];
  const replay = join(packageRoot(), 'config/replays/vinci-2016.ndjson');
  return readFileSync(replay, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).text ?? '');
}

/** `round` makes them other mentions of another time, so that a chain that runs on has them all to do. */
function mentions(from: readonly string[], round = 0): Mention[] {
  const start = Date.parse('2026-01-01T00:00:00.000Z') + round * 30 * 86_400_000;
  return Array.from({ length: COUNT }, (_, index) => {
    // A stride coprime to most lengths mixes languages and kinds without randomness.
    const text = from[(index * 7_919) % from.length]!;
    const at = new Date(start + index * 1_000).toISOString();
    const named = index % 2 === 0 ? `${NAMES[(index / 2) % NAMES.length]} ${text}` : text;
    return {
      id: mentionId('bench', `${round}-${index}`),
      source: 'bench',
      channel: 'social',
      url: `https://social.example/status/${round}-${index}`,
      text: named,
      author: { id: `a${index % 997}`, handle: `a${index % 997}`, followers: index % 5_000 },
      publishedAt: at,
      collectedAt: at,
    };
  });
}

function bestPerSecond(count: number, round: () => void): number {
  let best = Number.POSITIVE_INFINITY;
  for (let number = 0; number < ROUNDS; number++) {
    const startedAt = performance.now();
    round();
    best = Math.min(best, performance.now() - startedAt);
  }
  return Math.round((count / best) * 1_000);
}

/** What an enrichment thread does: mentions come and brand mentions go as JSON. */
async function fromJsonToJson(jsons: readonly string[]): Promise<number> {
  let best = 0;
  for (let number = 0; number < ROUNDS; number++) {
    const { enrich } = await createEnrichment({ brands: BRANDS });
    const startedAt = performance.now();
    for (const json of jsons) enrichJson(enrich, json);
    best = Math.max(best, (jsons.length / (performance.now() - startedAt)) * 1_000);
  }
  return Math.round(best);
}

/** Mentions a second through the enrichers on one core, beside reading and writing the same mentions as JSON. */
export async function benchEnrich(data = '../shared/data'): Promise<BenchRow[]> {
  const from = texts(data);
  const all = mentions(from);
  const jsons = all.map((mention) => JSON.stringify(mention));
  const json = bestPerSecond(all.length, () => {
    for (const text of jsons) JSON.stringify(JSON.parse(text));
  });
  const startedAt = performance.now();
  let found = 0;
  const rounds: number[] = [];
  for (let number = 0; number < ROUNDS; number++) {
    // A fresh chain each round: one that remembers every id has nothing left to do.
    const { enrich } = await createEnrichment({ brands: BRANDS });
    const began = performance.now();
    for (const mention of all) found += enrich(mention).length;
    rounds.push(performance.now() - began);
  }
  const loading = performance.now() - startedAt - rounds.reduce((sum, ms) => sum + ms, 0);
  return [
    {
      name: 'enrich',
      value: Math.round((all.length / Math.min(...rounds)) * 1_000),
      unit: 'mentions/s on one core',
    },
    {
      name: 'enrich: about a brand',
      value: Math.round((found / ROUNDS / all.length) * 100),
      unit: '% of mentions',
    },
    { name: 'enrich: loading', value: Math.round(loading / ROUNDS), unit: 'ms' },
    { name: 'JSON.parse + stringify alone', value: json, unit: 'mentions/s on one core' },
    { name: 'enrich: resident memory', value: Math.round(process.memoryUsage().rss / 1e6), unit: 'MB' },
    // Last, because its chains would count as memory.
    { name: 'enrich: from JSON to JSON', value: await fromJsonToJson(jsons), unit: 'mentions/s on one core' },
    ...(await benchGate((round) => mentions(from, round), BRANDS)).map((row) =>
      isOrdinary(data)
        ? row
        : { ...row, note: 'on talk of a fake release, for want of ordinary texts: name them with --data' },
    ),
  ];
}
