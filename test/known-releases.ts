import { readFileSync } from 'node:fs';
import { join } from 'node:path';
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

export type Half = 'tuning' | 'held-back';

/** A text of the fixtures and what the gate makes of it; `kind` is fake, genuine, rumour, or that of an ordinary text. */
export type JudgedText = { readonly id: string; readonly kind: string; readonly verified: Verified };

/** Verdicts on which people are paged. */
export const CAUGHT: ReadonlySet<Verdict | null> = new Set(['suspect', 'likely-fake', 'refuted']);

const fixtures = join(packageRoot(), 'test/fixtures');

function read<Schema extends z.ZodType>(file: string, schema: Schema): z.output<Schema>[] {
  return readFileSync(join(fixtures, file), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => schema.parse(JSON.parse(line)));
}

/** Known fakes, genuine shocks and rumours, as people received them. */
export async function judgeIncidents(half: Half): Promise<JudgedText[]> {
  const judged: JudgedText[] = [];
  for (const incident of read(`incidents/${half}.ndjson`, Incident)) {
    const { id, releaseType, genuine, brand, context } = incident;
    const mention = { ...(incident.mention as object), context };
    const verified = await verify(brand, readVerifiable(mention, Date.now()));
    judged.push({ id, kind: genuine ? 'genuine' : releaseType ? 'fake' : 'rumour', verified });
  }
  return judged;
}

/** Texts that only look like fakes. */
export async function judgeOrdinary(half: Half): Promise<JudgedText[]> {
  const vinci = Brand.parse(parse(readFileSync(join(packageRoot(), 'config/brands/vinci.yaml'), 'utf8')));
  const others = z
    .array(Brand)
    .parse(JSON.parse(readFileSync(join(fixtures, 'press-release/brands.json'), 'utf8')));
  const brands = new Map([vinci, ...others].map((brand) => [brand.id, brand]));
  const judged: JudgedText[] = [];
  for (const { id, kind, brand, mention } of read(`press-release/ordinary-${half}.ndjson`, Ordinary)) {
    const known = brands.get(brand);
    if (!known) throw new Error(`fixture ${id}: no brand "${brand}"`);
    judged.push({ id, kind, verified: await verify(known, readVerifiable(mention, Date.now())) });
  }
  return judged;
}
