import { type DeclaredMoment, parseDate, parseEvery, type Weekly } from './declared-moment';
import { type ZoneClock, zoneClock } from './zone-clock';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const MOST_REMEMBERED = 1_000;

/** A stretch of event time, in epoch ms (`to` is exclusive), of which so many times the usual is to be expected. */
export type Moment = {
  readonly name: string;
  readonly times: number;
  readonly from: number;
  readonly to: number;
};

/** The moments within a span of event time, in order and without overlap: where several hold, the largest counts. */
export type Moments = (from: number, to: number) => readonly Moment[];

/** The moments that were declared for a brand. */
export type Calendar = (brand: string) => Moments;

const NONE: readonly Moment[] = [];
export const noMoments: Moments = () => NONE;

/** A declared moment whose times are meant in `timezone`. */
export type DatedMoment = DeclaredMoment & { readonly timezone: string };

/** Throws for dates that cannot be read; the schema does not let them through. */
export function createCalendar(declared: readonly DatedMoment[]): Calendar {
  const courses = declared.map((moment) => ({ brands: moment.brands, within: courseOf(moment) }));
  const known = new Map<string, Moments>();
  return (brand) => {
    const found = known.get(brand);
    if (found) return found;
    const own = courses.filter(({ brands }) => brands === 'all' || brands.includes(brand));
    const moments = own.length === 0 ? noMoments : united(own.map(({ within }) => within));
    known.set(brand, moments);
    return moments;
  };
}

/** Rules ask for the same span with every mention until the next one begins, hence the last answer is kept. */
function united(courses: readonly Moments[]): Moments {
  let last = { from: Number.NaN, to: Number.NaN, found: NONE };
  return (from, to) => {
    if (last.from !== from || last.to !== to)
      last = { from, to, found: withoutOverlap(courses.flatMap((within) => within(from, to))) };
    return last.found;
  };
}

/** From when to when a moment was declared, in epoch ms; open ends are infinite. */
export function spanOf({ from, to, timezone }: Pick<DatedMoment, 'from' | 'to' | 'timezone'>): {
  from: number;
  to: number;
} {
  const clock = zoneClock(timezone);
  return {
    from: from === undefined ? Number.NEGATIVE_INFINITY : instantOf(from, clock, 0),
    to: to === undefined ? Number.POSITIVE_INFINITY : instantOf(to, clock, DAY_MS),
  };
}

function instantOf(text: string, clock: ZoneClock, dayMs: number): number {
  const date = parseDate(text);
  if (!date) throw new Error(`the calendar has a date that cannot be read: ${text}`);
  if (date.kind === 'instant') return date.at;
  return clock(date.wall + (date.isDay ? dayMs : 0));
}

function courseOf(moment: DatedMoment): Moments {
  const { name, expect: times, every } = moment;
  const bounds = spanOf(moment);
  const whole: Moment = { name, times, ...bounds };
  if (every === undefined) return (from, to) => (whole.from < to && whole.to > from ? [whole] : NONE);
  const weekly = parseEvery(every);
  if (!weekly) throw new Error(`the calendar has days and times that cannot be read: ${every}`);
  return weeklyCourse(weekly, whole, zoneClock(moment.timezone));
}

/** Each day is looked up once: zones are slow. */
function weeklyCourse(weekly: Weekly, whole: Moment, clock: ZoneClock): Moments {
  const days = new Map<number, Moment | undefined>();
  const onDay = (day: number): Moment | undefined => {
    if (days.has(day)) return days.get(day);
    if (days.size >= MOST_REMEMBERED) days.clear();
    const moment = weekly.days.has(new Date(day * DAY_MS).getUTCDay()) ? momentOn(day) : undefined;
    days.set(day, moment);
    return moment;
  };
  const momentOn = (day: number): Moment | undefined => {
    const from = Math.max(whole.from, clock(day * DAY_MS + weekly.from * MINUTE_MS));
    const to = Math.min(whole.to, clock(day * DAY_MS + weekly.to * MINUTE_MS));
    return from < to ? { ...whole, from, to } : undefined;
  };
  return (from, to) => {
    const found: Moment[] = [];
    // Zones are up to 14 hours off UTC, and a moment may go on past midnight.
    for (let day = Math.floor(from / DAY_MS) - 2; day <= Math.floor(to / DAY_MS) + 1; day++) {
      const moment = onDay(day);
      if (moment && moment.from < to && moment.to > from) found.push(moment);
    }
    return found;
  };
}

function withoutOverlap(found: readonly Moment[]): readonly Moment[] {
  if (found.length < 2) return found;
  const edges = [...new Set(found.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b);
  return edges.slice(1).flatMap((to, index) => {
    const from = edges[index] as number;
    const holding = found.filter((moment) => moment.from <= from && moment.to >= to);
    const [first, ...others] = holding;
    if (!first) return [];
    const largest = others.reduce((best, other) => (other.times > best.times ? other : best), first);
    return [{ ...largest, from, to }];
  });
}
