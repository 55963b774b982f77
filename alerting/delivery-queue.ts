import type { Delivery } from './notifier';

/** Above this many waiting pages a destination gets only the latest update of each incident. */
export const CROWDED = 10;

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 300_000;

/** Which waiting delivery goes next once its time has come: critical ones first, then in the order they were made. */
export function compareUrgency(a: Delivery, b: Delivery): number {
  const critical = Number(b.page.severity === 'critical') - Number(a.page.severity === 'critical');
  return (
    critical ||
    Date.parse(a.createdAt) - Date.parse(b.createdAt) ||
    a.page.number - b.page.number ||
    (a.id < b.id ? -1 : 1)
  );
}

/** When it may be tried, in epoch milliseconds; at once if the clock was ahead when it was made. */
export function dueAt({ createdAt, notBefore }: Delivery, now: number): number {
  return Date.parse(createdAt) > now ? now : Date.parse(notBefore);
}

/**
 * What may go next: of each incident the earliest page that waits, so that an update never overtakes the page that
 * says what it is about.
 */
export function withoutHeld(waiting: readonly Delivery[]): Delivery[] {
  const earliest = new Map<string, number>();
  for (const { incident, page } of waiting)
    earliest.set(incident, Math.min(earliest.get(incident) ?? page.number, page.number));
  return waiting.filter(({ incident, page }) => page.number === earliest.get(incident));
}

/** The waiting updates that a later page of their incident makes needless; empty unless the queue is crowded. */
export function findSuperseded(waiting: readonly Delivery[]): Delivery[] {
  const pages = waiting.filter(({ page }) => page.kind === 'first' || page.kind === 'update');
  if (pages.length <= CROWDED) return [];
  const latest = new Map<string, number>();
  for (const { incident, page } of pages)
    latest.set(incident, Math.max(latest.get(incident) ?? 0, page.number));
  return pages.filter(
    ({ incident, page }) => page.kind === 'update' && page.number < (latest.get(incident) ?? 0),
  );
}

/**
 * Milliseconds until the next attempt: 1 s doubling to 5 minutes, shortened by up to half at random so that many do
 * not return together, and never less than the channel asked for.
 */
export function retryDelayMs(attempts: number, random: () => number, retryAfterMs = 0): number {
  const ceiling = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(attempts - 1, 20));
  return Math.max(retryAfterMs, Math.round(ceiling * (1 - random() / 2)));
}
