import type { Bus } from './bus/bus';
import { createBus, type EmbeddedBusOptions } from './bus/embedded';
import { openLog } from './bus/open-log';
import { createState } from './state/embedded';
import type { State } from './state/state';

/** Opens bus and state of a data folder on one thread; it ends when both are closed. */
export async function openEmbeddedBusAndState(
  options: EmbeddedBusOptions,
): Promise<{ readonly bus: Bus; readonly state: State }> {
  const thread = await openLog(options, 2);
  return { bus: createBus(thread, options), state: createState(thread) };
}
