const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;

/** A span as people say it, in at most two units: 600_000 → `10 minutes`, 5_400_000 → `1 hour 30 minutes`. */
export function durationInWords(ms: number): string {
  let rest = Math.max(0, Math.round(ms / 1_000) * 1_000);
  const parts: string[] = [];
  for (const [unit, length] of UNITS) {
    const count = Math.floor(rest / length);
    if (count > 0 && parts.length < 2) parts.push(`${count} ${unit}${count === 1 ? '' : 's'}`);
    rest -= count * length;
  }
  return parts.join(' ') || '0 seconds';
}

/** `1 mention`, `412 mentions`: the noun is given in the plural, and its first plural word loses the s for one. */
export function countInWords(count: number, plural: string): string {
  return `${count.toLocaleString('en-GB')} ${count === 1 ? plural.replace(/s\b/, '') : plural}`;
}

/** A count that may have a fraction: whole from 10 on, one decimal below. */
export function roundCount(count: number): number {
  return count >= 10 ? Math.round(count) : Math.round(count * 10) / 10;
}
