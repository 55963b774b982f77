import { parseArgs } from 'node:util';
import { LANGUAGE_FOLDERS } from '../accuracy-data';
import { formatRow, type Row } from '../row';
import { type Change, informationOf, judgedShare, mostSeen, soonest } from './detection-bound';
import { DAY, negativityRule, QUIET_COURSES, quietPages, stepDelays } from './negativity-trials';
import { ENGLISH, measureScores, type Seen, SIX_LANGUAGES, WITHOUT_ERRORS } from './scorer-errors';

// The share of negative mentions steps from 20 to 45 % at 10 a minute; and months in which it does not.
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '200' },
    months: { type: 'string', default: '10' },
    data: { type: 'string' },
  },
});
const [seeds, months] = [Number(values.seeds), Number(values.months)];
const PER_MINUTE = 10;
const BEFORE = 5 * DAY;
const AFTER = 240;

function changeSeen(seen: Seen): Change {
  const judgedNegative = (texts: Seen['negative']) =>
    texts.filter(({ label }) => label === 'negative').length / texts.length;
  const falsely = 0.6 * judgedNegative(seen.neutral) + 0.4 * judgedNegative(seen.positive);
  const shareOf = (truly: number) => judgedShare(truly, judgedNegative(seen.negative), falsely);
  return { before: shareOf(0.2), after: shareOf(0.45) };
}

function boundRows(name: string, seen: Seen): Row[] {
  const change = changeSeen(seen);
  const limit = `${(100 * change.before).toFixed(1)} → ${(100 * change.after).toFixed(1)} % judged negative`;
  return [
    { name: `${name}: information`, value: informationOf(change), unit: 'nats a mention', note: limit },
    {
      name: `${name}: any test, in 15 min`,
      value: 100 * mostSeen(change, 15, PER_MINUTE),
      unit: '% at most',
    },
    { name: `${name}: any test, 95 %`, value: soonest(change, 0.95, PER_MINUTE), unit: 'min at least' },
  ];
}

function* trialRows(name: string, seen: Seen, evidence: 'match' | 'tone'): Generator<Row> {
  const rule = negativityRule({ evidence });
  const delays = stepDelays(seeds, { rule, seen, before: BEFORE, after: AFTER });
  const quantile = (share: number) => delays[Math.ceil(share * seeds) - 1] ?? Number.NaN;
  const within = delays.filter((minutes) => minutes <= 15).length / seeds;
  yield { name: `${name}: paged within 15 min`, value: 100 * within, unit: '%' };
  yield { name: `${name}: median`, value: quantile(0.5), unit: 'min' };
  yield { name: `${name}: 95 %`, value: quantile(0.95), unit: 'min' };
  for (const [course, quiet] of QUIET_COURSES) {
    const pages = quietPages(months, rule, { ...quiet, seen });
    const mean = pages.reduce((sum, count) => sum + count, 0) / months;
    yield { name: `${name}: ${course}`, value: mean, unit: 'pages a month' };
  }
}

const labels: readonly (readonly [string, Seen])[] = [
  ['no errors', WITHOUT_ERRORS],
  ['English errors', ENGLISH],
  ['errors of six languages', SIX_LANGUAGES],
];
for (const [name, seen] of labels) {
  for (const row of boundRows(name, seen)) console.log(formatRow(row));
  for (const row of trialRows(name, seen, 'match')) console.log(formatRow(row));
}
if (values.data !== undefined)
  for (const languages of [['en'], Object.values(LANGUAGE_FOLDERS)]) {
    const seen = await measureScores(values.data, languages);
    const name = languages.length === 1 ? 'English tones' : 'tones of six languages';
    for (const row of trialRows(name, seen, 'tone')) console.log(formatRow(row));
  }
