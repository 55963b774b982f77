import { compareUrgency, dueAt, withoutHeld } from './delivery-queue';
import type { Delivery } from './notifier';

/** What waits for one destination of one notifier, and when it may be asked next. Times are epoch milliseconds. */
export type Lane = {
  waiting: Delivery[];
  /** What the channel asked for, or its pace, holds for everything that goes there. */
  notBefore: number;
  /** When `notBefore` was last set by an attempt. */
  heldAt: number;
  /** Aborted to end a pause early. */
  wake: AbortController;
  running?: Promise<void>;
};

const LONGEST_SLEEP_MS = 3_600_000;

export function openLane(): Lane {
  return { waiting: [], notBefore: 0, heldAt: 0, wake: new AbortController() };
}

/** Takes the most urgent delivery whose time has come out of the lane; undefined when none may go yet. */
export function takeReady(lane: Lane, now: number): Delivery | undefined {
  // Held by a clock that was ahead.
  if (lane.heldAt > now) lane.notBefore = now;
  if (lane.notBefore > now) return undefined;
  const [next] = withoutHeld(lane.waiting)
    .filter((delivery) => dueAt(delivery, now) <= now)
    .sort(compareUrgency);
  if (next) remove(lane, next);
  return next;
}

export function remove(lane: Lane, delivery: Delivery): void {
  lane.waiting = lane.waiting.filter((other) => other !== delivery);
}

/** Milliseconds until something of the lane may be tried; at least 1, at most an hour. */
export function waitOf({ waiting, notBefore }: Lane, now: number): number {
  const earliest = Math.min(...withoutHeld(waiting).map((delivery) => dueAt(delivery, now)));
  return Math.min(Math.max(1, Math.max(notBefore, earliest) - now), LONGEST_SLEEP_MS);
}
