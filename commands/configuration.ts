import type { Command } from 'commander';
import type { Config } from '#config/config';
import { formatProblem } from '#config/problem';
import type { RulesReload } from '#config/watch-rules';
import type { Terminal } from './terminal';

/** The folder named by `--config`. */
export function configFolder(command: Command): string {
  return command.optsWithGlobals<{ config: string }>().config;
}

/**
 * The configuration, or an error that lists every mistake in it. Warnings go to standard error. Commands that
 * only look at what is stored need no secrets. `rulesFile` is taken in the place of the configured rules.
 */
export async function requireConfig(
  command: Command,
  terminal: Terminal,
  { withoutSecrets = false, rulesFile }: { withoutSecrets?: boolean; rulesFile?: string } = {},
): Promise<Config> {
  // Here, not above: `vigie --help` needs none of it. So too in the commands.
  const { loadConfig } = await import('#config/load-config');
  const { plugins } = await import('#config/plugins');
  const folder = configFolder(command);
  const env = terminal.env;
  const { config, problems } = await loadConfig({ folder, env, plugins, withoutSecrets, rulesFile });
  for (const problem of problems) terminal.errorLine(formatProblem(problem));
  if (config) return config;
  const mistakes = problems.filter(({ severity }) => severity === 'error').length;
  throw new Error(
    `${rulesFile ?? `the configuration in ${folder}`} has ${mistakes} mistake${mistakes === 1 ? '' : 's'}; mend ${mistakes === 1 ? 'it' : 'them'} and try again`,
  );
}

/** What a command that watches rules hands to the pipeline, so that changed rule files are put in force. */
export async function rulesReload(terminal: Terminal): Promise<RulesReload> {
  const { plugins } = await import('#config/plugins');
  return { env: terminal.env, plugins, onAsked: terminal.onReloadAsked };
}

/** Throws when a brand is asked for that the configuration does not have. */
export function requireBrand({ brands }: Config, wanted: string | undefined): void {
  if (wanted === undefined || brands.some(({ id }) => id === wanted)) return;
  throw new Error(`no brand is called "${wanted}"; there are: ${brands.map(({ id }) => id).join(', ')}`);
}
