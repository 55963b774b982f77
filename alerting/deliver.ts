import { type Lane, openLane, remove, takeReady, waitOf } from './delivery-lane';
import { createOutcomes, type OutcomeContext } from './delivery-outcomes';
import { findSuperseded, retryDelayMs } from './delivery-queue';
import type { Attempt, Delivery, Notifier } from './notifier';
import { sendDelivery } from './send-delivery';

export type DelivererContext = OutcomeContext & {
  readonly notifiers: ReadonlyMap<string, Notifier>;
  /** In [0, 1). */
  readonly random: () => number;
  /** Asked before each attempt: the receipt of the incident's first page to the same destination. */
  readonly threadOf?: (delivery: Delivery) => Promise<string | undefined>;
  /** Asked before each attempt: false when another process sends this delivery by now. Default: always true. */
  readonly isOurs?: (delivery: Delivery) => Promise<boolean>;
};

export type Deliverer = {
  /** Takes deliveries in state `queued`, new ones or those left by a former run; one already waiting is taken once. */
  readonly enqueue: (deliveries: readonly Delivery[]) => void;
  /**
   * Gives deliveries up, by id: what waits is forgotten and stays `queued` for whoever takes it over; resolves when
   * attempts that run have ended and are recorded.
   */
  readonly release: (ids: ReadonlySet<string>) => Promise<void>;
  /** Resolves when nothing waits and every outcome is recorded. */
  readonly idle: () => Promise<void>;
  /** Lets running attempts end and records them; what waits stays `queued` for the next run. */
  readonly stop: () => Promise<void>;
};

const DEADLINE_MS = 86_400_000;

/**
 * Brings pages to people: one independent lane a destination, at the pace that its notifier asks for, until delivered,
 * refused for good, or a day old.
 */
export function createDeliverer(context: DelivererContext): Deliverer {
  const { clock, notifiers, isOurs = async () => true, threadOf = async () => undefined } = context;
  const lanes = new Map<string, Lane>();
  /** Ids of what waits or is tried. */
  const known = new Set<string>();
  const trying = new Map<string, Promise<void>>();
  const stopping = new AbortController();
  const outcomes = createOutcomes(context, stopping.signal);

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
    const lane = lanes.get(key) ?? openLane();
    lanes.set(key, lane);
    return lane;
  };

  const run = async (lane: Lane): Promise<void> => {
    // A turn of the event loop lets all deliveries of one call arrive before the most urgent is chosen.
    await Promise.resolve();
    while (lane.waiting.length > 0 && !stopping.signal.aborted) {
      for (const delivery of findSuperseded(lane.waiting)) {
        remove(lane, delivery);
        await settle(delivery, outcomes.superseded(delivery));
      }
      const next = takeReady(lane, clock.now());
      if (next) await settle(next, attempt(lane, next));
      else await pause(lane);
    }
    lane.running = undefined;
  };

  const pause = async (lane: Lane): Promise<void> => {
    if (lane.waiting.length === 0) return;
    lane.wake = new AbortController();
    const signal = AbortSignal.any([lane.wake.signal, stopping.signal]);
    await clock.sleep(waitOf(lane, clock.now()), signal);
  };

  /** Whoever releases a delivery waits for what is done with it. */
  const settle = async ({ id }: Delivery, work: Promise<void>): Promise<void> => {
    trying.set(id, work);
    await work;
    trying.delete(id);
    const isWaiting = [...lanes.values()].some(({ waiting }) => waiting.some((other) => other.id === id));
    if (!isWaiting) known.delete(id);
  };

  const attempt = async (lane: Lane, delivery: Delivery): Promise<void> => {
    if (!(await isOurs(delivery))) return;
    const notifier = notifiers.get(delivery.notifier);
    if (!notifier) {
      const error = `notifier "${delivery.notifier}" is no longer in the configuration`;
      return outcomes.failed(delivery, { reason: 'not-configured', error });
    }
    const thread = await threadOf(delivery);
    const addressed = thread === undefined ? delivery : { ...delivery, thread };
    const outcome = await sendDelivery(notifier, addressed, context);
    lane.heldAt = clock.now();
    lane.notBefore = lane.heldAt + notifier.paceMs;
    const madeAt = Math.min(Date.parse(delivery.createdAt), lane.heldAt);
    const createdAt = new Date(madeAt).toISOString();
    const attempted = { ...delivery, attempts: delivery.attempts + 1, createdAt };
    if (outcome.ok) return outcomes.delivered(attempted, outcome);
    const { reason, message: error } = outcome;
    if (!outcome.retriable) return outcomes.failed(attempted, { reason, error });
    await retryLater(lane, attempted, outcome);
  };

  const retryLater = async (
    lane: Lane,
    delivery: Delivery,
    { reason, message: error, retryAfterMs = 0 }: Extract<Attempt, { ok: false }>,
  ): Promise<void> => {
    const now = clock.now();
    // What a channel asks for holds for everything that goes there.
    lane.notBefore = Math.max(lane.notBefore, now + Math.min(retryAfterMs, DEADLINE_MS));
    const notBefore = now + retryDelayMs(delivery.attempts, context.random, retryAfterMs);
    if (notBefore > Date.parse(delivery.createdAt) + DEADLINE_MS)
      return outcomes.failed(delivery, { reason, error: `given up after 24 hours: ${error}` });
    const later = { ...delivery, notBefore: new Date(notBefore).toISOString(), lastError: error };
    const isReleased = !known.has(delivery.id);
    if (!isReleased) lane.waiting.push(later);
    await outcomes.retried(later, { reason, error });
  };

  const idle = async (): Promise<void> => {
    for (;;) {
      const running = [...lanes.values()].flatMap((lane) => lane.running ?? []);
      if (running.length === 0) return;
      await Promise.all(running);
    }
  };

  return {
    enqueue,
    release: async (ids) => {
      for (const id of ids) known.delete(id);
      for (const lane of lanes.values()) {
        lane.waiting = lane.waiting.filter(({ id }) => !ids.has(id));
        lane.wake.abort();
      }
      await Promise.all([...ids].map((id) => trying.get(id)));
    },
    idle,
    stop: () => {
      stopping.abort();
      return idle();
    },
  };
}
