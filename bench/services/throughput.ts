import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { TOPICS } from '#ingest/bus/bus';
import { systemClock } from '#ingest/clock';
import type { Mention } from '#ingest/mention';
import { stormConfig } from '../storm-config';
import { fill } from './fill';
import type { Installation } from './installation';
import { type ProcessorTimes, readServers, readWorkers, usedPer } from './processors';
import { writeRecordings } from './recordings';
import type { Site } from './site';
import type { Worker } from './worker';

export type Throughput = {
  /** Mentions. */
  readonly perSecond: number;
  /** Seconds of processor a mention, by process. */
  readonly processors: ProcessorTimes;
};

export type Load = {
  readonly mentions: readonly Mention[];
  readonly partitions: number;
  readonly enrichWorkers: number;
};

const LOOK_MS = 100;
const STUCK_AFTER_MS = 300_000;

/** A full topic through the enrich workers into the index. They are started first, and stand still while it is filled. */
export async function measureDrain(site: Site, { mentions, ...load }: Load): Promise<Throughput> {
  const installation = await site.install({
    name: 'drain',
    partitions: load.partitions,
    files: (adapters) => stormConfig({ sources: [], adapters }),
  });
  const workers = await startAll(site, installation, load.enrichWorkers);
  const workersBefore = await readWorkers(workers);
  for (const worker of workers) worker.pause();
  await fill(installation.bus, mentions);
  const serversBefore = readServers(site.servers);
  const startedAt = Date.now();
  for (const worker of workers) worker.resume();
  const endedAt = await untilStored(installation, mentions.length);
  const after = new Map([...(await readWorkers(workers)), ...readServers(site.servers)]);
  await site.clear();
  return {
    perSecond: (mentions.length / (endedAt - startedAt)) * 1_000,
    processors: usedPer(mentions.length, new Map([...workersBefore, ...serversBefore]), after),
  };
}

/**
 * Recordings at full speed through one worker of each kind (or more that enrich): from the first publish to the last
 * mention in the index.
 */
export async function measureWhole(site: Site, { mentions, ...load }: Load): Promise<Throughput> {
  const { partitions } = load;
  const folder = join(site.folder, 'recordings');
  mkdirSync(folder, { recursive: true });
  const sources = writeRecordings(mentions, { folder, partitions });
  const installation = await site.install({
    name: 'whole',
    partitions,
    files: (adapters) => stormConfig({ sources, adapters }),
  });
  const alerting = await site.start('alert-worker', installation);
  const workers = [alerting, ...(await startAll(site, installation, load.enrichWorkers))];
  const serversBefore = readServers(site.servers);
  const workersBefore = new Map(await readWorkers(workers));
  const collecting = await site.start('collect-worker', installation);
  workersBefore.set(collecting.kind, await collecting.processorSeconds());
  const endedAt = await untilStored(installation, mentions.length);
  const storedBy = readServers(site.servers);
  await untilCounted(alerting, mentions.length);
  const after = new Map([...(await readWorkers([...workers, collecting])), ...storedBy]);
  const startedAt = await firstPublishedAt(installation);
  await site.clear();
  return {
    perSecond: (mentions.length / (endedAt - startedAt)) * 1_000,
    processors: usedPer(mentions.length, new Map([...workersBefore, ...serversBefore]), after),
  };
}

function startAll(site: Site, installation: Installation, count: number): Promise<Worker[]> {
  return Promise.all(Array.from({ length: count }, () => site.start('enrich-worker', installation)));
}

/** When the last mention was in the index, epoch milliseconds. Throws when that number is never reached, or passed. */
async function untilStored(installation: Installation, count: number): Promise<number> {
  const deadline = Date.now() + STUCK_AFTER_MS;
  for (;;) {
    const written = await installation.mentionsWritten();
    const at = Date.now();
    // Asked for only then, since it makes the server refresh.
    const held = written < count ? 0 : await installation.mentionsHeld();
    if (held === count) return at;
    if (held > count) throw new Error(`the index holds ${held} mentions where ${count} were published`);
    if (at > deadline)
      throw new Error(`after ${STUCK_AFTER_MS} ms ${written} of ${count} mentions are stored`);
    await systemClock.sleep(LOOK_MS);
  }
}

/** The rules are behind the index; their processor time counts to the end. */
async function untilCounted(alerting: Worker, count: number): Promise<void> {
  const deadline = Date.now() + STUCK_AFTER_MS;
  while ((await alerting.metrics())('mentions_evaluated_total') < count) {
    if (Date.now() > deadline) throw new Error('the alert-worker has not counted all mentions');
    await systemClock.sleep(5 * LOOK_MS);
  }
}

async function firstPublishedAt({ bus }: Installation): Promise<number> {
  let first = Number.POSITIVE_INFINITY;
  await bus.read({
    topic: TOPICS.mentions,
    onBatch: async (messages) => {
      for (const { at } of messages) first = Math.min(first, at);
    },
  });
  return first;
}
