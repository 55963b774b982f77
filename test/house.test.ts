import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Plugin } from '#config/fields/plugin';
import { loadConfig } from '#config/load-config';
import { plugins } from '#config/plugins';
import { formatProblem } from '#config/problem';
import { rulesFileSchema } from '#config/rules-file';
import { fieldMeta } from '#config/schema-walk';
import { packageRoot } from '#ingest/thread';
import {
  climbingImports,
  emptyNames,
  type SourceFile,
  strayDatabaseImports,
  strayElasticsearchImports,
  strayKafkaImports,
  tooLong,
  unlisted,
} from './house-guards';

const root = packageRoot();
const stages = ['ingest', 'enrich', 'alerting', 'dashboards', 'config', 'commands', 'bench'];

function sourceFiles(): SourceFile[] {
  const below = (folder: string) =>
    readdirSync(root).includes(folder)
      ? readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map(
          (name) => `${folder}/${name}`,
        )
      : [];
  return [...readdirSync(root), ...stages.flatMap(below)]
    .filter((path) => /\.(ts|tsx)$/.test(path))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

const lists: readonly (readonly [folder: string, list: readonly Plugin[]])[] = [
  ['ingest/collectors', plugins.collectors],
  ['enrich/enrichers', plugins.enrichers],
  ['alerting/detectors', plugins.detectors],
  ['alerting/notifiers', plugins.notifiers],
];
const everyPlugin = lists.flatMap(([folder, list]) =>
  list.map((plugin) => ({ folder, kind: plugin.kind, plugin })),
);

describe('the house', () => {
  it.each([
    ['a stage imports no later one', climbingImports],
    ['only the embedded adapters import the database', strayDatabaseImports],
    ['only the bus on Kafka imports its client', strayKafkaImports],
    ['only the adapters for Elasticsearch import its client', strayElasticsearchImports],
    ['no file is longer than 250 lines', tooLong],
    ['no name is empty of meaning', emptyNames],
  ])('holds that %s', (_, guard) => {
    expect(sourceFiles().flatMap(guard)).toEqual([]);
  });

  it.each(lists)('lists in %s what its folder holds, and kinds are file names', (folder, list) => {
    const present = readdirSync(root).includes(folder.split('/')[0] ?? '') ? filesOf(folder) : [];
    expect(
      unlisted(
        list.map(({ kind }) => kind),
        present,
      ),
    ).toEqual([]);
  });
});

function filesOf(folder: string): string[] {
  const [stage = '', name = ''] = folder.split('/');
  return readdirSync(join(root, stage)).includes(name) ? readdirSync(join(root, folder)) : [];
}

describe('a guard', () => {
  it.each([
    [
      'an import from above',
      climbingImports({ path: 'ingest/a.ts', text: "import { b } from '#alerting/b';" }),
    ],
    [
      'an import from above by a relative path',
      climbingImports({ path: 'enrich/a.ts', text: "export * from '../config/plugins';" }),
    ],
    [
      'an import of the composition',
      climbingImports({ path: 'config/a.ts', text: "await import('../pipeline')" }),
    ],
    [
      'an import of a command',
      climbingImports({ path: 'pipeline.ts', text: "import { addRun } from './commands/run';" }),
    ],
    ['an import of a benchmark', climbingImports({ path: 'main.ts', text: "import './bench/row';" })],
    [
      'a database in a detector',
      strayDatabaseImports({ path: 'alerting/a.ts', text: "import { D } from '@photostructure/sqlite';" }),
    ],
    [
      'Kafka in a stage',
      strayKafkaImports({ path: 'enrich/a.ts', text: "import { Kafka } from 'kafkajs';" }),
    ],
    [
      'Kafka in a benchmark',
      strayKafkaImports({ path: 'bench/services/idle.ts', text: "import { Kafka } from 'kafkajs';" }),
    ],
    [
      'a cluster in a detector',
      strayElasticsearchImports({
        path: 'alerting/a.ts',
        text: "import type { estypes } from '@elastic/elasticsearch';",
      }),
    ],
    ['a file of 251 lines', tooLong({ path: 'a.ts', text: 'a\n'.repeat(251) })],
    ['a folder that says nothing', emptyNames({ path: 'ingest/utils/a.ts', text: '' })],
    ['a name that says nothing', emptyNames({ path: 'ingest/feed-manager.ts', text: '' })],
    ['a file that is not listed', unlisted(['a'], ['a.ts', 'b.ts', 'index.ts'])],
    ['a kind without its file', unlisted(['a', 'c_d'], ['a.ts'])],
  ])('sees %s', (_, found) => {
    expect(found).toHaveLength(1);
  });

  it('lets pass what may be', () => {
    const text = "import { a } from '#ingest/a'; import { b } from '#config/fields/b';";
    expect(climbingImports({ path: 'enrich/a.ts', text })).toEqual([]);
    expect(unlisted(['a_b'], ['a-b.ts', 'index.ts'])).toEqual([]);
  });
});

describe('every plug-in', () => {
  it.each(everyPlugin)('$folder: $kind describes each of its options', ({ plugin }) => {
    const silent = Object.entries(plugin.options.shape).filter(
      ([, option]) => !fieldMeta(option).description,
    );
    expect(silent.map(([name]) => name)).toEqual([]);
  });

  it.each(everyPlugin)('$folder: $kind has an example that passes its schema', ({ folder, plugin }) => {
    const entry = parse(plugin.example.replaceAll(/\$\{[^}]+\}/g, 'https://example.com/secret'));
    if (folder === 'alerting/detectors') {
      const file = { version: 1, rules: [{ name: 'example', ...entry }] };
      return expect(rulesFileSchema(plugins).safeParse(file).error?.issues).toBeUndefined();
    }
    const { kind, name, every, cron, ...options } = entry;
    expect(kind).toBe(plugin.kind);
    expect(z.safeParse(plugin.options, options).error?.issues).toBeUndefined();
  });

  it('of the enrichers works without options', () => {
    for (const { options } of plugins.enrichers) expect(options.safeParse({}).error?.issues).toBeUndefined();
  });
});

describe('the shipped configuration', () => {
  it('has no problems without any variable set', async () => {
    const { problems } = await loadConfig({ folder: join(root, 'config'), env: {}, plugins });
    expect(problems.map(formatProblem)).toEqual([]);
  });

  it('names its JSON Schema first, for editors', () => {
    const files = ['vigie.yaml', 'calendar.yaml', 'brands/vinci.yaml', 'rules/vinci.yaml'];
    for (const file of files)
      expect(readFileSync(join(root, 'config', file), 'utf8')).toMatch(
        /^# yaml-language-server: \$schema=\.\/\S+\.schema\.json\n/,
      );
  });
});
