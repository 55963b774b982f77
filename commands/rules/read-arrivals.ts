import { type Arrival, createArrivals } from '#alerting/backtest/arrivals';
import { readPast } from '#alerting/backtest/read-past';
import type { Stretch } from '#config/fields/moment';
import type { Store } from '#enrich/store/store';
import type { Terminal } from '../terminal';

const BAR = 24;
const REDRAW_MS = 200;

/** Gives what is stored to `take` in the order in which it was collected; resolves to how many mentions that were. */
export async function readArrivals(
  store: Store,
  stretch: Stretch,
  terminal: Terminal,
  take: (arrivals: readonly Arrival[]) => void,
): Promise<number> {
  const arrivals = createArrivals();
  const startedAt = Date.now();
  let drawnAt = 0;
  let count = 0;
  try {
    for await (const { mentions, read, total } of readPast(store, stretch)) {
      take(arrivals.take(mentions));
      count = read;
      const now = Date.now();
      if (now - drawnAt < REDRAW_MS) continue;
      drawnAt = now;
      terminal.progress(progressBar(read, total, now - startedAt));
    }
    take(arrivals.rest());
  } finally {
    terminal.progress('');
  }
  return count;
}

/** `[######..................]  25 %  250,000 of 1,000,000 mentions, 12 s left`. */
export function progressBar(read: number, total: number, tookMs: number): string {
  // What is stored meanwhile may come on top.
  const share = total === 0 ? 1 : Math.min(1, read / total);
  const full = Math.floor(share * BAR);
  const left = share === 0 ? '' : `, ${Math.ceil((tookMs * (1 - share)) / share / 1_000)} s left`;
  const counts = `${read.toLocaleString('en-GB')} of ${total.toLocaleString('en-GB')} mentions`;
  return `[${'#'.repeat(full)}${'.'.repeat(BAR - full)}] ${String(Math.floor(share * 100)).padStart(3)} %  ${counts}${left}`;
}
