import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '#ingest/clock';
import { startVigie, writeConfig } from '../test/real-process';
import type { Row } from './row';
import { syntheticMentions } from './synthetic-mentions';

const MENTIONS = 60_000;
const IDLE_MS = 20_000;
const BRANDS = ['Acme', 'Globex', 'Initech', 'Umbrella', 'Hooli'];

const vigieYaml = (sources: string) => `
console: { listen: { port: 0 } }
log: { level: error }
sources: [${sources}]
notifiers: [{ name: terminal, kind: console }]
receivers: [{ name: team, notifiers: [terminal] }]
route: { receiver: team }
`;

function files(sources: string): Record<string, string> {
  const rule = (brand: string) =>
    `  - { name: ${brand}-storm, type: spike, filter: ['brand="${brand}"'], timeframe: 10m, spike_height: 3, threshold_cur: 500, threshold_ref: 10, severity: critical }\n`;
  const ids = BRANDS.map((name) => name.toLowerCase());
  return {
    'vigie.yaml': vigieYaml(sources),
    ...Object.fromEntries(
      BRANDS.map((name, at) => [
        `brands/${ids[at]}.yaml`,
        `id: ${ids[at]}\nname: ${name}\nnames: [${name}]\n`,
      ]),
    ),
    'rules/storms.yaml': `version: 1\nrules:\n${ids.map(rule).join('')}`,
  };
}

/** The value of one series of a running vigie's `/metrics`. */
async function metric(url: string, name: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(new RegExp(`^${name}(?:\\{[^}]*\\})? ([0-9.e+-]+)$`, 'm').exec(text)?.[1] ?? Number.NaN);
}

/** The real command on the embedded adapters: a recording as fast as it goes, then a process with nothing to do. */
export async function benchPipeline(): Promise<readonly Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-bench-'));
  try {
    return [...(await benchThroughput(folder)), ...(await benchIdle(folder))];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function benchThroughput(folder: string): Promise<Row[]> {
  const config = writeConfig(
    join(folder, 'busy', 'config'),
    files('{ name: recording, kind: replay, file: recording.ndjson, speed: max }'),
  );
  const mentions = syntheticMentions({
    count: MENTIONS,
    brands: BRANDS,
    seed: 1,
    startAt: Date.parse('2026-03-02T08:00:00Z'),
    gapMs: () => 400,
  });
  writeFileSync(
    join(config, 'recording.ndjson'),
    [...mentions].map((mention) => `${JSON.stringify(mention)}\n`).join(''),
  );
  const vigie = startVigie(['run', '--config', config]);
  const url = (await vigie.printed(/Console: (\S+)/))[1] ?? '';
  const startedAt = performance.now();
  let peak = 0;
  for (;;) {
    await systemClock.sleep(200);
    peak = Math.max(peak, await metric(url, 'vigie_process_resident_memory_bytes'));
    const collected = await metric(url, 'vigie_mentions_collected_total');
    const enriched = await metric(url, 'vigie_mentions_enriched_total');
    if (collected >= MENTIONS && enriched >= MENTIONS && (await behind(url)) === 0) break;
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  const cpuSeconds = await metric(url, 'vigie_process_cpu_seconds_total');
  await vigie.kill();
  return [
    {
      name: 'embedded pipeline, replay to rules, all in one process',
      value: MENTIONS / seconds,
      unit: 'mentions/s',
    },
    {
      name: 'embedded pipeline, processor time a mention',
      value: (cpuSeconds / MENTIONS) * 1e6,
      unit: 'µs',
      note: 'start included',
    },
    { name: 'resident memory at its peak, under that load', value: peak / 2 ** 20, unit: 'MiB' },
  ];
}

async function behind(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return [...text.matchAll(/^vigie_bus_lag\{[^}]*\} (\d+)$/gm)].reduce(
    (sum, [, lag]) => sum + Number(lag),
    0,
  );
}

async function benchIdle(folder: string): Promise<Row[]> {
  const config = writeConfig(join(folder, 'idle', 'config'), files(''));
  const vigie = startVigie(['run', '--config', config]);
  const url = (await vigie.printed(/Console: (\S+)/))[1] ?? '';
  await systemClock.sleep(3_000);
  const before = await metric(url, 'vigie_process_cpu_seconds_total');
  await systemClock.sleep(IDLE_MS);
  const used = (await metric(url, 'vigie_process_cpu_seconds_total')) - before;
  const resident = await metric(url, 'vigie_process_resident_memory_bytes');
  await vigie.kill();
  return [
    {
      name: 'idle processor use, in percent of a core',
      value: (used / (IDLE_MS / 1_000)) * 100,
      unit: '%',
      note: 'one /metrics request included',
    },
    { name: 'resident memory when idle', value: resident / 2 ** 20, unit: 'MiB' },
  ];
}
