import type { Logger } from 'pino';
import type { Config } from '#config/config';
import { openEmbeddedStore } from '#enrich/store/embedded';
import type { Store } from '#enrich/store/store';
import type { Bus } from '#ingest/bus/bus';
import { openEmbeddedBus } from '#ingest/bus/embedded';
import { openLog } from '#ingest/bus/open-log';
import { systemClock } from '#ingest/clock';
import { openEmbeddedBusAndState } from '#ingest/open-embedded';
import { createState } from '#ingest/state/embedded';
import type { State } from '#ingest/state/state';

/** The bus and the state as `vigie.yaml` chooses them; the embedded ones share one file. */
export async function openBusAndState(
  { settings }: Config,
  log: Logger,
): Promise<{ bus: Bus; state: State; close: () => Promise<void> }> {
  const { bus, state } =
    settings.bus.kind === 'embedded'
      ? await openEmbeddedBusAndState({ dataFolder: settings.data, clock: systemClock, log })
      : await openApart(
          () => openState(settings),
          () => openBus(settings, log),
        );
  return {
    bus,
    state,
    close: async () => {
      await bus.close();
      await state.close();
    },
  };
}

/** Closes the state again when the bus cannot be opened. */
async function openApart(
  openState: () => Promise<State>,
  openBus: () => Promise<Bus>,
): Promise<{ bus: Bus; state: State }> {
  const state = await openState();
  try {
    return { state, bus: await openBus() };
  } catch (error) {
    await state.close();
    throw error;
  }
}

async function openBus({ bus, data }: Config['settings'], log: Logger): Promise<Bus> {
  if (bus.kind === 'embedded') return openEmbeddedBus({ dataFolder: data, clock: systemClock, log });
  const { openKafkaBus } = await import('#ingest/bus/kafka');
  return openKafkaBus({
    ...bus,
    topics: { ...bus, retentionMs: bus.retention },
    clock: systemClock,
    log,
    // What is stuck will not stop either; whoever supervises this process starts it anew.
    onStalled: () => process.exit(1),
  });
}

async function openState({ data }: Config['settings']): Promise<State> {
  return createState(await openLog({ dataFolder: data }));
}

/** The store as `vigie.yaml` chooses it. */
export function openStore({ settings }: Config): Promise<Store> {
  return openEmbeddedStore({ dataFolder: settings.data, clock: systemClock });
}
