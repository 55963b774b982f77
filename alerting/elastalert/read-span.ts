import { formatDuration, parseDuration } from '#config/fields/duration';
import { isMapping } from './read-rule-file';

const UNIT_MS: Readonly<Record<string, number>> = {
  milliseconds: 1,
  seconds: 1_000,
  minutes: 60_000,
  hours: 3_600_000,
  days: 86_400_000,
  weeks: 604_800_000,
};

export type Span =
  | { readonly ok: true; readonly ms: number; readonly text: string }
  | { readonly ok: false; readonly message: string };

/** A time as ElastAlert writes it, `{minutes: 10}` (several units add up), or as Vigie does, `10m`. */
export function readSpan(value: unknown): Span {
  if (typeof value === 'string' && parseDuration(value) !== undefined)
    return span(parseDuration(value) as number);
  if (!isMapping(value) || Object.keys(value).length === 0)
    return { ok: false, message: 'expected a time such as "minutes: 10"' };
  let ms = 0;
  for (const [unit, count] of Object.entries(value)) {
    const factor = UNIT_MS[unit];
    if (factor === undefined)
      return {
        ok: false,
        message: `"${unit}" is no unit of time: expected ${Object.keys(UNIT_MS).join(', ')}`,
      };
    const number = typeof count === 'string' ? Number(count.trim() || Number.NaN) : count;
    if (typeof number !== 'number' || !Number.isFinite(number) || number < 0)
      return { ok: false, message: `${unit}: expected a number of 0 or more` };
    ms += number * factor;
  }
  return span(Math.round(ms));
}

function span(ms: number): Span {
  return { ok: true, ms, text: formatDuration(ms) };
}
