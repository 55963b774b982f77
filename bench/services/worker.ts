import { startVigie } from '../../test/real-process';
import { readMetrics } from '../vigie-metrics';

export const WORKER_KINDS = ['collect-worker', 'enrich-worker', 'alert-worker', 'console'] as const;
export type WorkerKind = (typeof WORKER_KINDS)[number];

/** A worker process at work. */
export type Worker = {
  readonly kind: WorkerKind;
  readonly metrics: () => ReturnType<typeof readMetrics>;
  /** Seconds of processor since it was started. */
  readonly processorSeconds: () => Promise<number>;
  /** Stands still until `resume`, keeping its connections and its place in its group. */
  readonly pause: () => void;
  readonly resume: () => void;
  readonly stop: () => Promise<void>;
};

const START_WITHIN_MS = 60_000;

/** Resolves when the worker says that it is at work; rejects with what it printed when it does not. */
export async function startWorker(kind: WorkerKind, config: string): Promise<Worker> {
  const vigie = startVigie([kind, '--config', config]);
  const end = () => void vigie.child.kill('SIGKILL');
  process.once('exit', end);
  void vigie.ended.then(() => process.off('exit', end));
  const url = (await vigie.printed(/is at work: (\S+)/, START_WITHIN_MS))[1] ?? '';
  const metrics = () => readMetrics(url);
  return {
    kind,
    metrics,
    processorSeconds: async () => (await metrics())('process_cpu_seconds_total'),
    pause: () => void vigie.child.kill('SIGSTOP'),
    resume: () => void vigie.child.kill('SIGCONT'),
    stop: async () => {
      vigie.child.kill('SIGCONT');
      await vigie.kill();
    },
  };
}
