import { parseArgs } from 'node:util';
import type { Verdict } from '#enrich/brand-mention';
import type { Verified } from '#enrich/press-release/verify';
import { CAUGHT, type Half, type JudgedText, judgeIncidents, judgeOrdinary } from '../test/known-releases';

const { values } = parseArgs({
  options: { half: { type: 'string', default: 'both' }, quiet: { type: 'boolean', default: false } },
});
const halves: readonly Half[] =
  values.half === 'tuning' || values.half === 'held-back' ? [values.half] : ['tuning', 'held-back'];

const reasonsOf = ({ signals }: Verified) =>
  signals
    .filter(({ weight }) => weight !== 0)
    .slice(0, 3)
    .map(({ name, weight, evidence }) => `${name} ${weight > 0 ? '+' : ''}${weight} ${evidence.slice(0, 50)}`)
    .join(' · ');

function printRow({ id, kind, verified }: JudgedText): void {
  const verdict = String(verified.verdict).padEnd(13);
  console.log(
    `${id.slice(0, 34).padEnd(35)}${kind.padEnd(14)}${verdict}${verified.score.toFixed(2)}  ${reasonsOf(verified)}`,
  );
}

const percent = (part: number, whole: number) =>
  whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`;

function printMeasures(
  name: string,
  incidents: readonly JudgedText[],
  ordinary: readonly JudgedText[],
): void {
  const fakes = incidents.filter(({ kind }) => kind === 'fake');
  const caught = fakes.filter(({ verified }) => CAUGHT.has(verified.verdict));
  const genuine = incidents.filter(({ kind }) => kind === 'genuine');
  const count = (rows: readonly JudgedText[], verdict: Verdict | null) =>
    rows.filter(({ verified }) => verified.verdict === verdict).length;
  console.log(
    `\n${name}: fakes that pose as a release judged suspect or worse: ${caught.length} of ${fakes.length}, ${percent(caught.length, fakes.length)}`,
  );
  console.log(
    `  genuine: ${count(genuine, 'likely-fake')} likely-fake, ${count(genuine, 'suspect')} suspect of ${genuine.length}; ordinary: ${count(ordinary, 'likely-fake')} likely-fake, ${count(ordinary, 'suspect')} suspect of ${ordinary.length}`,
  );
  console.log('  verdict       all  fakes  precision  recall');
  const judged = [...incidents, ...ordinary].filter(({ kind }) => kind !== 'rumour');
  for (const verdict of ['likely-fake', 'suspect', 'unverified', 'corroborated', 'official', null] as const) {
    const all = judged.filter(({ verified }) => verified.verdict === verdict);
    const hits = all.filter(({ kind }) => kind === 'fake').length;
    console.log(
      `  ${String(verdict).padEnd(13)}${String(all.length).padStart(4)}${String(hits).padStart(7)}${percent(hits, all.length).padStart(11)}${percent(hits, fakes.length).padStart(8)}`,
    );
  }
}

const everything = { incidents: [] as JudgedText[], ordinary: [] as JudgedText[] };
for (const half of halves) {
  const incidents = await judgeIncidents(half);
  const ordinary = await judgeOrdinary(half);
  if (!values.quiet) for (const row of incidents) printRow(row);
  if (!values.quiet) for (const row of ordinary) if (CAUGHT.has(row.verified.verdict)) printRow(row);
  printMeasures(half, incidents, ordinary);
  everything.incidents.push(...incidents);
  everything.ordinary.push(...ordinary);
}
if (halves.length > 1) printMeasures('both', everything.incidents, everything.ordinary);
