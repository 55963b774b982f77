import { formatRow } from '../row';
import { benchSpike } from './spike-trials';

const seeds = Number(process.argv[2] ?? 200);
for (const row of benchSpike(seeds)) console.log(formatRow(row));
