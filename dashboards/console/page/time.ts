import { overview } from './model';

const formats = new Map<string, Intl.DateTimeFormat>();

function format(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const timeZone = overview.value?.timezone;
  const key = JSON.stringify([timeZone, options]);
  const known = formats.get(key) ?? new Intl.DateTimeFormat('en-GB', { ...options, timeZone });
  formats.set(key, known);
  return known;
}

type Instant = number | string;
const ms = (at: Instant) => (typeof at === 'number' ? at : Date.parse(at));

export const clockTime = (at: Instant, seconds = false) =>
  format({
    hour: '2-digit',
    minute: '2-digit',
    ...(seconds ? { second: '2-digit' } : {}),
    hourCycle: 'h23',
  }).format(ms(at));
export const shortDay = (at: Instant) => format({ day: 'numeric', month: 'short' }).format(ms(at));
export const longDay = (at: Instant) =>
  format({ day: 'numeric', month: 'long', year: 'numeric' }).format(ms(at));
const dayWithYear = (at: Instant) =>
  format({ day: 'numeric', month: 'short', year: 'numeric' }).format(ms(at));

/** `16:07` on the day of `now`, else `22 Nov 16:07`, with the year when it is another. */
export function dayAndTime(at: Instant, now: number): string {
  if (longDay(at) === longDay(now)) return clockTime(at);
  const sameYear = format({ year: 'numeric' }).format(ms(at)) === format({ year: 'numeric' }).format(now);
  return `${sameYear ? shortDay(at) : dayWithYear(at)} ${clockTime(at)}`;
}

/** `40 s`, `12 min`, `3 h`, `5 d`: how long, in the unit that a reader needs. */
export function span(durationMs: number): string {
  const seconds = Math.max(0, Math.round(durationMs / 1_000));
  if (seconds < 90) return `${seconds} s`;
  if (seconds < 5_400) return `${Math.round(seconds / 60)} min`;
  if (seconds < 129_600) return `${Math.round(seconds / 3_600)} h`;
  const days = Math.round(seconds / 86_400);
  return days < 730 ? `${days} d` : `${Math.round(days / 365)} y`;
}

export const count = (value: number) =>
  new Intl.NumberFormat('en-GB', { maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);
