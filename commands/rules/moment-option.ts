import { MOMENT_EXPECTED, readMoment, type Stretch } from '#config/fields/moment';

/** Reads `--from`, `--to` or `--at`; a day is a whole one of the zone. Throws for what is neither day nor time. */
export function requireMoment(option: string, text: string, timezone: string): Stretch {
  const read = readMoment(text, timezone);
  if (!read) throw new Error(`${option} "${text}": ${MOMENT_EXPECTED}`);
  return read;
}

/** From the beginning of one to the end of the other, at most to now. Throws when nothing lies between them. */
export function requireStretch(
  { from, to }: { readonly from: string; readonly to: string },
  timezone: string,
  now: number,
): Stretch {
  const stretch = {
    from: requireMoment('--from', from, timezone).from,
    to: Math.min(now, requireMoment('--to', to, timezone).to),
  };
  if (stretch.from < stretch.to) return stretch;
  const why = stretch.from >= now ? 'it lies in the future' : `it must lie before --to "${to}"`;
  throw new Error(`--from "${from}": ${why}`);
}
