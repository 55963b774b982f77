import { z } from 'zod';

const MOMENT = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}(?::\d{2})?)(Z|[+-]\d{2}:\d{2})?)?$/;

/** A real date, with its hour and zone or without: `2016-11-22T16:00:00+01:00`, `2016-11-22T16:00`, `2016-11-22`. */
export const StartMoment = z
  .string()
  .regex(
    MOMENT,
    'expected a moment such as "2016-11-22T16:00:00+01:00", or "2016-11-22T16:00" in the time zone of the test',
  )
  .refine((text) => !MOMENT.test(text) || isReal(text), 'there is no such moment');

/** Epoch milliseconds of the moment; `timezone` (IANA) is the one it is in where it names none. */
export function startOf(text: string, timezone: string): number {
  const [, date = '', time = '00:00', zone] = MOMENT.exec(text) ?? [];
  if (zone !== undefined) return Date.parse(`${date}T${time}${zone}`);
  const local = Date.parse(`${date}T${time}Z`);
  // The offset depends on the moment that it leads to: near a change of the clocks the second look is right.
  return local - offsetOf(timezone, local - offsetOf(timezone, local));
}

function isReal(text: string): boolean {
  const [, date = '', time = '00:00', zone = 'Z'] = MOMENT.exec(text) ?? [];
  const day = Date.parse(`${date}T00:00Z`);
  // Some engines read 31 February as 2 March.
  return (
    new Date(day || 0).toISOString().startsWith(date) && !Number.isNaN(Date.parse(`${date}T${time}${zone}`))
  );
}

/** How far the zone is ahead of UTC then, in milliseconds. */
function offsetOf(timezone: string, at: number): number {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone: timezone,
    timeZoneName: 'longOffset',
  }).formatToParts(at);
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours = '0', minutes = '0'] = /GMT([+-])(\d{2}):(\d{2})/.exec(name) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3_600_000 + Number(minutes) * 60_000);
}
