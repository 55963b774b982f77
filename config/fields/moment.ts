/** A stretch of time, epoch milliseconds; `to` is exclusive. */
export type Stretch = { readonly from: number; readonly to: number };

export const MOMENT_EXPECTED =
  'expected a day such as 2016-11-22, or a time such as 2016-11-22T16:05 or 2016-11-22T15:05:00Z';

const PATTERN = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2}(?:\.\d{1,3})?))?(Z|[+-]\d{2}:\d{2})?)?$/;

/**
 * Reads a day or a time: a day is meant whole, midnight to midnight in the zone, and a time is the stretch of length 0.
 * A time without an offset is one of the zone; of the hour that comes twice in autumn it is the first. `undefined`
 * for anything else, also for a 31st of February.
 */
export function readMoment(text: string, timezone: string): Stretch | undefined {
  const [, day, minute, second = '00', offset] = PATTERN.exec(text.trim()) ?? [];
  if (day === undefined) return undefined;
  const midnight = utcOf(day);
  if (midnight === undefined) return undefined;
  if (minute === undefined) {
    const next = new Date(midnight + 86_400_000).toISOString().slice(0, 19);
    return { from: inZone(midnight, timezone), to: inZone(Date.parse(`${next}Z`), timezone) };
  }
  const written = Date.parse(`${day}T${minute}:${second}${offset ?? 'Z'}`);
  if (Number.isNaN(written)) return undefined;
  const at = offset === undefined ? inZone(written, timezone) : written;
  return { from: at, to: at };
}

/** `2016-11-22 16:05:10` in the zone: what `readMoment` reads back. */
export function writeMoment(at: number, timezone: string): string {
  return formatIn(timezone).format(at);
}

function utcOf(day: string): number | undefined {
  const at = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day) ? at : undefined;
}

/** The instant at which clocks of the zone show what a clock of UTC shows at `wall`. */
function inZone(wall: number, timezone: string): number {
  const offsetAt = (at: number) =>
    Date.parse(`${writeMoment(at, timezone).replace(' ', 'T')}Z`) - floorSecond(at);
  // The offset before the change, then the one that holds at the instant found.
  const first = wall - offsetAt(wall - 86_400_000);
  return offsetAt(first) === wall - first ? first : wall - offsetAt(wall);
}

function floorSecond(at: number): number {
  return Math.floor(at / 1_000) * 1_000;
}

function formatIn(timeZone: string): Intl.DateTimeFormat {
  // Swedish writes the date as ISO does.
  return new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
}
