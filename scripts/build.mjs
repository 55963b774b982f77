// Builds the `vigie` command, its worker threads, the benchmarks, the word filter and the console's page into dist/.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
process.chdir(root);
rmSync('dist', { recursive: true, force: true });

const find = (folder, suffix) =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true })
        .filter((name) => name.endsWith(suffix))
        .map((name) => join(folder, name))
    : [];

// A file named *-thread.ts is the entry of a worker thread.
const threads = ['ingest', 'enrich', 'alerting'].flatMap((stage) => find(stage, '-thread.ts'));
const entry = (file, out) => ({ in: file, out });
const server = [
  ...(existsSync('main.ts') ? [entry('main.ts', 'main')] : []),
  entry('config/json-schemas.ts', 'schemas'),
  ...threads.map((file) =>
    entry(
      file,
      `threads/${file
        .split('/')
        .at(-1)
        .replace(/-thread\.ts$/, '')}`,
    ),
  ),
  ...find('bench', '.ts').map((file) => entry(file, file.replace(/\.ts$/, ''))),
];
if (server.length > 0)
  await build({
    entryPoints: server,
    outdir: 'dist',
    bundle: true,
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    sourcemap: true,
    define: { __VIGIE_VERSION__: JSON.stringify(JSON.parse(readFileSync('package.json', 'utf8')).version) },
    logLevel: 'warning',
  });

cpSync('enrich/look-alikes/ordinary-words.bin', 'dist/ordinary-words.bin');

if (existsSync('dashboards/console/page/page.tsx')) {
  mkdirSync('dist/console', { recursive: true });
  await build({
    entryPoints: ['dashboards/console/page/page.tsx', 'dashboards/console/page/page.css'],
    outdir: 'dist/console',
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    sourcemap: false,
    logLevel: 'warning',
  });
  cpSync('dashboards/console/page/index.html', 'dist/console/index.html');
}
