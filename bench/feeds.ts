// How many of the conditions of the feedparser corpus hold, over real HTTP: `node dist/bench/feeds.js --data ../shared/data`.
// Conditions about the title, link, id or summary of entries count, outside the files about sanitising.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { writeOpml } from '#ingest/feed/opml';
import { Mention } from '#ingest/mention';
import { startVigie } from '../test/real-process';

const Condition = z.union([
  z.object({ path: z.array(z.union([z.string(), z.number()])), value: z.unknown() }),
  z.looseObject({}).transform(() => undefined),
]);
const Case = z.object({
  file: z.string(),
  headers: z.record(z.string(), z.string()),
  conds: z.array(Condition).nullable(),
});
type Case = z.infer<typeof Case>;

const FIELDS = ['title', 'link', 'id', 'summary'] as const;
type Field = (typeof FIELDS)[number];
type Check = {
  readonly file: string;
  readonly entry: number;
  readonly field: Field;
  readonly value: unknown;
};

const { values } = parseArgs({
  options: { data: { type: 'string', default: '../shared/data' }, port: { type: 'string', default: '8097' } },
});
const folder = join(values.data, 'feeds');
if (!existsSync(join(folder, 'cases.json')))
  throw new Error(`${folder}: no cases.json there; name the folder with --data`);
const cases = z.array(Case).parse(JSON.parse(readFileSync(join(folder, 'cases.json'), 'utf8')));

const started = performance.now();
const { origin, stop } = await serveFeeds(cases);
const opml = writeOpml(cases.map(({ file }) => ({ title: file, xmlUrl: `${origin}/${file}` })));
const { collected, errors, exitCode } = await collectAll(opml);
await stop();
report(cases.flatMap(checksOf), origin, collected);
console.log(`vigie collect: exit ${exitCode}; ${errors.trim().split('\n').at(-1)}`);

async function serveFeeds(served: readonly Case[]) {
  const headersOf = new Map(served.map(({ file, headers }) => [`/${file}`, headers]));
  const server = createServer((request, response) => {
    const headers = headersOf.get(request.url ?? '');
    if (!headers) return response.writeHead(404).end();
    return response.writeHead(200, headers).end(readFileSync(join(folder, request.url ?? '')));
  });
  const listen = (port: number) =>
    new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  // Some expected addresses name this port; another one costs only those.
  await listen(Number(values.port)).catch(() => listen(0));
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, stop: () => new Promise((resolve) => server.close(resolve)) };
}

/** What the real command prints of them: mentions by feed, in order. */
async function collectAll(opml: string) {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-feeds-'));
  const file = join(folder, 'feeds.opml');
  writeFileSync(file, opml);
  const vigie = startVigie(['collect', '--once', '--allow-private-network', '--opml', file]);
  const exitCode = await vigie.ended;
  rmSync(folder, { recursive: true, force: true });
  const lines = vigie.output().split('\n').filter(Boolean);
  const mentions = lines.map((line) => Mention.parse(JSON.parse(line)));
  return { collected: groupBySource(mentions), errors: vigie.errors(), exitCode };
}

function groupBySource(mentions: readonly Mention[]): ReadonlyMap<string, readonly Mention[]> {
  const bySource = new Map<string, Mention[]>();
  for (const mention of mentions) {
    const known = bySource.get(mention.source);
    if (known) known.push(mention);
    else bySource.set(mention.source, [mention]);
  }
  return bySource;
}

function checksOf({ file, conds }: Case): readonly Check[] {
  if (file.includes('sanitize')) return [];
  return (conds ?? []).flatMap((condition) => {
    if (condition?.path.length !== 3) return [];
    const [root, entry, name] = condition.path;
    const field = FIELDS.find((each) => each === name);
    return root === 'entries' && typeof entry === 'number' && field
      ? [{ file, entry, field, value: condition.value }]
      : [];
  });
}

function holds(check: Check, mention: Mention | undefined): boolean {
  if (!mention) return false;
  const { original } = mention;
  if (check.field === 'title') return mention.title === check.value || original?.title === check.value;
  if (check.field === 'link') return mention.url === check.value;
  return original?.[check.field] === check.value;
}

function report(
  checks: readonly Check[],
  origin: string,
  collected: ReadonlyMap<string, readonly Mention[]>,
): void {
  const bad = checks.filter(
    (check) => !holds(check, collected.get(`${origin}/${check.file}`)?.[check.entry]),
  );
  for (const { file, field, value } of bad) console.log(`fails: ${file} ${field} = ${JSON.stringify(value)}`);
  const held = checks.length - bad.length;
  const share = ((100 * held) / checks.length).toFixed(1);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`feeds that gave mentions: ${collected.size} of ${cases.length} in ${seconds} s`);
  console.log(`conditions that hold: ${held} of ${checks.length} (${share} %)`);
}
