import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { detectSurprises } from '#alerting/spike/detect-surprises';
import { readCounts } from '#alerting/spike/read-counts';
import { formatRow } from '../row';
import { numentaScore, PROFILES, probationOf, type Scored } from './numenta-score';

// The Twitter series of the Numenta Anomaly Benchmark: labelled windows hit, false alarms a day, and its score.
const at = process.argv.indexOf('--data');
const folder = join(at < 0 ? '../shared/data' : (process.argv[at + 1] ?? ''), 'mention-volume');
const labelled = JSON.parse(readFileSync(join(folder, 'labelled-windows.json'), 'utf8')) as Record<
  string,
  [string, string][]
>;

const series: Scored[] = [];
for (const file of readdirSync(folder).filter((name) => name.endsWith('.csv'))) {
  const rows = readCounts(readFileSync(join(folder, file), 'utf8'), file);
  const epoch = (text: string) => Date.parse(`${text.slice(0, 19).replace(' ', 'T')}Z`);
  const windows = (labelled[file.replace('.csv', '')] ?? []).map(([from, to]) => ({
    first: rows.findIndex((row) => row.at >= epoch(from)),
    last: rows.findLastIndex((row) => row.at <= epoch(to)),
  }));
  const alerts = [...detectSurprises(rows)].flatMap(({ alert }, index) => (alert ? [index] : []));
  const scored = { rows: rows.length, windows, alerts };
  series.push(scored);
  const { hit, falseAlarms, days } = countsOf(scored);
  console.log(
    `${file.padEnd(12)} ${rows.length} rows, windows hit ${hit} of ${windows.length}, false alarms ${falseAlarms} in ${days.toFixed(1)} days`,
  );
}

const counts = series.map(countsOf);
const sum = (read: (part: (typeof counts)[number]) => number) =>
  counts.reduce((total, part) => total + read(part), 0);
console.log(
  formatRow({
    name: 'windows hit',
    value: sum(({ hit }) => hit),
    unit: `of ${series.reduce((total, { windows }) => total + windows.length, 0)}`,
  }),
);
console.log(
  formatRow({
    name: 'false alarms',
    value: sum(({ falseAlarms }) => falseAlarms) / sum(({ days }) => days),
    unit: 'a brand and day',
  }),
);
for (const [name, profile] of Object.entries(PROFILES))
  console.log(formatRow({ name: `score, ${name}`, value: numentaScore(series, profile), unit: 'of 100' }));

function countsOf(scored: Scored): { hit: number; falseAlarms: number; days: number } {
  const from = probationOf(scored.rows);
  const judged = scored.alerts.filter((row) => row >= from);
  const isIn = (row: number, { first, last }: Scored['windows'][number]) => row >= first && row <= last;
  return {
    hit: scored.windows.filter((window) => judged.some((row) => isIn(row, window))).length,
    falseAlarms: judged.filter((row) => !scored.windows.some((window) => isIn(row, window))).length,
    days: (scored.rows - from) / 288,
  };
}
