import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import { z } from 'zod';
import { Brand } from '#enrich/brand';
import type { Verdict } from '#enrich/brand-mention';
import { readVerifiable } from '#enrich/press-release/verifiable';
import { type Verified, verify } from '#enrich/press-release/verify';
import { packageRoot } from '#ingest/thread';

const Incident = z.object({
  id: z.string(),
  releaseType: z.boolean(),
  genuine: z.boolean(),
  brand: Brand,
  mention: z.unknown(),
  context: z.array(z.unknown()).default([]),
});
const Ordinary = z.object({ id: z.string(), kind: z.string(), brand: z.string(), mention: z.unknown() });

const { values } = parseArgs({
  options: { half: { type: 'string', default: 'both' }, quiet: { type: 'boolean', default: false } },
});
const halves = values.half === 'both' ? ['tuning', 'held-back'] : [values.half];
const fixtures = join(packageRoot(), 'test/fixtures');
const CAUGHT = new Set<Verdict | null>(['suspect', 'likely-fake', 'refuted']);

function read<Schema extends z.ZodType>(file: string, schema: Schema): z.output<Schema>[] {
  return readFileSync(join(fixtures, file), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => schema.parse(JSON.parse(line)));
}

const reasonsOf = ({ signals }: Verified) =>
  signals
    .filter(({ weight }) => weight !== 0)
    .slice(0, 3)
    .map(({ name, weight, evidence }) => `${name} ${weight > 0 ? '+' : ''}${weight} ${evidence.slice(0, 50)}`)
    .join(' · ');

type Judged = { id: string; kind: string; verdict: Verdict | null };

/** Fakes, genuine shocks and what is neither, as people received them. */
async function measureIncidents(half: string): Promise<Judged[]> {
  const judged: Judged[] = [];
  for (const { id, releaseType, genuine, brand, mention, context } of read(
    `incidents/${half}.ndjson`,
    Incident,
  )) {
    const verified = await verify(brand, readVerifiable({ ...(mention as object), context }, Date.now()));
    const kind = genuine ? 'genuine' : releaseType ? 'fake' : 'rumour';
    judged.push({ id, kind, verdict: verified.verdict });
    if (!values.quiet)
      console.log(
        `${id.slice(0, 34).padEnd(35)}${kind.padEnd(9)}${String(verified.verdict).padEnd(13)}${verified.score.toFixed(2)}  ${reasonsOf(verified)}`,
      );
  }
  return judged;
}

/** Texts that only look alike. */
async function measureOrdinary(half: string): Promise<Judged[]> {
  const vinci = Brand.parse(parse(readFileSync(join(packageRoot(), 'config/brands/vinci.yaml'), 'utf8')));
  const others = z
    .array(Brand)
    .parse(JSON.parse(readFileSync(join(fixtures, 'press-release/brands.json'), 'utf8')));
  const brands = new Map([vinci, ...others].map((brand) => [brand.id, brand]));
  const judged: Judged[] = [];
  for (const { id, kind, brand, mention } of read(`press-release/ordinary-${half}.ndjson`, Ordinary)) {
    const found = brands.get(brand);
    if (!found) throw new Error(`fixture ${id}: no brand "${brand}"`);
    const verified = await verify(found, readVerifiable(mention, Date.now()));
    judged.push({ id, kind, verdict: verified.verdict });
    if (!values.quiet && CAUGHT.has(verified.verdict))
      console.log(`  ${id.padEnd(30)}${kind.padEnd(14)}${verified.verdict}  ${reasonsOf(verified)}`);
  }
  return judged;
}

const percent = (part: number, whole: number) =>
  whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`;

function printMeasures(half: string, incidents: readonly Judged[], ordinary: readonly Judged[]): void {
  const fakes = incidents.filter(({ kind }) => kind === 'fake');
  const caught = fakes.filter(({ verdict }) => CAUGHT.has(verdict));
  const genuine = incidents.filter(({ kind }) => kind === 'genuine');
  const count = (rows: readonly Judged[], verdict: Verdict | null) =>
    rows.filter((row) => row.verdict === verdict).length;
  console.log(
    `\n${half}: fakes that pose as a release judged suspect or worse: ${caught.length} of ${fakes.length}`,
  );
  console.log(
    `  genuine: ${count(genuine, 'likely-fake')} likely-fake, ${count(genuine, 'suspect')} suspect of ${genuine.length}; ordinary: ${count(ordinary, 'likely-fake')} likely-fake, ${count(ordinary, 'suspect')} suspect of ${ordinary.length}`,
  );
  console.log('  verdict       all  fakes  precision  recall');
  for (const verdict of ['likely-fake', 'suspect', 'unverified', 'corroborated', 'official', null] as const) {
    const all = [...incidents, ...ordinary].filter((row) => row.verdict === verdict && row.kind !== 'rumour');
    const hits = all.filter(({ kind }) => kind === 'fake').length;
    console.log(
      `  ${String(verdict).padEnd(13)}${String(all.length).padStart(4)}${String(hits).padStart(7)}${percent(hits, all.length).padStart(11)}${percent(hits, fakes.length).padStart(8)}`,
    );
  }
}

for (const half of halves) {
  if (!half) continue;
  const incidents = await measureIncidents(half);
  const ordinary = await measureOrdinary(half);
  printMeasures(half, incidents, ordinary);
}
