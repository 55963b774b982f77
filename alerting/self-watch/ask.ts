import { within } from '#ingest/bus/within';
import type { Clock } from '#ingest/clock';
import type { Answer } from './health';

/** So long an ask may take before it counts as failed. */
export const LIMIT_MS = 5_000;

/**
 * Asks one thing, with a limit of time. One that still hangs is not asked again: each call then fails until it has
 * ended, with the words of the last that ended badly, which say more than that nothing came.
 */
export function createAsker(ask: () => Promise<unknown>, clock: Clock): () => Promise<Answer> {
  let running: { readonly askedAt: number; readonly ended: Promise<Answer> } | undefined;
  let lastError: string | undefined;

  const start = () => {
    const askedAt = clock.now();
    const judged = async (): Promise<Answer> => {
      try {
        const value = await ask();
        lastError = undefined;
        return { ok: true, at: clock.now(), value };
      } catch (error) {
        lastError = error instanceof Error ? error.message : String(error);
        return { ok: false, askedAt, error: lastError };
      }
    };
    const ended = judged();
    void ended.then(() => {
      running = undefined;
    });
    return { askedAt, ended };
  };

  return async () => {
    running ??= start();
    const { askedAt, ended } = running;
    const isInTime = await within(Math.max(0, askedAt + LIMIT_MS - clock.now()), clock, ended);
    if (isInTime) return ended;
    return { ok: false, askedAt, error: lastError ?? `no answer within ${LIMIT_MS / 1_000} s` };
  };
}
