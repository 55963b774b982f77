import type { Logger } from 'pino';
import type { Clock } from '#ingest/clock';
import { compareUrgency, dueAt, findSuperseded, retryDelayMs, withoutHeld } from './delivery-queue';
import type { IncidentEvent } from './incident';
import type { Attempt, Delivery, Notifier } from './notifier';

/** One business event for metrics; all words are bounded. */
export type DeliveryObservation = {
  readonly notifier: string;
  readonly outcome: 'delivered' | 'retried' | 'failed' | 'superseded';
  readonly reason: string;
  /** From the page's making to this outcome, in milliseconds. */
  readonly elapsedMs: number;
};

export type DelivererContext = {
  readonly notifiers: ReadonlyMap<string, Notifier>;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly log: Logger;
  /** Makes the outcome durable before it resolves; called again when it throws. The event is absent for a retry. */
  readonly record: (delivery: Delivery, event?: IncidentEvent) => Promise<void>;
  readonly observe?: (observation: DeliveryObservation) => void;
};

export type Deliverer = {
  /** Takes deliveries in state `queued`, new ones or those left by a former run; one already waiting is taken once. */
  readonly enqueue: (deliveries: readonly Delivery[]) => void;
  /** Resolves when nothing waits and every outcome is recorded. */
  readonly idle: () => Promise<void>;
  /** Lets running attempts end and records them; what waits stays `queued` for the next run. */
  readonly stop: () => Promise<void>;
};

const ATTEMPT_TIMEOUT_MS = 10_000;
const DEADLINE_MS = 86_400_000;
const RECORD_WAIT_MS = 1_000;
const LONGEST_SLEEP_MS = 3_600_000;

type Lane = {
  waiting: Delivery[];
  notBefore: number;
  heldAt: number;
  wake: AbortController;
  running?: Promise<void>;
};

/**
 * Brings pages to people: one independent lane a destination, at the pace that its notifier asks for, until delivered,
 * refused for good, or a day old.
 */
