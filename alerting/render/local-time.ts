/** `16:05` in the zone. */
export function formatTime(at: string | number, timezone: string): string {
  return format(at, timezone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}

/** `22 Nov 2016` in the zone. */
export function formatDate(at: string | number, timezone: string): string {
  return format(at, timezone, { day: 'numeric', month: 'short', year: 'numeric' });
}

/** `22 Nov 2016, 16:05 (Europe/Paris)`. */
export function formatMoment(at: string | number, timezone: string): string {
  return `${formatDate(at, timezone)}, ${formatTime(at, timezone)} (${timezone})`;
}

/** A length of time as people say it: `10 min`, `2 h`, `90 s`. */
export function formatSpan(ms: number): string {
  const units = [
    ['d', 86_400_000],
    ['h', 3_600_000],
    ['min', 60_000],
  ] as const;
  for (const [unit, size] of units) if (ms >= size && ms % size === 0) return `${ms / size} ${unit}`;
  return ms >= 120_000 ? `${Math.round(ms / 60_000)} min` : `${Math.round(ms / 1_000)} s`;
}

function format(at: string | number, timezone: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: timezone, ...options }).format(new Date(at));
}
