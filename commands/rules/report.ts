import type { Command } from 'commander';
import type { NoiseReport, RuleNoise } from '#alerting/noise/noise-report';
import type { AddCommand } from '../index';
import { instantOption } from '../option-values';
import { formatTable } from '../table';
import { withIncidents } from '../with-incidents';

type ReportOptions = { readonly from?: number; readonly to?: number; readonly json?: boolean };

/** `vigie rules report`: how noisy each rule was, and what people said of its pages. */
export const addRulesReport: AddCommand = (rules, terminal) => {
  rules
    .command('report')
    .description('pages a week of each rule, how many were useful, and the threshold to think of')
    .option('--from <time>', 'pages from this time on (default: four weeks before --to)', instantOption)
    .option('--to <time>', 'pages before this time (default: now)', instantOption)
    .option('--json', 'the report as JSON')
    .addHelpText(
      'after',
      '\nA page is useful when somebody says so: in the console, or by `vigie incidents rate`.\n\nExample:\n  vigie rules report --from 2026-01-01 --to 2026-02-01',
    )
    .action(async ({ json, ...options }: ReportOptions, self: Command) => {
      const { reportNoise, REPORT_SPAN_MS } = await import('#alerting/noise/noise-report');
      const { detectors } = await import('#alerting/detectors/index');
      const to = options.to ?? Date.now();
      const from = options.from ?? to - REPORT_SPAN_MS;
      if (from >= to) throw new Error('--from must be before --to');
      const report = await withIncidents(self, terminal, async ({ incidents, config }) =>
        reportNoise(incidents, { rules: config.rules, detectors }, { from, to }),
      );
      if (json) return terminal.line(JSON.stringify(report));
      terminal.line(await reportTable(report));
      terminal.errorLine(
        `pages from ${report.from} to ${report.to}; one that two rules raised counts for both; one that a threshold keeps may come later`,
      );
    });
};

async function reportTable({ rules }: NoiseReport): Promise<string> {
  if (rules.length === 0) return 'no rules';
  const { adviceInWords } = await import('#alerting/noise/advice-in-words');
  const rows = rules.map((noise) => [
    noise.isGone ? `${noise.rule} (gone)` : noise.rule,
    noise.pagesAWeek.toFixed(1),
    String(noise.pages),
    String(noise.rated),
    usefulInWords(noise),
    adviceInWords(noise.advice),
  ]);
  return formatTable(['rule', 'a week', 'pages', 'rated', 'useful', 'threshold'], rows);
}

function usefulInWords({ rated, useful }: RuleNoise): string {
  return rated === 0 ? '–' : `${useful} (${Math.round((100 * useful) / rated)} %)`;
}
