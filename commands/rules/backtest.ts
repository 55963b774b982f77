import type { Command } from 'commander';
import type { BacktestResult } from '#alerting/backtest/backtest-rules';
import type { PageDifference } from '#alerting/backtest/compare-pages';
import type { LabelledIncident } from '#alerting/backtest/labelled-incident';
import type { Rule } from '#alerting/rule';
import type { Config } from '#config/config';
import type { Stretch } from '#config/fields/moment';
import type { Store } from '#enrich/store/store';
import { requireConfig } from '../configuration';
import type { AddCommand } from '../index';
import type { Terminal } from '../terminal';
import { detectionTable, differenceTable, pageTable, tallyTable } from './backtest-tables';
import { requireStretch } from './moment-option';
import { readArrivals } from './read-arrivals';
import { readLabelledIncidents } from './read-labelled-incidents';
import { requireRules, standsFor } from './require-rules';

type BacktestOptions = {
  from: string;
  to: string;
  against?: string;
  rule?: string;
  incidents?: string;
  pages?: boolean;
  json?: boolean;
};

/** `vigie rules backtest`: what the rules would have done over what the store holds. */
export const addRulesBacktest: AddCommand = (program, terminal) => {
  program
    .command('backtest')
    .description('run the rules over what the store holds: alerts, pages a week, time to detect')
    .requiredOption('--from <date>', 'first day, 2026-01-01, or a time; in the configured timezone')
    .requiredOption('--to <date>', 'last day, included, or a time')
    .option('--rule <name>', 'only this rule, as if there were no other')
    .option(
      '--against <file>',
      'another version of the rules: which pages only the one sends, which the other',
    )
    .option('--incidents <file>', 'YAML or JSON list of { name, brand, from, to }: how soon each was told')
    .option('--pages', 'list every page')
    .option('--json', 'everything as one JSON document')
    .addHelpText('after', HELP)
    .action(async (options: BacktestOptions, command: Command) => {
      const config = await requireConfig(command, terminal, { withoutSecrets: true });
      const stretch = requireStretch(options, config.settings.timezone, Date.now());
      const labelled = options.incidents
        ? await readLabelledIncidents(options.incidents, config, terminal)
        : [];
      const versions = await readVersions(config, options, command, terminal);
      const { openStore } = await import('../../adapters');
      const store = await openStore(config, terminal.log('warn'));
      try {
        const results = await run({ store, config, stretch, labelled, versions, terminal });
        await report(results, { ...options, stretch, timezone: config.settings.timezone }, terminal);
      } finally {
        await store.close();
      }
    });
};

const HELP = `
Mentions are counted when they were collected, as live. What was collected long after it was published (backfill) or
later than a rule's allowed_lateness is not counted, as live. Nobody answers a page here: reminders and ends are
listed by --pages, but not counted. A page in both versions lies within half an hour in each.

Example:
  vigie rules backtest --from 2026-01-01 --to 2026-06-30
  vigie rules backtest --from 2026-06-01 --to 2026-06-30 --against rules-new.yaml --incidents incidents.yaml`;

type Versions = { readonly a: readonly Rule[]; readonly b?: readonly Rule[] };

async function readVersions(
  config: Config,
  { against, rule }: BacktestOptions,
  command: Command,
  terminal: Terminal,
): Promise<Versions> {
  if (against === undefined) return { a: requireRules(config.rules, rule) };
  const { existsSync } = await import('node:fs');
  if (!existsSync(against)) throw new Error(`--against ${against}: there is no such file`);
  const other = await requireConfig(command, terminal, { withoutSecrets: true, rulesFile: against });
  const { rules, files } = standsFor(other.rules, config.rules);
  terminal.errorLine(`A: ${files.join(', ')}\nB: ${against}`);
  // One that only one of them has is new, or was taken out.
  const wanted = new Set(requireRules([...rules, ...other.rules], rule).map(({ name }) => name));
  const among = ({ name }: Rule) => wanted.has(name);
  return { a: rules.filter(among), b: other.rules.filter(among) };
}

type Run = {
  readonly store: Store;
  readonly config: Config;
  readonly stretch: Stretch;
  readonly labelled: readonly LabelledIncident[];
  readonly versions: Versions;
  readonly terminal: Terminal;
};

type Results = { readonly a: BacktestResult; readonly b?: BacktestResult };

async function run({ store, config, stretch, labelled, versions, terminal }: Run): Promise<Results> {
  const { createBacktest, warmUpOf } = await import('#alerting/backtest/backtest-rules');
  const { detectors } = await import('#alerting/detectors/index');
  const { route } = config.settings;
  const { moments } = config;
  const begin = (rules: readonly Rule[]) =>
    createBacktest({ rules, detectors, route, stretch, labelled, moments });
  const a = begin(versions.a);
  const b = versions.b && begin(versions.b);
  const from = stretch.from - warmUpOf([...versions.a, ...(versions.b ?? [])]);
  const startedAt = performance.now();
  const read = await readArrivals(store, { from, to: stretch.to }, terminal, (arrivals) => {
    a.take(arrivals);
    b?.take(arrivals);
  });
  if (read === 0) throw await nothingStored(store);
  const seconds = (performance.now() - startedAt) / 1_000;
  terminal.errorLine(
    `${read.toLocaleString('en-GB')} mention(s) in ${seconds.toFixed(1)} s, with those before --from that tell what is usual`,
  );
  return { a: a.finish(), ...(b && { b: b.finish() }) };
}

async function nothingStored(store: Store): Promise<Error> {
  const { oldest, newest } = await store.extent({});
  const holds =
    oldest === undefined || newest === undefined
      ? 'the store is empty'
      : `the store holds ${new Date(oldest).toISOString()} to ${new Date(newest).toISOString()}`;
  return new Error(`no mention is stored from --from to --to, nor shortly before: ${holds}`);
}

type Report = BacktestOptions & { readonly stretch: Stretch; readonly timezone: string };

async function report({ a, b }: Results, options: Report, terminal: Terminal): Promise<void> {
  const { against, stretch, timezone } = options;
  const difference = b && (await compare(a, b));
  if (options.json) {
    const span = { from: new Date(stretch.from).toISOString(), to: new Date(stretch.to).toISOString() };
    terminal.line(
      JSON.stringify({ ...span, ...a, ...(b && { against: { file: against, ...b, difference } }) }),
    );
    return;
  }
  const versions = b
    ? ([
        ['A\n', a],
        ['B\n', b],
      ] as const)
    : ([['', a]] as const);
  const tables = versions.flatMap(([title, result]) => [
    `${title}${tallyTable(result)}`,
    ...(result.all.detected.length > 0 ? [detectionTable(result)] : []),
    ...(options.pages ? [pageTable(result.pages, timezone)] : []),
  ]);
  terminal.line([...tables, ...(difference ? [differenceTable(difference, timezone)] : [])].join('\n\n'));
  const { backfill, late } = a.mentions;
  terminal.errorLine(
    `not counted, as live: ${backfill} collected long after they were published, ${late} too late for a rule`,
  );
}

async function compare(a: BacktestResult, b: BacktestResult): Promise<PageDifference> {
  const { comparePages } = await import('#alerting/backtest/compare-pages');
  const { isNewsPage } = await import('#alerting/backtest/tally');
  return comparePages(a.pages.filter(isNewsPage), b.pages.filter(isNewsPage));
}
