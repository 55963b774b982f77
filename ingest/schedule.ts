import { createTask, validate } from 'node-cron';
import type { Clock } from './clock';

export type Cron = { readonly expression: string; readonly timezone?: string };

/** When a polled source is next asked. */
export type Schedule = {
  /**
   * Resolves when the next poll is due, but not before `earliest`, or early when the signal aborts.
   * Tells the planned instant first. All epoch milliseconds.
   */
  readonly wait: (options: {
    readonly first: boolean;
    readonly earliest: number;
    readonly planned: (at: number) => void;
    readonly signal: AbortSignal;
  }) => Promise<void>;
  readonly close: () => void;
};

const JITTER = 0.1;
const FIRST_SPREAD_MS = 5_000;
const BACK_OFF_MS = { first: 5_000, longest: 3_600_000 };

/** The wait after the n-th failure in a row: 5 s, doubled each time, at most 1 h, ± 10 %. */
export function backOffMs(failures: number, random: () => number): number {
  const doubled = BACK_OFF_MS.first * 2 ** Math.min(Math.max(failures, 1) - 1, 20);
  return jitter(Math.min(doubled, BACK_OFF_MS.longest), random);
}

const ignore = () => {};
/** node-cron prints to the console unless it is given a logger; a missed run shows in the source's status. */
const SILENT = { info: ignore, warn: ignore, error: ignore, debug: ignore };

export function isCronExpression(expression: string): boolean {
  return validate(expression);
}

/** Every `everyMs` ± 10 %; the first within 5 s (or a tenth of the interval), so that a start does not ask everybody at once. */
export function createIntervalSchedule(everyMs: number, clock: Clock, random: () => number): Schedule {
  return {
    wait: ({ first, earliest, planned, signal }) => {
      const ms = first ? random() * Math.min(FIRST_SPREAD_MS, everyMs * JITTER) : jitter(everyMs, random);
      return sleepUntil(Math.max(clock.now() + ms, earliest), { clock, planned, signal });
    },
    close: () => {},
  };
}

/** At the times of a cron expression, plus up to 2 s. Throws for an expression or zone that cannot be read. */
export function createCronSchedule(cron: Cron, clock: Clock, random: () => number): Schedule {
  const fired = new Set<() => void>();
  const task = createTask(
    cron.expression,
    () => {
      for (const wake of fired) wake();
    },
    { timezone: cron.timezone, logger: SILENT, unref: true },
  );
  void task.start();
  const nextFire = (signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      const wake = () => {
        fired.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      if (signal.aborted) return resolve();
      fired.add(wake);
      signal.addEventListener('abort', wake, { once: true });
    });
  return {
    wait: async ({ earliest, planned, signal }) => {
      do {
        planned(Math.max(task.getNextRun()?.getTime() ?? clock.now(), earliest));
        await nextFire(signal);
        if (!signal.aborted) await clock.sleep(random() * 2_000, signal);
      } while (!signal.aborted && clock.now() < earliest);
    },
    close: () => void task.destroy(),
  };
}

export async function sleepUntil(
  at: number,
  { clock, planned, signal }: { clock: Clock; planned: (at: number) => void; signal: AbortSignal },
): Promise<void> {
  planned(at);
  await clock.sleep(Math.max(0, at - clock.now()), signal);
}

function jitter(ms: number, random: () => number): number {
  return ms * (1 + JITTER * (2 * random() - 1));
}
