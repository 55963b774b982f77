import { within } from '#ingest/bus/within';
import type { Clock } from '#ingest/clock';
import type { Place } from './dependency';

const OPEN_WITHIN_MS = 20_000;

/**
 * Waits for an adapter to open, but not for ever: who supervises a process should see soon that it cannot start, and
 * why. A file may take its time.
 */
export async function openInTime<Opened extends { close(): Promise<void> }>(
  opening: Promise<Opened>,
  { kind, at }: Place,
  clock: Clock,
): Promise<Opened> {
  if (kind === 'embedded' || (await within(OPEN_WITHIN_MS, clock, opening))) return opening;
  opening.then(({ close }) => close()).catch(() => undefined);
  const [name, setting] = kind === 'kafka' ? ['Kafka', 'bus'] : ['Elasticsearch', 'store'];
  throw new Error(
    `${name} at ${at} did not answer within ${OPEN_WITHIN_MS / 1_000} s: look whether it is up and can be reached from here, then at ${setting} in vigie.yaml`,
  );
}
