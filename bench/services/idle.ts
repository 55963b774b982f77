import { IDLE_SECONDS, type IdleCost, watchIdle } from '../pipeline';
import { stormConfig } from '../storm-config';
import { type ProcessorTimes, readServers, usedPer } from './processors';
import type { Site } from './site';
import { WORKER_KINDS, type WorkerKind } from './worker';

export type IdleCosts = {
  readonly workers: ReadonlyMap<WorkerKind, IdleCost>;
  /** Share of a core that the servers take meanwhile. */
  readonly servers: ProcessorTimes;
};

/** What one worker of each kind costs when there is nothing to do, all four running at once. */
export async function measureIdleWorkers(site: Site): Promise<IdleCosts> {
  const installation = await site.install({
    name: 'idle',
    partitions: 4,
    files: (adapters) => stormConfig({ sources: [], adapters }),
  });
  const workers = await Promise.all(WORKER_KINDS.map((kind) => site.start(kind, installation)));
  let before: ProcessorTimes = new Map();
  const settled = () => {
    before = readServers(site.servers);
  };
  const costs = await Promise.all(
    workers.map(async ({ kind, metrics }) => [kind, await watchIdle(metrics, settled)] as const),
  );
  const servers = usedPer(IDLE_SECONDS, before, readServers(site.servers));
  await site.clear();
  return { workers: new Map(costs), servers };
}
