/** Length of the buckets that surprise is measured on; milliseconds. */
export const SURPRISE_BUCKET_MS = 300_000;

const HOURS = 24;
const DAY_BUCKETS = 288;
const WEEK_BUCKETS = 2_016;
/** Ten minutes and six hours: what breaks out suddenly, and what swells. */
const SCALES = [
  { buckets: 2, share: 0.4 },
  { buckets: 72, share: 0.6 },
] as const;
const LONGEST_SCALE = 72;
const MARGIN = 1.4;
const WORSE = 2;

/** The weight of the newest of many values, where one that lies `half` back weighs half as much. */
const alpha = (half: number): number => 1 - 0.5 ** (1 / half);
const WEEK = alpha(WEEK_BUCKETS);
const SEVEN = alpha(7);
const FIVE = alpha(5);

/** What a brand's counts have been like; plain JSON of bounded size. */
export type SurpriseState = {
  /** How many buckets were taken. */
  taken: number;
  /** Of each UTC hour: its usual bucket, and how often it was seen. */
  readonly usual: number[];
  readonly times: number[];
  /** The running mean of everything. */
  mean: number;
  hour: { number: number; sum: number; buckets: number };
  /** The newest six hours, oldest first. */
  readonly recent: number[];
  /** Of each scale: mean and variance of its residual. */
  readonly scales: { mean: number; variance: number }[];
  /** The usual biggest surprise of a day, of how many days, and the biggest of this one. */
  habit: { peak: number; days: number; today: number };
  last?: { bucket: number; level: number };
};

/** How surprising one bucket is. It alerts from `level` 1 on, unless it has only just alerted. */
export type Surprise = {
  readonly surprise: number;
  /** The biggest surprise of a usual day. */
  readonly usualPeak: number;
  readonly level: number;
  readonly alert: boolean;
  /** What this hour usually has in a bucket. */
  readonly expected: number;
  /** The mean of the newest ten minutes, a bucket. */
  readonly seen: number;
};

export function freshSurprise(): SurpriseState {
  return {
    taken: 0,
    usual: Array(HOURS).fill(0),
    times: Array(HOURS).fill(0),
    mean: 0,
    hour: { number: -1, sum: 0, buckets: 0 },
    recent: [],
    scales: SCALES.map(() => ({ mean: 0, variance: 0 })),
    habit: { peak: 1.05, days: 4, today: 0 },
  };
}

/** From which surprise on it alerts, for a brand whose days usually peak there. */
export const alertsFrom = (usualPeak: number): number => usualPeak + MARGIN;

/**
 * Takes the count of the next bucket of five minutes (an empty one counts 0 and is never left out) and tells how
 * surprising it is: the square root of what is seen beside that of the usual bucket of this hour, on two scales at
 * once, each measured by its own usual scatter; against the biggest surprise of the brand's usual days, so that one
 * level serves calm and noisy brands alike. Silent for the first day, and for a day after an alert unless it doubles.
 *
 * The formula and its constants were found on the ten Twitter series of the Numenta Anomaly Benchmark.
 *
 * @param hour - the UTC hour of the day in which the bucket begins, 0–23
 */
export function takeBucket(state: SurpriseState, count: number, hour: number): Surprise {
  const bucket = state.taken++;
  if (bucket === 0) state.mean = count;
  finishHour(state, hour);
  const expected = state.times[hour] ? (state.usual[hour] as number) : state.mean;
  state.recent.push(count);
  if (state.recent.length > LONGEST_SCALE) state.recent.shift();
  const weight = Math.max(WEEK, 1 / (bucket + 1));
  let surprise = 0;
  SCALES.forEach(({ buckets, share }, index) => {
    surprise += share * Math.max(0, residualOf(state, index, buckets, expected, weight));
  });
  state.mean += weight * (count - state.mean);
  state.hour.sum += count;
  state.hour.buckets++;
  const seen = meanOfLast(state.recent, SCALES[0].buckets);
  const usualPeak = state.habit.peak;
  if (bucket < DAY_BUCKETS) return { surprise: 0, usualPeak, level: 0, alert: false, expected, seen };
  const level = surprise / alertsFrom(usualPeak);
  growAccustomed(state, bucket, surprise);
  const alert = level >= 1 && isNews(state, bucket, level);
  if (alert) state.last = { bucket, level };
  return { surprise, usualPeak, level, alert, expected, seen };
}

/** When the hour has changed, what the finished one was like goes into what it usually is. */
function finishHour(state: SurpriseState, hour: number): void {
  const { number, sum, buckets } = state.hour;
  if (number === hour) return;
  if (buckets > 0) {
    const times = state.times[number] as number;
    const usual = state.usual[number] as number;
    const mean = sum / buckets;
    state.usual[number] = times === 0 ? mean : usual + Math.max(SEVEN, 1 / (times + 1)) * (mean - usual);
    state.times[number] = times + 1;
  }
  state.hour = { number: hour, sum: 0, buckets: 0 };
}

function meanOfLast(counts: readonly number[], buckets: number): number {
  const from = Math.max(0, counts.length - buckets);
  let sum = 0;
  for (let index = from; index < counts.length; index++) sum += counts[index] as number;
  return sum / (counts.length - from);
}

/** How many of its own standard deviations a scale lies above what it usually is; learns after it was asked. */
function residualOf(
  state: SurpriseState,
  index: number,
  buckets: number,
  expected: number,
  weight: number,
): number {
  const scale = state.scales[index] as { mean: number; variance: number };
  // The square root steadies the noise of counts: its scatter does not grow with the count.
  const residual = 2 * (Math.sqrt(meanOfLast(state.recent, buckets) + 1) - Math.sqrt(expected + 1));
  const off = residual - scale.mean;
  const deviations = off / (Math.sqrt(scale.variance) + 0.05);
  scale.mean += weight * off;
  scale.variance += weight * (off * off - scale.variance);
  return deviations;
}

/** At the end of a day its biggest surprise goes into what days usually bring; a single huge one only in part. */
function growAccustomed({ habit }: SurpriseState, bucket: number, surprise: number): void {
  habit.today = Math.max(habit.today, surprise);
  if (bucket % DAY_BUCKETS !== DAY_BUCKETS - 1) return;
  habit.days++;
  const told = Math.min(habit.today, 3 * habit.peak);
  habit.peak += Math.max(FIVE, 1 / habit.days) * (told - habit.peak);
  habit.today = 0;
}

function isNews({ last }: SurpriseState, bucket: number, level: number): boolean {
  return !last || bucket - last.bucket > DAY_BUCKETS || level >= WORSE * last.level;
}
