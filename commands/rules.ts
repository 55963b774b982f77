import type { AddCommand } from './index';
import { addRulesBacktest } from './rules/backtest';
import { addRulesExplain } from './rules/explain';
import { addImportElastalert } from './rules/import-elastalert';
import { addRulesReport } from './rules/report';
import { addTest } from './rules/test';

/** What can be done with rules; each file of `rules/` adds one subcommand. */
const subcommands: readonly AddCommand[] = [
  addRulesBacktest,
  addRulesExplain,
  addImportElastalert,
  addRulesReport,
  addTest,
];

/** `vigie rules`: test rules, try them on the past, explain what they see, take over those of ElastAlert. */
export const addRules: AddCommand = (program, terminal) => {
  const rules = program
    .command('rules')
    .description('test rules, try them on the past, explain what they see, take over those of ElastAlert');
  for (const add of subcommands) add(rules, terminal);
};
