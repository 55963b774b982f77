import type { Clock } from '#ingest/clock';

/** A clock that goes where it is set, never back; nobody who sleeps is woken but by the end of the wait. */
export type SteppedClock = Clock & { readonly goTo: (at: number) => void };

export function createSteppedClock(start: number): SteppedClock {
  let now = start;
  return {
    now: () => now,
    goTo: (at) => {
      now = Math.max(now, at);
    },
    sleep: (_ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        signal?.addEventListener('abort', () => resolve(), { once: true });
      }),
  };
}
