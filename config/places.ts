import { join } from 'node:path';
import type { FoundationName } from '#alerting/page';
import type { Place } from '#alerting/self-watch/dependency';
import type { Settings } from './config';

/** Where the bus, the state and the store are, in words for people; addresses hold no secrets. */
export function placesOf({ data, bus, store }: Settings): Readonly<Record<FoundationName, Place>> {
  const busPlace: Place =
    bus.kind === 'embedded'
      ? { kind: 'embedded', at: join(data, 'bus.db') }
      : { kind: 'kafka', at: bus.brokers.join(', ') };
  const storePlace: Place =
    store.kind === 'embedded'
      ? { kind: 'embedded', at: join(data, 'store.db') }
      : { kind: 'elasticsearch', at: [store.node].flat().join(', ') };
  // The state lives with an embedded bus, and with the store where the bus is on Kafka.
  return { bus: busPlace, state: bus.kind === 'embedded' ? busPlace : storePlace, store: storePlace };
}
