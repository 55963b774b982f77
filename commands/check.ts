import { formatProblem } from '#config/problem';
import { configFolder } from './configuration';
import type { AddCommand } from './index';

/** `vigie check`: every mistake in the configuration at once, as `file:line:col path: message`. */
export const addCheck: AddCommand = (program, terminal) => {
  program
    .command('check')
    .description('check the configuration and report all mistakes at once (exit 1 when there are any)')
    .addHelpText('after', '\nExample:\n  vigie check --config config')
    .action(async (_options, command) => {
      const { loadConfig } = await import('#config/load-config');
      const { plugins } = await import('#config/plugins');
      const { config, problems } = await loadConfig({
        folder: configFolder(command),
        env: terminal.env,
        plugins,
      });
      for (const problem of problems) terminal.line(formatProblem(problem));
      const errors = problems.filter(({ severity }) => severity === 'error').length;
      if (config && errors === 0) {
        const { brands, rules, sources, notifiers, moments } = config;
        terminal.line(
          `configuration is good: ${brands.length} brand(s), ${sources.length} source(s), ${rules.length} rule(s), ${notifiers.length} notifier(s), ${moments.length} declared moment(s)`,
        );
        return;
      }
      terminal.errorLine(`${errors} mistake${errors === 1 ? '' : 's'}`);
      process.exitCode = 1;
    });
};
