import type { Command } from 'commander';
import type { RuleExplanation } from '#alerting/backtest/explain-rule';
import type { Rule } from '#alerting/rule';
import type { Config } from '#config/config';
import type { Store } from '#enrich/store/store';
import { requireBrand, requireConfig } from '../configuration';
import type { AddCommand } from '../index';
import type { Terminal } from '../terminal';
import { explanationText } from './explanation-text';
import { requireMoment } from './moment-option';
import { readArrivals } from './read-arrivals';
import { requireRules } from './require-rules';

type ExplainOptions = { at: string; brand?: string; json?: boolean };

/** Of a rule that counts by author or story there may be thousands of groups. */
const MOST_SHOWN = 10;

/** `vigie rules explain`: what a rule saw at an instant, and why it fired or did not. */
export const addRulesExplain: AddCommand = (program, terminal) => {
  program
    .command('explain')
    .argument('<name>', 'the rule')
    .description(
      'what a rule saw at a time, and which of its gates opened or held, also when it did not fire',
    )
    .requiredOption('--at <time>', '2026-01-31T16:05, in the configured timezone')
    .option('--brand <id>', 'only this brand')
    .option('--json', 'one JSON document for each group that the rule counts')
    .addHelpText('after', '\nExample:\n  vigie rules explain vinci-storm --at 2016-11-22T16:15')
    .action(async (name: string, options: ExplainOptions, command: Command) => {
      const config = await requireConfig(command, terminal, { withoutSecrets: true });
      requireBrand(config, options.brand);
      const { timezone } = config.settings;
      const { from: at } = requireMoment('--at', options.at, timezone);
      if (at > Date.now()) throw new Error(`--at "${options.at}": it lies in the future`);
      const [rule] = requireRules(config.rules, name);
      const { openStore } = await import('../../adapters');
      const store = await openStore(config, terminal.log('warn'));
      try {
        const explained = await explain(store, {
          config,
          rule: rule as Rule,
          at,
          brand: options.brand,
          terminal,
        });
        for (const one of explained.slice(0, MOST_SHOWN))
          terminal.line(options.json ? JSON.stringify(one) : `${explanationText(one, timezone)}\n`);
        if (explained.length > MOST_SHOWN)
          terminal.errorLine(`${MOST_SHOWN} of ${explained.length} groups, those that saw most`);
      } finally {
        await store.close();
      }
    });
};

type Asked = {
  readonly config: Config;
  readonly rule: Rule;
  readonly at: number;
  readonly brand: string | undefined;
  readonly terminal: Terminal;
};

/** By group: those that fire first, then those that saw most. */
async function explain(
  store: Store,
  { config, rule, at, brand, terminal }: Asked,
): Promise<RuleExplanation[]> {
  const { createCalendar } = await import('#alerting/calendar');
  const { createBacktest, warmUpOf } = await import('#alerting/backtest/backtest-rules');
  const { explainState } = await import('#alerting/backtest/explain-state');
  const { detectors } = await import('#alerting/detectors/index');
  const { route } = config.settings;
  const stretch = { from: at, to: at + 1 };
  const backtest = createBacktest({ rules: [rule], detectors, route, stretch, moments: config.moments });
  const from = at - warmUpOf([rule]);
  const read = await readArrivals(store, { from, to: stretch.to }, terminal, backtest.take);
  if (read === 0) terminal.errorLine(`no mention is stored from ${new Date(from).toISOString()} to --at`);
  const brands = brand === undefined ? config.brands.map(({ id }) => id) : [brand];
  const calendar = createCalendar(config.moments);
  return explainState(backtest.stateAt(at), { rule, detectors, brands, at, calendar });
}
