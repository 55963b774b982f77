import type { Bus } from './bus/bus';
import type { Clock } from './clock';
import type { Collecting } from './collect';
import type { State } from './state/state';

const LOOK_EVERY_MS = 100;

export type DrainOptions = {
  readonly bus: Pick<Bus, 'lag'>;
  readonly state: Pick<State, 'read'>;
  readonly collecting: Pick<Collecting, 'statuses'>;
  /** State namespace of what still has to go out. */
  readonly outbox: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly progress: (text: string) => void;
};

/** Resolves when every source has ended, every group has read everything and nothing waits to go out; or on abort. */
export async function untilDrained(options: DrainOptions): Promise<void> {
  const { bus, state, outbox, collecting, clock, signal, progress } = options;
  while (!signal.aborted) {
    const statuses = collecting.statuses();
    const ended = statuses.every((status) => status.state === 'ended' || status.state === 'failed');
    const behind = (await bus.lag()).reduce((sum, { lag }) => sum + lag, 0);
    if (ended && behind === 0 && (await state.read(outbox)).length === 0) break;
    progress(`${statuses.map((status) => status.progress ?? status.state).join(', ')}; ${behind} behind`);
    await clock.sleep(LOOK_EVERY_MS, signal);
  }
  progress('');
}
