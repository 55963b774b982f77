import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '#ingest/clock';
import { startVigie, writeConfig } from '../test/real-process';
import type { Row } from './row';
import { BRANDS, stormConfig } from './storm-config';
import { syntheticMentions } from './synthetic-mentions';
import { readMetrics } from './vigie-metrics';

const MENTIONS = 60_000;
/** How long an idle process is watched. */
export const IDLE_SECONDS = 20;
/** After the start V8 compiles and collects for some seconds more. */
const SETTLE_MS = 10_000;
const LOOK_MS = 500;

/** The real command on the embedded adapters: a recording as fast as it goes, then a process with nothing to do. */
export async function benchPipeline(): Promise<readonly Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-bench-'));
  try {
    return [...(await benchThroughput(folder)), ...(await benchIdle(folder))];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Each is measured this often; the middle one counts, because the machine is not ours alone. */
const ROUNDS = 3;

/** One playing of recordings through `vigie run`. */
export type Round = {
  readonly perSecond: number;
  readonly cpuMicros: number;
  readonly peakBytes: number;
  readonly lagP99Ms: number;
  readonly startMs: number;
};

async function benchThroughput(folder: string): Promise<Row[]> {
  const recording = join(folder, 'recording.ndjson');
  const mentions = syntheticMentions({
    count: MENTIONS,
    brands: BRANDS,
    seed: 1,
    startAt: Date.parse('2026-03-02T08:00:00Z'),
    gapMs: () => 400,
  });
  writeFileSync(recording, [...mentions].map((mention) => `${JSON.stringify(mention)}\n`).join(''));
  const rounds: Round[] = [];
  for (let number = 0; number < ROUNDS; number++)
    rounds.push(
      await playRecordings({
        sources: [`{ name: recording, kind: replay, file: ${JSON.stringify(recording)}, speed: max }`],
        mentions: MENTIONS,
        folder: join(folder, `busy-${number}`, 'config'),
      }),
    );
  const rates = rounds.map(({ perSecond }) => Math.round(perSecond)).join(', ');
  return [
    {
      name: 'embedded pipeline, replay to rules, all in one process',
      value: medianOf(rounds, 'perSecond'),
      unit: 'mentions/s',
      note: `median of ${rates}`,
    },
    {
      name: 'embedded pipeline, processor time a mention',
      value: medianOf(rounds, 'cpuMicros'),
      unit: 'µs',
      note: 'all threads, without the start',
    },
    {
      name: 'resident memory at its peak, under that load',
      value: Math.max(...rounds.map(({ peakBytes }) => peakBytes)) / 2 ** 20,
      unit: 'MiB',
      note: 'the highest of all rounds',
    },
    {
      name: 'event loop delay under that load, p99',
      value: medianOf(rounds, 'lagP99Ms'),
      unit: 'ms',
      note: 'of the middle half second; 10 ms of it are the measuring',
    },
    { name: 'vigie run, to the console’s address', value: medianOf(rounds, 'startMs'), unit: 'ms' },
  ];
}

const medianOf = (rounds: readonly Round[], figure: keyof Round): number =>
  middle(rounds.map((round) => round[figure]));

/** The middle one of the figures; NaN of none. */
export function middle(figures: readonly number[]): number {
  const sorted = [...figures].sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/**
 * Plays recordings (YAML of sources) through a new process on an empty data folder until everything has been through
 * the rules.
 */
export async function playRecordings({
  sources,
  mentions,
  folder,
}: {
  readonly sources: readonly string[];
  /** How many the recordings hold. */
  readonly mentions: number;
  /** For the configuration; the data folder is beside it. */
  readonly folder: string;
}): Promise<Round> {
  const config = writeConfig(folder, stormConfig({ sources }));
  const spawnedAt = performance.now();
  const vigie = startVigie(['run', '--config', config]);
  const url = (await vigie.printed(/Console: (\S+)/))[1] ?? '';
  const startedAt = performance.now();
  const cpuAtStart = (await readMetrics(url))('process_cpu_seconds_total');
  const lags: number[] = [];
  let peakBytes = 0;
  let metric = await readMetrics(url);
  while (metric('mentions_enriched_total') < mentions || metric('bus_lag') > 0) {
    await systemClock.sleep(LOOK_MS);
    metric = await readMetrics(url);
    peakBytes = Math.max(peakBytes, metric('process_resident_memory_bytes'));
    lags.push(metric('nodejs_eventloop_lag_p99_seconds') * 1_000);
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  const cpu = metric('process_cpu_seconds_total') - cpuAtStart;
  peakBytes = Math.max(peakBytes, highWaterBytes(vigie.child.pid));
  await vigie.kill();
  return {
    perSecond: mentions / seconds,
    cpuMicros: (cpu / mentions) * 1e6,
    peakBytes,
    lagP99Ms: middle(lags),
    startMs: startedAt - spawnedAt,
  };
}

/** The most that a process ever had resident, where the system tells (Linux); else 0. */
function highWaterBytes(pid: number | undefined): number {
  const status = `/proc/${pid}/status`;
  if (!existsSync(status)) return 0;
  return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(status, 'utf8'))?.[1] ?? 0) * 1_024;
}

async function benchIdle(folder: string): Promise<Row[]> {
  const { processorPercent, residentBytes } = await measureIdle(folder);
  return [
    {
      name: 'idle processor use, in percent of a core',
      value: processorPercent,
      unit: '%',
      note: 'one /metrics request included',
    },
    { name: 'resident memory when idle', value: residentBytes / 2 ** 20, unit: 'MiB' },
  ];
}

/** What a `vigie run` without sources costs once it has settled; one request of `/metrics` is part of it. */
export async function measureIdle(folder: string): Promise<IdleCost> {
  const config = writeConfig(join(folder, 'idle', 'config'), stormConfig({ sources: [] }));
  const vigie = startVigie(['run', '--config', config]);
  const url = (await vigie.printed(/Console: (\S+)/))[1] ?? '';
  const cost = await watchIdle(() => readMetrics(url));
  await vigie.kill();
  return cost;
}

export type IdleCost = {
  /** Of one core. */
  readonly processorPercent: number;
  readonly residentBytes: number;
};

/** Lets a process settle, says so, then watches it through its metrics. */
export async function watchIdle(
  metrics: () => ReturnType<typeof readMetrics>,
  settled: () => void = () => {},
): Promise<IdleCost> {
  await systemClock.sleep(SETTLE_MS);
  settled();
  const before = (await metrics())('process_cpu_seconds_total');
  await systemClock.sleep(IDLE_SECONDS * 1_000);
  const metric = await metrics();
  const used = metric('process_cpu_seconds_total') - before;
  return {
    processorPercent: (used / IDLE_SECONDS) * 100,
    residentBytes: metric('process_resident_memory_bytes'),
  };
}
