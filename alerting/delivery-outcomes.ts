import type { Logger } from 'pino';
import type { Clock } from '#ingest/clock';
import type { IncidentEvent } from './incident';
import type { Delivery } from './notifier';

/** One business event for metrics; all words are bounded. */
export type DeliveryObservation = {
  readonly notifier: string;
  readonly outcome: 'delivered' | 'retried' | 'failed' | 'superseded';
  readonly reason: string;
  /** From the page's making to this outcome, in milliseconds. */
  readonly elapsedMs: number;
};

export type OutcomeContext = {
  readonly clock: Clock;
  readonly log: Logger;
  /** Makes the outcome durable before it resolves; called again when it throws. The event is absent for a retry. */
  readonly record: (delivery: Delivery, event?: IncidentEvent) => Promise<void>;
  readonly observe?: (observation: DeliveryObservation) => void;
};

/** What an attempt came to: logged, counted and recorded. Each resolves when it is durable, or `signal` aborts. */
export type Outcomes = {
  readonly delivered: (
    delivery: Delivery,
    given: { readonly reference?: string; readonly receipt?: string },
  ) => Promise<void>;
  readonly failed: (delivery: Delivery, why: { reason: string; error: string }) => Promise<void>;
  readonly superseded: (delivery: Delivery) => Promise<void>;
  readonly retried: (delivery: Delivery, why: { reason: string; error: string }) => Promise<void>;
};

const RECORD_WAIT_MS = 1_000;

export function createOutcomes(context: OutcomeContext, signal: AbortSignal): Outcomes {
  const { clock, log } = context;

  const recordUntilDurable = async (delivery: Delivery, event?: IncidentEvent): Promise<void> => {
    for (;;) {
      try {
        return await context.record(delivery, event);
      } catch (error) {
        log.error({ err: error, ...fieldsOf(delivery) }, 'outcome of a page could not be recorded');
        if (signal.aborted) return;
        await clock.sleep(RECORD_WAIT_MS, signal);
      }
    }
  };

  const eventFields = (delivery: Delivery, kind: string) => ({
    id: `${delivery.id}/${kind}`,
    at: new Date(clock.now()).toISOString(),
    delivery: delivery.id,
    notifier: delivery.notifier,
    destination: delivery.destination,
  });

  const observe = (delivery: Delivery, outcome: DeliveryObservation['outcome'], reason: string): void =>
    context.observe?.({
      notifier: delivery.notifier,
      outcome,
      reason,
      elapsedMs: clock.now() - Date.parse(delivery.createdAt),
    });

  const recordFailure = (delivery: Delivery, error: string): Promise<void> =>
    recordUntilDurable(
      { ...delivery, state: 'failed', lastError: error },
      { kind: 'delivery-failed', ...eventFields(delivery, 'delivery-failed'), error },
    );

  return {
    delivered: async (delivery, { reference, receipt }) => {
      const done: Delivery = { ...delivery, state: 'delivered', ...(reference && { reference }) };
      const thread = receipt === undefined ? {} : { receipt };
      await recordUntilDurable(done, { kind: 'delivered', ...eventFields(done, 'delivered'), ...thread });
      log.info(fieldsOf(done), 'page delivered');
      observe(done, 'delivered', 'delivered');
    },
    failed: async (delivery, { reason, error }) => {
      log.error({ ...fieldsOf(delivery), reason, error }, 'page could not be delivered');
      await recordFailure(delivery, error);
      observe(delivery, 'failed', reason);
    },
    superseded: async (delivery) => {
      log.info(fieldsOf(delivery), 'page superseded');
      await recordFailure(delivery, 'superseded by a later page of the incident');
      observe(delivery, 'superseded', 'superseded');
    },
    retried: async (delivery, { reason, error }) => {
      log.warn({ ...fieldsOf(delivery), reason, error }, 'page will be retried');
      observe(delivery, 'retried', reason);
      await recordUntilDurable(delivery);
    },
  };
}

function fieldsOf(delivery: Delivery) {
  const { id, incident, brand, notifier, destination, attempts } = delivery;
  return { delivery: id, incident, brand, notifier, destination, attempts };
}
