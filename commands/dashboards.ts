import { type Command, InvalidArgumentError } from 'commander';
import type { Config } from '#config/config';
import type { SecretText } from '#config/fields/secret';
import type { Kibana, Outcome } from '#dashboards/kibana/install';
import { requireConfig } from './configuration';
import type { AddCommand } from './index';
import type { Terminal } from './terminal';

/** What an index of mentions begins with where the store does not say. */
const DEFAULT_PREFIX = 'vigie';

const addressOption = (text: string): string => {
  if (!/^https?:$/.test(URL.canParse(text) ? new URL(text).protocol : ''))
    throw new InvalidArgumentError('expected an address such as https://kibana.example.com:5601');
  return text;
};

function revealed(name: string, secret: SecretText): string {
  const text = secret.reveal();
  if (text.startsWith('${')) throw new Error(`kibana.${name}: ${text} is not set`);
  return text;
}

function authOf({ apiKey, username, password }: Config['settings']['kibana']): Pick<Kibana, 'auth'> {
  if (apiKey) return { auth: { apiKey: revealed('apiKey', apiKey) } };
  if (username && password) return { auth: { username, password: revealed('password', password) } };
  return {};
}

function report(outcomes: readonly Outcome[], terminal: Terminal): void {
  const failed = outcomes.filter((outcome) => !outcome.ok);
  for (const { type, title, error } of failed) terminal.errorLine(`${type} "${title}": ${error}`);
  if (failed.length === 0) return;
  const hint = failed.some(({ isConflict }) => isConflict) ? '; --overwrite replaces what is there' : '';
  throw new Error(`${failed.length} of ${outcomes.length} objects were not installed${hint}`);
}

type InstallOptions = { readonly url?: string; readonly space?: string; readonly overwrite?: boolean };

/** Installs the data views, saved searches and boards in the Kibana of `vigie.yaml`, or in the one named. */
export async function installBoards(settings: Config['settings'], where: InstallOptions = {}) {
  const { BOARDS, kibanaObjects } = await import('#dashboards/kibana/kibana-objects');
  const { dashboardUrl, installObjects } = await import('#dashboards/kibana/install');
  const store: { readonly kind: string; readonly indexPrefix?: unknown } = settings.store;
  const prefix = typeof store.indexPrefix === 'string' ? store.indexPrefix : DEFAULT_PREFIX;
  const { url = settings.kibana.url, space = settings.kibana.space, overwrite = false } = where;
  const kibana = { url, space, fetch, ...authOf(settings.kibana) };
  const outcomes = await installObjects(kibana, kibanaObjects(prefix), { overwrite });
  const installed = outcomes.filter((outcome) => outcome.ok);
  const boards = BOARDS.flatMap(({ name, title }) => {
    const board = installed.find(({ type, id }) => type === 'dashboard' && id === `${prefix}-${name}`);
    return board ? [{ title, address: dashboardUrl(kibana, board.installedAs) }] : [];
  });
  return { url, prefix, outcomes, installed, boards };
}

async function install(options: InstallOptions, command: Command, terminal: Terminal): Promise<void> {
  const { settings } = await requireConfig(command, terminal, { withoutSecrets: true });
  const { url, prefix, outcomes, installed, boards } = await installBoards(settings, options);
  terminal.line(`installed ${installed.length} objects for ${prefix}-mentions-* in Kibana at ${url}`);
  for (const { title, address } of boards) terminal.line(`${title}: ${address}`);
  if (settings.store.kind === 'embedded')
    terminal.errorLine('The store is embedded: Kibana finds mentions once store.kind is elasticsearch.');
  report(outcomes, terminal);
}

/** `vigie dashboards`: the boards in Kibana. */
export const addDashboards: AddCommand = (program, terminal) => {
  program
    .command('dashboards')
    .description('the boards in Kibana')
    .command('install')
    .description('install the data views, saved searches and boards in Kibana')
    .option('--url <address>', 'address of Kibana; default: kibana.url in vigie.yaml', addressOption)
    .option('--space <id>', 'space that gets them; default: kibana.space in vigie.yaml')
    .option('--overwrite', 'replace those that are there')
    .addHelpText(
      'after',
      '\nExample:\n  vigie dashboards install --url https://kibana.example.com:5601 --space crisis --overwrite',
    )
    .action((options: InstallOptions, command: Command) => install(options, command, terminal));
};
