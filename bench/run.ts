import { benchBus, benchStore } from './bus';
import { benchEnrich } from './enrich';
import { benchPipeline } from './pipeline';
import { formatRow, type Row } from './row';

const parts: Readonly<Record<string, () => Promise<readonly Row[]>>> = {
  enrich: benchEnrich,
  bus: benchBus,
  store: benchStore,
  pipeline: benchPipeline,
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in parts));
if (unknown.length > 0) {
  console.error(`no benchmark is called ${unknown.join(', ')}; there are: ${Object.keys(parts).join(', ')}`);
  process.exitCode = 1;
} else {
  for (const [name, bench] of Object.entries(parts)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    for (const row of await bench()) console.log(formatRow(row));
  }
}
