import { z } from 'zod';
import { Timezone } from '#config/fields/timezone';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const DATE = /^(\d{4}-\d\d-\d\d)(?:[T ]((?:[01]\d|2[0-3]):[0-5]\d)(?::([0-5]\d))?(Z|[+-]\d\d:\d\d)?)?$/;
const EVERY =
  /^([a-z]+(?:\s*,\s*[a-z]+)*)\s+((?:[01]\d|2[0-3]):[0-5]\d)\s*[-–]\s*((?:[01]\d|2[0-3]):[0-5]\d|24:00)$/;
/** As `Date.getUTCDay` counts them. */
const DAYS: readonly string[] = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
];
const SETS: ReadonlyMap<string, readonly number[]> = new Map([
  ['day', [0, 1, 2, 3, 4, 5, 6]],
  ['weekday', [1, 2, 3, 4, 5]],
]);

/**
 * A date as written: an instant (epoch ms), or a clock on a wall (ms, as if that clock showed UTC) whose zone stands
 * elsewhere. `isDay`: it names a day, not a time.
 */
export type WrittenDate =
  | { readonly kind: 'instant'; readonly at: number }
  | { readonly kind: 'wall'; readonly wall: number; readonly isDay: boolean };

/** Undefined for what is none, such as 30 February. */
export function parseDate(text: string): WrittenDate | undefined {
  const [, day, minute, second = '00', zone] = DATE.exec(text) ?? [];
  if (day === undefined) return undefined;
  const midnight = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== day) return undefined;
  if (minute === undefined) return { kind: 'wall', wall: midnight, isDay: true };
  const at = Date.parse(`${day}T${minute}:${second}${zone ?? 'Z'}`);
  if (Number.isNaN(at)) return undefined;
  return zone === undefined ? { kind: 'wall', wall: at, isDay: false } : { kind: 'instant', at };
}

/** Days of the week (0 is Sunday) and minutes after their midnight; `to` may lie on the next day. */
export type Weekly = { readonly days: ReadonlySet<number>; readonly from: number; readonly to: number };

/** `monday 18:00-20:00`, `saturday, sunday 14:00-18:00`, `weekday 08:00-09:30`, `day 22:00-02:00`. */
export function parseEvery(text: string): Weekly | undefined {
  const [, words = '', start = '', end = ''] = EVERY.exec(text.trim().toLowerCase()) ?? [];
  const days = words.split(/\s*,\s*/).map((word) => SETS.get(word) ?? [DAYS.indexOf(word)]);
  const from = minutesOf(start);
  const to = minutesOf(end);
  if (days.flat().includes(-1) || from === to) return undefined;
  return { days: new Set(days.flat()), from, to: to > from ? to : to + DAY_MS / MINUTE_MS };
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return 60 * hours + minutes;
}

const WrittenDateText = z
  .string()
  .refine(
    (text) => parseDate(text) !== undefined,
    'expected a date such as "2016-02-05", "2016-02-05 07:00" or "2016-02-05T07:00:00+01:00"',
  );

/** A time of which people know that more (or less) than usual will be said: results day, a campaign, a match. */
export const DeclaredMoment = z.strictObject({
  name: z
    .string()
    .min(1)
    .describe('what it is, in the words of the page: 3 times the usual, for results day'),
  brands: z
    .union([z.literal('all'), z.array(z.string()).min(1)], {
      error: 'expected all, or a list of brands such as [vinci]',
    })
    .describe('ids of the brands that it is about, as a list; or all'),
  from: WrittenDateText.optional().describe(
    'when it begins: 2016-02-05, 2016-02-05 07:00, or with its zone 2016-02-05T07:00:00+01:00',
  ),
  to: WrittenDateText.optional().describe('when it ends; of a date without time, that day is still in it'),
  every: z
    .string()
    .refine(
      (text) => parseEvery(text) !== undefined,
      'expected days and times such as "monday 18:00-20:00", "saturday, sunday 14:00-18:00", "weekday 08:00-09:30" or "day 22:00-02:00"',
    )
    .optional()
    .describe(
      'comes again every week: monday 18:00-20:00, saturday, sunday 14:00-18:00, weekday 08:00-09:30, day 22:00-02:00; from and to then say in which part of the year',
    ),
  timezone: Timezone.optional().describe('IANA zone of these times; default: that of vigie.yaml'),
  expect: z
    .number()
    .gt(0)
    .lte(1_000)
    .describe(
      'how many times the usual is to be expected meanwhile: 3; below 1 for what makes quiet, such as a holiday',
    ),
});
export type DeclaredMoment = z.infer<typeof DeclaredMoment>;
