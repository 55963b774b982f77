/** A source file of the product: its path from the root, and its text. */
export type SourceFile = { readonly path: string; readonly text: string };

/** From the ground up: a floor may import itself and what is below it. */
const FLOORS = [
  'config/fields',
  'ingest',
  'enrich',
  'alerting',
  'dashboards',
  'config',
  'adapters.ts',
  'pipeline.ts',
  'commands',
  'main.ts',
  'bench',
];

const SQLITE_HOMES = [/^ingest\/bus\//, /^ingest\/state\//, /^ingest\/database\.ts$/, /^enrich\/store\//];
/** The benchmark's ceiling: the two clients with nothing of ours between them. */
const SHOVEL = /^bench\/services\/shovel\.ts$/;
const KAFKA_HOMES = [/^ingest\/bus\/kafka(-[a-z-]+)?\.ts$/, SHOVEL];
const ELASTICSEARCH_HOMES = [
  SHOVEL,
  /^ingest\/elasticsearch-[\w-]+\.ts$/,
  /^ingest\/state\/elasticsearch[\w-]*\.ts$/,
  /^enrich\/store\/elasticsearch[\w-]*\.ts$/,
];
const MAX_LINES = 250;
const EMPTY_FOLDERS = /(^|\/)(src|lib|utils|helpers|common|types)\//;
const EMPTY_NAMES = /(utils?|helpers?|manager|service)\b/i;

/** Imports that reach for a floor above. */
export function climbingImports({ path, text }: SourceFile): string[] {
  const own = floorOf(path);
  if (own < 0) return [];
  return importsOf(text).flatMap((target) => {
    const floor = floorOf(resolveImport(path, target));
    return floor > own ? [`${path} imports ${target}`] : [];
  });
}

/** Who imports the database though it is none of their business. */
export function strayDatabaseImports({ path, text }: SourceFile): string[] {
  const isHome = SQLITE_HOMES.some((home) => home.test(path));
  return isHome || !importsOf(text).includes('@photostructure/sqlite') ? [] : [`${path} imports SQLite`];
}

/** Who imports the Kafka client beside the bus on Kafka. */
export function strayKafkaImports({ path, text }: SourceFile): string[] {
  const isHome = KAFKA_HOMES.some((home) => home.test(path));
  const isImported = importsOf(text).some((target) => /^kafkajs(\/|$)/.test(target));
  return isHome || !isImported ? [] : [`${path} imports kafkajs`];
}

/** Who imports the client of Elasticsearch, or its types, beside the adapters. */
export function strayElasticsearchImports({ path, text }: SourceFile): string[] {
  const isHome = ELASTICSEARCH_HOMES.some((home) => home.test(path));
  return isHome || !importsOf(text).includes('@elastic/elasticsearch')
    ? []
    : [`${path} imports Elasticsearch`];
}

/** Files that are too long to be about one subject. */
export function tooLong({ path, text }: SourceFile): string[] {
  const lines = text.trimEnd().split('\n').length;
  return lines > MAX_LINES ? [`${path} has ${lines} lines`] : [];
}

/** Names behind which a reader cannot guess what stands. */
export function emptyNames({ path }: SourceFile): string[] {
  const name = path.split('/').at(-1) ?? '';
  return EMPTY_FOLDERS.test(path) || EMPTY_NAMES.test(name.replace(/\.\w+$/, '')) ? [path] : [];
}

/** Where a registration list and its folder differ. A kind may be written with `_`, a file is not. */
export function unlisted(kinds: readonly string[], files: readonly string[]): string[] {
  const listed = kinds.map((kind) => `${kind.replaceAll('_', '-')}.ts`);
  const present = files.filter((file) => file.endsWith('.ts') && file !== 'index.ts');
  return [
    ...present.filter((file) => !listed.includes(file)).map((file) => `${file} is not in index.ts`),
    ...listed.filter((file) => !present.includes(file)).map((file) => `${file} is listed and not there`),
  ];
}

function importsOf(text: string): string[] {
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(([, target = '']) => target);
}

function resolveImport(path: string, target: string): string {
  if (target.startsWith('#')) return target.slice(1);
  if (!target.startsWith('.')) return `node_modules/${target}`;
  return new URL(target, `file:///${path}`).pathname.slice(1);
}

function floorOf(path: string): number {
  const named = (floor: string) => path === floor || `${path}.ts` === floor || path.startsWith(`${floor}/`);
  return FLOORS.findIndex(named);
}
