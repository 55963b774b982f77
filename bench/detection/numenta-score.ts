/** A labelled window: numbers of its first and last row. */
export type LabelledWindow = { readonly first: number; readonly last: number };

/** What a hit, a false alarm and a miss count in a profile of the benchmark. */
export type Profile = { readonly hit: number; readonly falseAlarm: number; readonly miss: number };

export const PROFILES: Readonly<Record<string, Profile>> = {
  standard: { hit: 1, falseAlarm: 0.11, miss: 1 },
  'reward low false positives': { hit: 1, falseAlarm: 0.22, miss: 1 },
  'reward low false negatives': { hit: 1, falseAlarm: 0.11, miss: 2 },
};

const PROBATION = 0.15;
const PROBATION_ROWS = 750;

/** One series as the benchmark sees it. */
export type Scored = {
  readonly rows: number;
  readonly windows: readonly LabelledWindow[];
  /** Numbers of the rows that alerted, in order. */
  readonly alerts: readonly number[];
};

/** The scaled sigmoid of the benchmark: 1 at the beginning of a window, 0 at its end, −1 long after it. */
function worth(position: number): number {
  return position > 3 ? -1 : 2 / (1 + Math.exp(5 * position)) - 1;
}

/** How many rows are not judged at the beginning of a series. */
export function probationOf(rows: number): number {
  return Math.floor(PROBATION * Math.min(rows, PROBATION_ROWS / PROBATION));
}

function rawScore({ rows, windows, alerts }: Scored, profile: Profile): number {
  const judged = alerts.filter((row) => row >= probationOf(rows));
  let score = 0;
  for (const { first, last } of windows) {
    const hit = judged.find((row) => row >= first && row <= last);
    score +=
      hit === undefined
        ? -profile.miss
        : (profile.hit * worth(-(last - hit + 1) / (last - first + 1))) / worth(-1);
  }
  for (const row of judged) {
    if (windows.some(({ first, last }) => row >= first && row <= last)) continue;
    const before = windows.filter(({ last }) => last < row).at(-1);
    const position = before ? (row - before.last) / (before.last - before.first) : Number.POSITIVE_INFINITY;
    score += profile.falseAlarm * worth(position);
  }
  return score;
}

/** The score of the Numenta Anomaly Benchmark over several series (Lavin and Ahmad 2015): 0 for silence, 100 for perfection. */
export function numentaScore(series: readonly Scored[], profile: Profile): number {
  const windows = series.reduce((sum, scored) => sum + scored.windows.length, 0);
  const silence = -profile.miss * windows;
  const raw = series.reduce((sum, scored) => sum + rawScore(scored, profile), 0);
  return (100 * (raw - silence)) / (profile.hit * windows - silence);
}
