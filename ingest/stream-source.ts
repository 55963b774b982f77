import type { Collector } from './collector';
import { backOffMs, sleepUntil } from './schedule';
import type { SourceRun } from './source';

type Streaming = Extract<Collector, { mode: 'stream' }>;

/** Runs a stream until it ends or the signal aborts; one that throws is started again from its saved cursor. */
export async function streamForever(run: SourceRun, collector: Streaming): Promise<void> {
  const { keeper, signal } = run;
  const { clock, random, log } = run.surroundings;
  while (!signal.aborted) {
    keeper.update({ state: 'running', nextPollAt: undefined });
    try {
      await collector.run({
        cursor: run.cursor(),
        emit: run.deliver,
        progress: (text) => keeper.update({ progress: text }),
        signal,
      });
      if (signal.aborted) return;
      keeper.update({ state: 'ended' });
      log.info({ source: run.source.name }, 'source has given everything');
      return;
    } catch (error) {
      if (signal.aborted) return;
      const failures = run.fail(error);
      const planned = (at: number) => keeper.update({ nextPollAt: new Date(at).toISOString() });
      await sleepUntil(clock.now() + backOffMs(failures, random), { clock, planned, signal });
    }
  }
}
