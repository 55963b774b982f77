import type { Command } from 'commander';
import type { NoiseReport, RuleNoise, Span } from '#alerting/noise/noise-report';
import { writeMoment } from '#config/fields/moment';
import type { AddCommand } from '../index';
import { formatTable } from '../table';
import { withIncidents } from '../with-incidents';
import { requireMoment } from './moment-option';

type ReportOptions = { readonly from?: string; readonly to?: string; readonly json?: boolean };

/** `vigie rules report`: how noisy each rule was, and what people said of its pages. */
export const addRulesReport: AddCommand = (rules, terminal) => {
  rules
    .command('report')
    .description('pages a week of each rule, how many were useful, and the threshold to think of')
    .option('--from <date>', 'first day, or a time; in the configured timezone (four weeks before --to)')
    .option('--to <date>', 'last day, included, or a time (now)')
    .option('--json', 'the report as JSON')
    .addHelpText(
      'after',
      '\nA page is useful when somebody says so: in the console, or by `vigie incidents rate`.\n\nExample:\n  vigie rules report --from 2026-01-01 --to 2026-01-31',
    )
    .action(async (options: ReportOptions, self: Command) => {
      const { reportNoise } = await import('#alerting/noise/noise-report');
      const { detectors } = await import('#alerting/detectors/index');
      await withIncidents(self, terminal, async ({ incidents, config: { rules, settings } }) => {
        const span = await spanOf(options, settings.timezone, Date.now());
        const report = reportNoise(incidents, { rules, detectors }, span);
        if (options.json) return terminal.line(JSON.stringify(report));
        terminal.line(await reportTable(report));
        const [from, to] = [span.from, span.to].map((at) => writeMoment(at, settings.timezone));
        terminal.errorLine(
          `pages from ${from} to ${to}; one that two rules raised counts for both; one that a threshold keeps may come later`,
        );
      });
    });
};

async function spanOf({ from, to }: ReportOptions, timezone: string, now: number): Promise<Span> {
  const { REPORT_SPAN_MS } = await import('#alerting/noise/noise-report');
  const end = to === undefined ? now : requireMoment('--to', to, timezone).to;
  const begin = from === undefined ? end - REPORT_SPAN_MS : requireMoment('--from', from, timezone).from;
  if (begin >= end)
    throw new Error(`--from "${from}": it must lie before --to${to === undefined ? '' : ` "${to}"`}`);
  return { from: begin, to: end };
}

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
