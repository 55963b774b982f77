const HOUR_MS = 3_600_000;
const DAY_HOURS = 24;
const WEEK_HOURS = 168;
/** Weeks that an hour of the week looks back on; older ones fade. */
const WEEKS = 6;

/** What each hour of the week (UTC, from Monday 0:00) usually brings, and how often it was seen; plain JSON. */
export type Season = {
  readonly usual: number[];
  readonly times: number[];
  hour?: Hour & { isLearned: boolean };
  /** The hour that a mention has opened before time was told to go on. */
  next?: Hour;
};

type Hour = { readonly number: number; count: number };

export function freshSeason(): Season {
  return { usual: Array(WEEK_HOURS).fill(0), times: Array(WEEK_HOURS).fill(0) };
}

/** The epoch began on a Thursday. */
const slotOf = (hour: number): number => (((hour + 3 * DAY_HOURS) % WEEK_HOURS) + WEEK_HOURS) % WEEK_HOURS;

/** Takes the count of a whole hour; `hour` is counted from the epoch. */
export function learnHour({ usual, times }: Season, hour: number, count: number): void {
  const slot = slotOf(hour);
  const seen = times[slot] as number;
  usual[slot] = (usual[slot] as number) + (count - (usual[slot] as number)) / Math.min(WEEKS, seen + 1);
  times[slot] = Math.min(WEEKS, seen + 1);
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
  delete season.next;
}

/** What an hour usually brings: by the hour of the week, else by the hour of the day; undefined before that was seen. */
function usualOf({ usual, times }: Season, hour: number): { count: number; weeks: number } | undefined {
  const slot = slotOf(hour);
  if (times[slot]) return { count: usual[slot] as number, weeks: times[slot] as number };
  let sum = 0;
  let days = 0;
  for (let other = slot % DAY_HOURS; other < WEEK_HOURS; other += DAY_HOURS) {
    if (!times[other]) continue;
    sum += usual[other] as number;
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
