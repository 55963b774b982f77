import { countInWords, roundCount } from '../in-words';
import type { CountRow } from './read-counts';
import { alertsFrom, freshSurprise, SURPRISE_BUCKET_MS, type Surprise, takeBucket } from './surprise';

/** What the detector says of one row. */
export type DetectedRow = {
  readonly row: CountRow;
  /** level ÷ (1 + level) where it alerts, hence from 0.5 on; 0 elsewhere. */
  readonly score: number;
  readonly alert: boolean;
  /** Why, where it alerts. */
  readonly reason: string | undefined;
};

/** Runs over the rows in order; a bucket that has no row counts 0. */
export function* detectSurprises(rows: readonly CountRow[]): Generator<DetectedRow> {
  const state = freshSurprise();
  const first = rows[0];
  const take = (bucket: number, count: number) => {
    const at = (first?.at ?? 0) + bucket * SURPRISE_BUCKET_MS;
    return takeBucket(state, count, new Date(at).getUTCHours());
  };
  for (const row of rows) {
    while (state.taken < row.bucket) take(state.taken, 0);
    const found = takeBucket(state, row.value, new Date(row.at).getUTCHours());
    yield {
      row,
      score: found.alert ? found.level / (1 + found.level) : 0,
      alert: found.alert,
      reason: found.alert ? reasonOf(found) : undefined,
    };
  }
}

function reasonOf({ seen, expected, surprise, usualPeak }: Surprise): string {
  const usual = roundCount(2 * expected).toLocaleString('en-GB');
  return (
    `${countInWords(roundCount(2 * seen), 'mentions')} in 10 minutes where this hour usually has ${usual}; ` +
    `surprise ${surprise.toFixed(1)}, while the biggest of a usual day is ${usualPeak.toFixed(1)}; ` +
    `alerting from ${alertsFrom(usualPeak).toFixed(1)}`
  );
}
