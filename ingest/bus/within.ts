import type { Clock } from '../clock';

/** Waits for a step, but not longer than this; `false` when it goes on without us. */
export async function within(ms: number, clock: Clock, step: Promise<unknown>): Promise<boolean> {
  const done = new AbortController();
  try {
    return await Promise.race([step.then(() => true), clock.sleep(ms, done.signal).then(() => false)]);
  } finally {
    done.abort();
  }
}
