const HTTP_DATE = /^(mon|tue|wed|thu|fri|sat|sun)/i;

/**
 * The wait that an answer asked for, in milliseconds: the longer of Retry-After (seconds or an HTTP date) and
 * Cache-Control max-age less Age. `undefined` when it asked for none or wrote nonsense.
 */
export function readRetryAfterMs(
  headers: Readonly<Record<string, string>>,
  nowMs: number,
): number | undefined {
  const waits = [
    retryAfterMs(headers['retry-after'], nowMs),
    maxAgeMs(headers['cache-control'], headers.age),
  ].filter((wait) => wait !== undefined && wait > 0) as number[];
  return waits.length > 0 ? Math.max(...waits) : undefined;
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