export function createDeliverer(context: DelivererContext): Deliverer {
  const { clock, log, notifiers } = context;
  const lanes = new Map<string, Lane>();
  const known = new Set<string>();
  const stopping = new AbortController();

  const enqueue = (deliveries: readonly Delivery[]): void => {
    for (const delivery of deliveries) {
      if (delivery.state !== 'queued' || known.has(delivery.id)) continue;
      known.add(delivery.id);
      const lane = laneOf(delivery);
      lane.waiting.push(delivery);
      lane.wake.abort();
      lane.running ??= run(lane);
    }
  };

  const laneOf = (delivery: Delivery): Lane => {
    const key = `${delivery.notifier}\u0000${delivery.destination}`;
    const lane = lanes.get(key) ?? { waiting: [], notBefore: 0, heldAt: 0, wake: new AbortController() };
    lanes.set(key, lane);
    return lane;
  };

  const run = async (lane: Lane): Promise<void> => {
    // A turn of the event loop lets all deliveries of one call arrive before the most urgent is chosen.
    await Promise.resolve();
    while (lane.waiting.length > 0 && !stopping.signal.aborted) {
      await dropSuperseded(lane);
      const next = takeReady(lane, clock.now());
      if (next) await attempt(lane, next);
      else await pause(lane);
    }
    lane.running = undefined;
  };

  const pause = async (lane: Lane): Promise<void> => {
    lane.wake = new AbortController();
    const now = clock.now();
    const earliest = Math.min(...withoutHeld(lane.waiting).map((delivery) => dueAt(delivery, now)));
    const wait = Math.max(lane.notBefore, earliest) - now;
    await clock.sleep(
      Math.min(Math.max(1, wait), LONGEST_SLEEP_MS),
      AbortSignal.any([lane.wake.signal, stopping.signal]),
    );
  };

  const dropSuperseded = async (lane: Lane): Promise<void> => {
    for (const delivery of findSuperseded(lane.waiting)) {
      lane.waiting.splice(lane.waiting.indexOf(delivery), 1);
      await fail(delivery, 'superseded', 'superseded by a later page of the incident');
    }
  };

  const attempt = async (lane: Lane, delivery: Delivery): Promise<void> => {
    const notifier = notifiers.get(delivery.notifier);
    if (!notifier) {
      const why = `notifier "${delivery.notifier}" is no longer in the configuration`;
      return fail(delivery, 'not-configured', why);
    }
    const outcome = await trySend(notifier, delivery);
    lane.heldAt = clock.now();
    lane.notBefore = lane.heldAt + notifier.paceMs;
    const madeAt = Math.min(Date.parse(delivery.createdAt), lane.heldAt);
    const createdAt = new Date(madeAt).toISOString();
    const attempted = { ...delivery, attempts: delivery.attempts + 1, createdAt };
    if (outcome.ok) return succeed(attempted, outcome.reference);
    if (!outcome.retriable) return fail(attempted, outcome.reason, outcome.message);
    // What a channel asks for holds for everything that goes there.
    const asked = Math.min(outcome.retryAfterMs ?? 0, DEADLINE_MS);
    lane.notBefore = Math.max(lane.notBefore, clock.now() + asked);
    await retryLater(lane, attempted, outcome);
  };

  const trySend = async (notifier: Notifier, delivery: Delivery): Promise<Attempt> => {
    const settled = new AbortController();
    const timeout = clock.sleep(ATTEMPT_TIMEOUT_MS, settled.signal).then(
      (): Attempt => ({
        ok: false,
        retriable: true,
        reason: 'timeout',
        message: 'no answer within 10 seconds',
      }),
    );
    const send = async () => notifier.send(delivery);
    const sent = send().catch((error: unknown): Attempt => {
      log.error({ err: error, delivery: delivery.id, notifier: delivery.notifier }, 'notifier threw');
      return { ok: false, retriable: false, reason: 'bug', message: 'the notifier failed; see the log' };
    });
    return Promise.race([sent, timeout]).finally(() => settled.abort());
  };

  const retryLater = async (
    lane: Lane,
    delivery: Delivery,
    outcome: Extract<Attempt, { ok: false }>,
  ): Promise<void> => {
    const notBefore = clock.now() + retryDelayMs(delivery.attempts, context.random, outcome.retryAfterMs);
    if (notBefore > Date.parse(delivery.createdAt) + DEADLINE_MS)
      return fail(delivery, outcome.reason, `given up after 24 hours: ${outcome.message}`);
    const later = {
      ...delivery,
      notBefore: new Date(notBefore).toISOString(),
      lastError: outcome.message,
    };
    log.warn({ ...fieldsOf(later), reason: outcome.reason, error: outcome.message }, 'page will be retried');
    observe(later, 'retried', outcome.reason);
    lane.waiting.push(later);
    await recordUntilDurable(later);
  };

  const succeed = async (delivery: Delivery, reference: string | undefined): Promise<void> => {
    const done: Delivery = { ...delivery, state: 'delivered', ...(reference && { reference }) };
    await recordUntilDurable(done, { kind: 'delivered', ...eventFields(done, 'delivered') });
    known.delete(done.id);
    log.info(fieldsOf(done), 'page delivered');
    observe(done, 'delivered', 'delivered');
  };

  const fail = async (delivery: Delivery, reason: string, error: string): Promise<void> => {
    const failed: Delivery = { ...delivery, state: 'failed', lastError: error };
    if (reason === 'superseded') log.info(fieldsOf(failed), 'page superseded');
    else log.error({ ...fieldsOf(failed), reason, error }, 'page could not be delivered');
    await recordUntilDurable(failed, {
      kind: 'delivery-failed',
      ...eventFields(failed, 'delivery-failed'),
      error,
    });
    known.delete(failed.id);
    observe(failed, reason === 'superseded' ? 'superseded' : 'failed', reason);
  };

  const recordUntilDurable = async (delivery: Delivery, event?: IncidentEvent): Promise<void> => {
    for (;;) {
      try {
        return await context.record(delivery, event);
      } catch (error) {
        log.error({ err: error, ...fieldsOf(delivery) }, 'outcome of a page could not be recorded');
        if (stopping.signal.aborted) return;
        await clock.sleep(RECORD_WAIT_MS, stopping.signal);
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

  const idle = async (): Promise<void> => {
    for (;;) {
      const running = [...lanes.values()].flatMap((lane) => lane.running ?? []);
      if (running.length === 0) return;
      await Promise.all(running);
    }
  };

  return {
    enqueue,
    idle,
    stop: () => {
      stopping.abort();
      return idle();
    },
  };
}

function takeReady(lane: Lane, now: number): Delivery | undefined {
  // Held by a clock that was ahead.
  if (lane.heldAt > now) lane.notBefore = now;
  if (lane.notBefore > now) return undefined;
  const [next] = withoutHeld(lane.waiting)
    .filter((delivery) => dueAt(delivery, now) <= now)
    .sort(compareUrgency);
  if (next) lane.waiting.splice(lane.waiting.indexOf(next), 1);
  return next;
}

function fieldsOf(delivery: Delivery) {
  const { id, incident, brand, notifier, destination, attempts } = delivery;
  return { delivery: id, incident, brand, notifier, destination, attempts };
}
