const HOUR_MS = 3_600_000;
const DAY_HOURS = 24;
const WEEK_HOURS = 168;
/** Weeks that an hour of the week looks back on; older ones fade. */
const WEEKS = 6;

/** What each hour of the week usually brings, and how often it was seen; plain JSON. */
export type Season = {
  /** Of each hour (UTC, from Monday 0:00) its mean and how often it was seen in one number; empty while none was. */
  readonly slots: number[];
  hour?: Hour & { isLearned: boolean };
  /** The hour that a mention has opened before time was told to go on. */
  next?: Hour;
};

type Hour = { readonly number: number; count: number };

export function freshSeason(): Season {
  return { slots: [] };
}

/** A season as this or an earlier version stored it: there, `usual` and `times` stood apart. */
export function reviveSeason(stored: Season | (Omit<Season, 'slots'> & Apart)): Season {
  if ('slots' in stored) return stored;
  const { usual, times, ...hours } = stored;
  const isKnown = times.some((seen) => seen > 0);
  return { ...hours, slots: isKnown ? times.map((seen, slot) => packed(usual[slot] ?? 0, seen)) : [] };
}

type Apart = { readonly usual: readonly number[]; readonly times: readonly number[] };

const TIMES = 8;
/** Means are kept to a thousandth of a mention; a power of two, so that whole counts stay whole. */
const FINE = 1_024;

const packed = (usual: number, times: number): number => Math.round(usual * FINE) * TIMES + times;
const usualIn = (slot: number): number => Math.floor(slot / TIMES) / FINE;
const timesIn = (slot: number): number => slot - Math.floor(slot / TIMES) * TIMES;

/** The epoch began on a Thursday. */
const slotOf = (hour: number): number => (((hour + 3 * DAY_HOURS) % WEEK_HOURS) + WEEK_HOURS) % WEEK_HOURS;

/** Takes the count of a whole hour; `hour` is counted from the epoch. */
export function learnHour({ slots }: Season, hour: number, count: number): void {
  if (slots.length === 0) for (let slot = 0; slot < WEEK_HOURS; slot++) slots.push(0);
  const slot = slotOf(hour);
  const known = slots[slot] as number;
  const times = Math.min(WEEKS, timesIn(known) + 1);
  slots[slot] = packed(usualIn(known) + (count - usualIn(known)) / times, times);
}

/** Counts a mention of this event time; what belongs to an earlier hour comes too late to be learned. */
export function countSeason(season: Season, at: number): void {
  const number = Math.floor(at / HOUR_MS);
  if (season.hour && number <= season.hour.number) {
    if (number === season.hour.number) season.hour.count++;
  } else if (season.next?.number === number) season.next.count++;
  else season.next = { number, count: 1 };
}

/** Goes on to this event time: an hour that is over is learned, unless a storm raged in it or only its end was seen. */
export function advanceSeason(season: Season, at: number, isStormy: boolean): void {
  const number = Math.floor(at / HOUR_MS);
  const { hour } = season;
  if (hour && number <= hour.number) {
    hour.isLearned &&= !isStormy;
    return;
  }
  if (hour) {
    if (hour.isLearned) learnHour(season, hour.number, hour.count);
    const from = Math.max(hour.number + 1, number - WEEK_HOURS);
    if (!isStormy) for (let empty = from; empty < number; empty++) learnHour(season, empty, 0);
  }
  const count = season.next?.number === number ? season.next.count : 0;
  season.hour = { number, count, isLearned: hour !== undefined && !isStormy };
  season.next = undefined;
}

/** What an hour usually brings: by the hour of the week, else by the hour of the day; undefined before that was seen. */
function usualOf({ slots }: Season, hour: number): { count: number; weeks: number } | undefined {
  const slot = slotOf(hour);
  const known = slots[slot];
  if (known) return { count: usualIn(known), weeks: timesIn(known) };
  let sum = 0;
  let days = 0;
  for (let other = slot % DAY_HOURS; other < WEEK_HOURS; other += DAY_HOURS) {
    if (!slots[other]) continue;
    sum += usualIn(slots[other] as number);
    days++;
  }
  return days > 0 ? { count: sum / days, weeks: days } : undefined;
}

/** Mentions an hour that are usual at this event time, between the middles of the hours; `weeks` tells how well known. */
export function seasonAt(season: Season, at: number): { perHour: number; weeks: number } | undefined {
  const middle = at / HOUR_MS - 0.5;
  const before = usualOf(season, Math.floor(middle));
  const after = usualOf(season, Math.floor(middle) + 1);
  if (!before || !after) return undefined;
  const share = middle - Math.floor(middle);
  return {
    perHour: before.count * (1 - share) + after.count * share,
    weeks: Math.min(before.weeks, after.weeks),
  };
}
