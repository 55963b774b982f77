/** Nobody may silence a source for longer with one answer. */
const MAX_WAIT_MS = 86_400_000;
const HTTP_DATE = /^(mon|tue|wed|thu|fri|sat|sun)/i;

/**
 * The wait that an answer asked for, in milliseconds: the longer of Retry-After (seconds or an HTTP date) and
 * Cache-Control max-age less Age. At most a day; `undefined` when it asked for none.
 */
export function readRetryAfterMs(
  headers: Readonly<Record<string, string>>,
  nowMs: number,
): number | undefined {
  const waits = [
    retryAfterMs(headers['retry-after'], nowMs),
    maxAgeMs(headers['cache-control'], headers.age),
  ].filter((wait) => wait !== undefined && wait > 0) as number[];
  return waits.length > 0 ? Math.min(Math.max(...waits), MAX_WAIT_MS) : undefined;
}

function retryAfterMs(value: string | undefined, nowMs: number): number | undefined {
  const text = value?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(text)) return Math.round(Number(text) * 1000);
  if (!HTTP_DATE.test(text)) return undefined;
  // asctime dates carry no zone; HTTP means UTC.
  const date = Date.parse(/gmt|utc|[+-]\d{4}$/i.test(text) ? text : `${text} GMT`);
  return Number.isNaN(date) ? undefined : date - nowMs;
}

function maxAgeMs(cacheControl: string | undefined, age: string | undefined): number | undefined {
  const directives = (cacheControl ?? '').toLowerCase();
  if (/\bno-(cache|store)\b/.test(directives)) return undefined;
  const seconds = /(?:^|[,\s])max-age\s*=\s*"?(\d+)/.exec(directives)?.[1];
  if (seconds === undefined) return undefined;
  return Math.max(0, Number(seconds) - Number(/^\d+$/.exec(age?.trim() ?? '')?.[0] ?? 0)) * 1000;
}
