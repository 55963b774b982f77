import type { Logger } from 'pino';
import type { Clock } from '#ingest/clock';
import type { Delivery, Notifier, NotifierDefinition } from './notifier';

export type ConfiguredNotifier = {
  readonly name: string;
  readonly definition: NotifierDefinition;
  readonly options: Readonly<Record<string, unknown>>;
};

/** The channels as configured, by name. */
export function createNotifiers(
  configured: readonly ConfiguredNotifier[],
  { clock, log, write }: { clock: Clock; log: Logger; write: (text: string) => void },
): ReadonlyMap<string, Notifier> {
  return new Map(
    configured.map(({ name, definition, options }) => [
      name,
      definition.create(options, { name, clock, log: log.child({ notifier: name }), fetch, write }),
    ]),
  );
}

/** A page that says it is a test, as one delivery. */
export function testDelivery(to: {
  notifier: string;
  destination: string;
  timezone: string;
  now: number;
}): Delivery {
  const at = new Date(to.now).toISOString();
  const id = `test-${to.notifier}-${to.now}`;
  return {
    id,
    incident: id,
    brand: 'vigie',
    notifier: to.notifier,
    destination: to.destination,
    page: {
      incident: id,
      number: 0,
      kind: 'test',
      reason: 'somebody asked for a test page',
      brand: { id: 'vigie', name: 'Vigie' },
      severity: 'info',
      headline: 'TEST: Vigie can reach you here. Nothing has happened; no action is needed.',
      since: at,
      timezone: to.timezone,
      replay: false,
      findings: [],
      topOutlets: [],
      topAuthors: [],
      samples: [],
    },
    state: 'queued',
    attempts: 0,
    notBefore: at,
    createdAt: at,
  };
}
