import { processorSeconds } from './processor-time';
import type { Servers } from './servers';
import type { Worker } from './worker';

/** Seconds of processor used so far, by kind of worker and name of server. */
export type ProcessorTimes = ReadonlyMap<string, number>;

/** Workers of one kind count together. */
export async function readWorkers(workers: readonly Worker[]): Promise<ProcessorTimes> {
  const times = new Map<string, number>();
  for (const worker of workers)
    times.set(worker.kind, (times.get(worker.kind) ?? 0) + (await worker.processorSeconds()));
  return times;
}

/** Empty for servers that are not ours, and where the system does not tell. */
export function readServers({ pids }: Servers): ProcessorTimes {
  return new Map([...pids()].map(([name, pid]) => [name, processorSeconds(pid)]));
}

/** What was used between two readings, divided by something: seconds of what there was before. */
export function usedPer(divisor: number, before: ProcessorTimes, after: ProcessorTimes): ProcessorTimes {
  return new Map([...after].map(([name, seconds]) => [name, (seconds - (before.get(name) ?? 0)) / divisor]));
}
