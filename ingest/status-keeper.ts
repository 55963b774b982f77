import type { Logger } from 'pino';
import type { Clock } from './clock';
import { SOURCES_NAMESPACE, SourceStatus } from './source-status';
import type { OwnedState } from './state/state';
import { StateConflictError } from './state/state';

const SAVE_EVERY_MS = 2_000;
const MAX_REASONS = 20;

/** Holds one source's status and saves it: at once when the state changes, otherwise at most every 2 s. */
export type StatusKeeper = {
  readonly current: () => SourceStatus;
  readonly update: (patch: Partial<SourceStatus>) => void;
  readonly countDropped: (reason: string) => void;
  /** Saves what is not saved yet. Never throws. */
  readonly flush: () => Promise<void>;
};

export type StatusKeeperOptions = {
  readonly initial: SourceStatus;
  readonly owned: OwnedState;
  readonly clock: Clock;
  readonly log: Logger;
  readonly signal: AbortSignal;
  readonly onStatus?: (status: SourceStatus) => void;
  /** Told when another process has taken the source over. */
  readonly onConflict: (error: StateConflictError) => void;
};

export function createStatusKeeper(options: StatusKeeperOptions): StatusKeeper {
  const { owned, clock, log, signal } = options;
  let status = options.initial;
  let saved: SourceStatus | undefined;
  let savedAt = Number.NEGATIVE_INFINITY;
  let saving: Promise<void> = Promise.resolve();
  let timer = false;

  async function save(): Promise<void> {
    if (saved === status) return;
    const value = status;
    saved = value;
    savedAt = clock.now();
    try {
      await owned.commit({ puts: [{ namespace: SOURCES_NAMESPACE, key: value.name, value }] });
    } catch (error) {
      if (error instanceof StateConflictError) options.onConflict(error);
      else log.warn({ err: error }, 'the status of a source could not be saved');
    }
  }
  const queueSave = () => {
    saving = saving.then(save);
    return saving;
  };
  async function saveLater(): Promise<void> {
    if (timer) return;
    timer = true;
    await clock.sleep(savedAt + SAVE_EVERY_MS - clock.now(), signal);
    timer = false;
    if (!signal.aborted) await queueSave();
  }
  function update(patch: Partial<SourceStatus>): void {
    const changed = patch.state !== undefined && patch.state !== status.state;
    status = { ...status, ...patch, updatedAt: new Date(clock.now()).toISOString() };
    options.onStatus?.(status);
    if (changed || clock.now() - savedAt >= SAVE_EVERY_MS) void queueSave();
    else void saveLater();
  }
  return {
    current: () => status,
    update,
    countDropped: (reason) => {
      const isNew = status.dropped[reason] === undefined;
      const key = isNew && Object.keys(status.dropped).length >= MAX_REASONS ? 'other' : reason;
      update({ dropped: { ...status.dropped, [key]: (status.dropped[key] ?? 0) + 1 } });
    },
    flush: () => queueSave(),
  };
}

/** The status as it was saved by an earlier process, if it can be read and is of the same kind of source. */
export async function readSavedStatus(owned: OwnedState, name: string): Promise<SourceStatus | undefined> {
  const saved = SourceStatus.safeParse(await owned.get(SOURCES_NAMESPACE, name));
  return saved.success ? saved.data : undefined;
}
