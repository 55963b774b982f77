/** Since when a group is watched, event times in epoch milliseconds; plain JSON. What is missing may only be unseen. */
export type WatchedSpan = {
  since?: number;
  /** Nobody had watched: not before this is it believed that nothing was said. */
  believedFrom?: number;
};

/** Notes that the group is watched now; takes back what a clock that was ahead had noted. */
export function noteWatched(span: WatchedSpan, at: number): void {
  span.since = Math.min(span.since ?? at, at);
}

/** Notes that nobody watched until now: what was said meanwhile may still come, so much later. */
export function noteAbsence(span: WatchedSpan, at: number, allowedLateness: number): void {
  span.believedFrom = at + allowedLateness;
}

/** Whether a whole window that ends now was watched, so that what is not there was not said. */
export function isWatched(
  { since = Number.POSITIVE_INFINITY, believedFrom = 0 }: WatchedSpan,
  at: number,
  { timeframe, allowedLateness }: { readonly timeframe: number; readonly allowedLateness: number },
): boolean {
  const isFromWrongClock = believedFrom > at + allowedLateness;
  return at >= since + timeframe && (at >= believedFrom || isFromWrongClock);
}
