import { parseArgs } from 'node:util';
import { benchBacktest } from './backtest';
import { benchBus, benchStore } from './bus';
import { benchCertificates } from './certificates';
import { benchEnrich } from './enrich';
import { benchPipeline } from './pipeline';
import { formatRow, type Row } from './row';
import { benchRules } from './rules';

const { values, positionals: wanted } = parseArgs({
  options: { data: { type: 'string' } },
  allowPositionals: true,
});

const parts: Readonly<Record<string, () => Promise<readonly Row[]>>> = {
  enrich: () => benchEnrich(values.data),
  bus: benchBus,
  store: benchStore,
  certificates: benchCertificates,
  rules: async () => benchRules(),
  backtest: async () => benchBacktest(),
  pipeline: benchPipeline,
};

/** Rates of one run divided by each other: a slow or busy machine slows both alike. */
const RATIOS = [
  { name: 'enrich ÷ JSON alone', part: 'enrich', whole: 'JSON.parse + stringify alone' },
  {
    name: 'certificates ÷ X.509 parsing alone',
    part: 'certificates: read, parse, compare, 20 brands',
    whole: 'certificates: X.509 parsing alone',
  },
  {
    name: 'pipeline ÷ enrich',
    part: 'embedded pipeline, replay to rules, all in one process',
    whole: 'enrich',
  },
] as const;

function ratiosOf(rows: readonly Row[]): Row[] {
  const rateOf = (name: string) => rows.find((row) => row.name === name)?.value;
  return RATIOS.flatMap(({ name, part, whole }) => {
    const [above, below] = [rateOf(part), rateOf(whole)];
    return above === undefined || below === undefined ? [] : [{ name, value: above / below, unit: '×' }];
  });
}

const unknown = wanted.filter((name) => !(name in parts));
if (unknown.length > 0) {
  console.error(`no benchmark is called ${unknown.join(', ')}; there are: ${Object.keys(parts).join(', ')}`);
  process.exitCode = 1;
} else {
  const rows: Row[] = [];
  for (const [name, bench] of Object.entries(parts)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    for (const row of await bench()) {
      rows.push(row);
      console.log(formatRow(row));
    }
  }
  for (const row of ratiosOf(rows)) console.log(formatRow(row));
}
