import type { Logger } from 'pino';
import { z } from 'zod';
import type { Clock } from '#ingest/clock';
import { type State, StateConflictError } from '#ingest/state/state';

/** Which rules are in force, and what keeps the files as they stand now from being so. */
export const RulesStatus = z.object({
  inForce: z.number().int().nonnegative().describe('how many rules are evaluated'),
  changedAt: z.string().describe('when this was first so, ISO in UTC'),
  mistakes: z
    .array(z.string())
    .describe('file:line:column and what is wrong there; the former rules of these files stay in force'),
});
export type RulesStatus = z.infer<typeof RulesStatus>;

/** Namespace in the state, and the name of its owner. */
export const RULES = 'rules';

/** Saves the newest status for consoles; while the state is away, it tries again. */
export type RulesStatusKeeper = { readonly keep: (status: RulesStatus) => void; readonly stop: () => void };

const AGAIN_MS = 5_000;

export function createRulesStatusKeeper({
  state,
  clock,
  log,
}: {
  readonly state: Pick<State, 'acquire'>;
  readonly clock: Clock;
  readonly log: Logger;
}): RulesStatusKeeper {
  const stopping = new AbortController();
  let unsaved: RulesStatus | undefined;
  let isSaving = false;

  const saveAll = async (): Promise<void> => {
    isSaving = true;
    for (let status = unsaved; status && !stopping.signal.aborted; status = unsaved)
      try {
        await saveRulesStatus(state, status);
        if (unsaved === status) unsaved = undefined;
      } catch (error) {
        log.warn({ err: error }, 'the status of the rules could not be kept; trying again');
        await clock.sleep(AGAIN_MS, stopping.signal);
      }
    isSaving = false;
  };

  return {
    keep: (status) => {
      unsaved = status;
      if (!isSaving) void saveAll();
    },
    stop: () => stopping.abort(),
  };
}

/** Of several processes that read the same files, the last word stands. */
async function saveRulesStatus(state: Pick<State, 'acquire'>, status: RulesStatus): Promise<void> {
  const owned = await state.acquire(RULES);
  try {
    await owned.commit({ puts: [{ namespace: RULES, key: RULES, value: status }] });
  } catch (error) {
    // Another process has just written its own.
    if (!(error instanceof StateConflictError)) throw error;
  }
}
