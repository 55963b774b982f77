// What the pipeline does on real Kafka and Elasticsearch: `npm run bench:services`, or one part of it by name.
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { measureIdle } from '../pipeline';
import { measureIdleWorkers } from './idle';
import { type Latency, measureEmbeddedLatency, measureLatency } from './latency';
import { measureThroughput } from './measure-throughput';
import { mentionsAboutBrands } from './recordings';
import { openSite, type Site } from './site';
import { formatHead, formatLine, type Line } from './table';
import { warmUp } from './warm-up';

const { values, positionals: wanted } = parseArgs({
  options: { mentions: { type: 'string', default: '60000' }, rounds: { type: 'string', default: '3' } },
  allowPositionals: true,
});

/** Progress goes to standard error, so that standard output is the table. */
const say = (progress: string) => console.error(`… ${progress}`);

const mentions = mentionsAboutBrands(Number(values.mentions));

const parts: Readonly<Record<string, (site: Site) => Promise<readonly Line[]>>> = {
  throughput: (site) => measureThroughput(site, { mentions, rounds: Number(values.rounds), say }),
  latency: benchLatency,
  idle: benchIdle,
};

async function benchLatency(site: Site): Promise<readonly Line[]> {
  say('pages');
  const services = await measureLatency(site);
  const embedded = await measureEmbeddedLatency(site.folder);
  const line = (name: string, figure: (latency: Latency) => number): Line => ({
    name: `mention on the bus → ${name}`,
    unit: 'ms',
    services: figure(services),
    embedded: figure(embedded),
  });
  return [
    line('request to Slack, p50', ({ toSlack }) => percentile(toSlack, 0.5)),
    line('request to Slack, p95', ({ toSlack }) => percentile(toSlack, 0.95)),
    line('request to Slack, p99', ({ toSlack }) => percentile(toSlack, 0.99)),
    {
      ...line('request to Slack, longest', ({ toSlack }) => percentile(toSlack, 1)),
      note: `of ${services.toSlack.length} and ${embedded.toSlack.length} pages; never came: ${services.missing} and ${embedded.missing}`,
    },
    line('brand mention on the bus, p50', ({ toBrandMention }) => percentile(toBrandMention, 0.5)),
    line('brand mention on the bus, p95', ({ toBrandMention }) => percentile(toBrandMention, 0.95)),
  ];
}

/** NaN of none. */
function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN;
}

async function benchIdle(site: Site): Promise<readonly Line[]> {
  say('idle');
  const { workers, servers } = await measureIdleWorkers(site);
  const embedded = await measureIdle(site.folder);
  const costs = [...workers.values()];
  const sum = (figure: keyof (typeof costs)[number]) =>
    costs.reduce((total, cost) => total + cost[figure], 0);
  const beside = [...servers].map(([name, share]) => `${name} ${(share * 100).toFixed(1)} %`).join(', ');
  return [
    ...[...workers].flatMap(([kind, cost]) => [
      { name: `idle ${kind}, share of a core`, unit: '%', services: cost.processorPercent },
      { name: `idle ${kind}, resident memory`, unit: 'MiB', services: cost.residentBytes / 2 ** 20 },
    ]),
    {
      name: 'idle, all processes, share of a core',
      unit: '%',
      services: sum('processorPercent'),
      embedded: embedded.processorPercent,
      note: `beside them: ${beside}`,
    },
    {
      name: 'idle, all processes, resident memory',
      unit: 'MiB',
      services: sum('residentBytes') / 2 ** 20,
      embedded: embedded.residentBytes / 2 ** 20,
    },
  ];
}

async function runParts(site: Site): Promise<void> {
  const lines: Line[] = [];
  say('warming up');
  await warmUp(site);
  for (const [name, measure] of Object.entries(parts))
    if (wanted.length === 0 || wanted.includes(name)) lines.push(...(await measure(site)));
  console.log(formatHead());
  for (const line of lines) console.log(formatLine(line));
}

const unknown = wanted.filter((name) => !(name in parts));
if (unknown.length > 0) {
  console.error(`no part is called ${unknown.join(', ')}; there are: ${Object.keys(parts).join(', ')}`);
  process.exitCode = 1;
} else {
  const load = loadavg().map((average) => average.toFixed(2));
  console.log(
    `${cpus().length} cores, load average at the start ${load.join(', ')}; ${values.mentions} mentions, each about one brand; median of ${values.rounds}`,
  );
  const site = await openSite();
  const interrupted = () => void site.close().finally(() => process.exit(130));
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  await runParts(site).finally(site.close);
}
