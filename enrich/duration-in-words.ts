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
