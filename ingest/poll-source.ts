import type { Collector } from './collector';
import { backOffMs, createCronSchedule, createIntervalSchedule, type Schedule, sleepUntil } from './schedule';
import type { SourceRun } from './source';

const DEFAULT_EVERY_MS = 900_000;

type Polling = Extract<Collector, { mode: 'poll' }>;
/**
 * What the last poll says about the next: failures in a row, the earliest instant that the source asked for, and
 * whether that alone is waited for.
 */
type Outcome = { readonly failures: number; readonly earliest: number; readonly hasMore?: boolean };

/** Polls on schedule, one at a time, until the signal aborts; after an error, sooner or later than the schedule. */
export function pollForever(
  run: SourceRun,
  collector: Polling,
): { readonly ended: Promise<void>; readonly pollNow: () => Promise<void> } {
  const schedule = createSchedule(run);
  const askers = new Set<() => void>();
  let waiting = new AbortController();
  const loop = async () => {
    let outcome: Outcome | undefined;
    while (!run.signal.aborted) {
      if (askers.size === 0) await waitForNext(run, schedule, outcome, waiting.signal);
      if (run.signal.aborted) break;
      waiting = new AbortController();
      const served = [...askers];
      outcome = await pollOnce(run, collector, outcome?.failures ?? 0);
      for (const answered of served) {
        askers.delete(answered);
        answered();
      }
    }
    schedule.close();
    for (const answered of askers) answered();
  };
  const onStop = () => waiting.abort();
  run.signal.addEventListener('abort', onStop, { once: true });
  return {
    ended: loop(),
    pollNow: () =>
      new Promise((resolve) => {
        if (run.signal.aborted) return resolve();
        askers.add(resolve);
        waiting.abort();
      }),
  };
}

function createSchedule({ source, surroundings }: SourceRun): Schedule {
  const { clock, random } = surroundings;
  if (source.cron) return createCronSchedule(source.cron, clock, random);
  return createIntervalSchedule(
    source.everyMs ?? source.definition.defaultEveryMs ?? DEFAULT_EVERY_MS,
    clock,
    random,
  );
}

async function waitForNext(
  run: SourceRun,
  schedule: Schedule,
  outcome: Outcome | undefined,
  signal: AbortSignal,
): Promise<void> {
  const { clock, random } = run.surroundings;
  const planned = (at: number) => run.keeper.update({ nextPollAt: new Date(at).toISOString() });
  const earliest = outcome?.earliest ?? 0;
  if (outcome?.hasMore) return sleepUntil(earliest, { clock, planned, signal });
  if (!outcome || outcome.failures === 0)
    return schedule.wait({ first: !outcome, earliest, planned, signal });
  const retryAt = Math.max(clock.now() + backOffMs(outcome.failures, random), earliest);
  await sleepUntil(retryAt, { clock, planned, signal });
}

async function pollOnce(run: SourceRun, collector: Polling, failures: number): Promise<Outcome> {
  const { clock } = run.surroundings;
  run.keeper.update({ state: 'running', nextPollAt: undefined });
  try {
    const poll = await collector.poll(run.cursor(), run.signal);
    await run.deliver(poll.mentions, poll.cursor);
    run.tellProblems(poll.problems ?? []);
    run.keeper.update({ state: 'waiting', progress: poll.progress });
    return { failures: 0, earliest: clock.now() + (poll.nextAfterMs ?? 0), hasMore: poll.hasMore };
  } catch (error) {
    if (run.signal.aborted) return { failures, earliest: 0 };
    return { failures: run.fail(error), earliest: clock.now() + askedWaitMs(error) };
  }
}

/** The wait that a refusal asked for (Retry-After), as the HTTP client's errors carry it. */
function askedWaitMs(error: unknown): number {
  if (!(error instanceof Error)) return 0;
  const { retryAfterMs, nextAfterMs } = error as Error & { retryAfterMs?: unknown; nextAfterMs?: unknown };
  const ms = retryAfterMs ?? nextAfterMs;
  return typeof ms === 'number' && ms > 0 ? ms : 0;
}
