const MINUTE_MS = 60_000;

/** From a clock on a wall in some zone to the instant: `wall` is its date and time in ms, as if it showed UTC. */
export type ZoneClock = (wall: number) => number;

/**
 * The clock of an IANA zone. What a clock shows twice in autumn is taken as the second time; what it skips in spring, as
 * within an hour of it.
 */
export function zoneClock(timezone: string): ZoneClock {
  const format = new Intl.DateTimeFormat('en', { timeZone: timezone, timeZoneName: 'longOffset' });
  const offsetAt = (at: number): number => {
    const name = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? '';
    const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)/.exec(name) ?? [];
    const size = (60 * Number(hours ?? 0) + Number(minutes ?? 0)) * MINUTE_MS;
    return sign === '-' ? -size : size;
  };
  // The offset of the wall's own reading is off by hours around a change; that of the instant it leads to is not.
  return (wall) => wall - offsetAt(wall - offsetAt(wall));
}
