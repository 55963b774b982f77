import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { PlacedRuleTest } from '#alerting/rule-tests/rule-test';
import { Brand } from '#enrich/brand';
import { brandSources } from './brand-sources';
import { CalendarFile } from './calendar-file';
import { checkCalendar } from './check-calendar';
import { checkReferences } from './check-references';
import { checkRuleTests } from './check-rule-tests';
import { checkRules } from './check-rules';
import type { Config, ConfiguredEnricher, ConfiguredNotifier, ConfiguredSource } from './config';
import { findPlugin } from './fields/plugin';
import { optionsOf } from './fields/plugin-union';
import type { Environment } from './fill-variables';
import type { Plugins } from './plugins';
import { type Problem, sortProblems } from './problem';
import { type ConfigFile, readConfigFile } from './read-config-file';
import { type RulesFile, RuleTestsFile, rulesFileSchema } from './rules-file';
import { rulesOf } from './rules-of';
import { type SettingsFile, settingsSchema } from './settings';
import { valueAt } from './value-at';

export type LoadOptions = {
  /**
   * The configuration folder: holds `vigie.yaml`, `brands/*.yaml`, `rules/*.yaml`, `rules/*.test.yaml` and perhaps
   * `calendar.yaml`.
   */
  readonly folder: string;
  readonly env: Environment;
  readonly plugins: Plugins;
  /** For who only reads what is stored: a source or notifier whose variables are missing counts as not enabled. */
  readonly withoutSecrets?: boolean;
  /** Path of one file of rules to take in the place of `rules/*.yaml`. */
  readonly rulesFile?: string | undefined;
};

export type Loaded = {
  /** Undefined when a problem is an error. */
  readonly config: Config | undefined;
  /** All mistakes in all files, by file and position. */
  readonly problems: readonly Problem[];
};

const CALENDAR = 'calendar.yaml';

/** The files of a configuration, each read by itself; a file that is not sound has no `data`. */
export type ConfigFiles = {
  readonly settings: ConfigFile<SettingsFile>;
  readonly brands: readonly ConfigFile<Brand>[];
  readonly rules: readonly ConfigFile<RulesFile>[];
  readonly ruleTests: readonly ConfigFile<RuleTestsFile>[];
  /** Undefined where there is no such file. */
  readonly calendar: ConfigFile<CalendarFile> | undefined;
};

/**
 * Reads and checks the whole configuration folder. Rejects only when the folder itself cannot be read; whatever
 * is wrong inside it is a problem with its place.
 */
export async function loadConfig(options: LoadOptions): Promise<Loaded> {
  const folder = resolve(options.folder);
  const missing = missingSettings(folder);
  if (missing) return { config: undefined, problems: [missing] };
  const files = readFiles({ ...options, folder });
  const problems = sortProblems([
    ...[files.settings, ...files.brands, ...files.rules, ...files.ruleTests].flatMap((file) => file.problems),
    ...(files.calendar?.problems ?? []),
    ...checkReferences(files, options.withoutSecrets),
    ...checkRules(files),
    ...checkRuleTests(files),
    ...checkCalendar(files),
  ]);
  const sound = problems.every(({ severity }) => severity === 'warning');
  return { config: sound ? assemble(folder, files, options.plugins) : undefined, problems };
}

function missingSettings(folder: string): Problem | undefined {
  if (existsSync(join(folder, 'vigie.yaml'))) return undefined;
  const message = `there is no such file in ${folder}: start from the one that Vigie ships, or name another folder with --config`;
  return { file: `${basename(folder)}/vigie.yaml`, line: 1, column: 1, path: '', message, severity: 'error' };
}

function readFiles({ folder, env, plugins, withoutSecrets, rulesFile }: LoadOptions): ConfigFiles {
  const surroundings = { folder, env, withoutSecrets };
  const name = (below: string) => ({ path: join(folder, below), file: `${basename(folder)}/${below}` });
  const rules = rulesFileSchema(plugins);
  const rulesFiles =
    rulesFile === undefined
      ? yamlFiles(folder, 'rules')
          .filter((file) => !isTestFile(file))
          .map(name)
      : [{ path: resolve(rulesFile), file: rulesFile }];
  return {
    settings: readConfigFile(name('vigie.yaml'), settingsSchema(plugins), surroundings),
    brands: yamlFiles(folder, 'brands').map((file) => readConfigFile(name(file), Brand, surroundings)),
    rules: rulesFiles.map((file) => readConfigFile(file, rules, surroundings)),
    ruleTests: yamlFiles(folder, 'rules')
      .filter(isTestFile)
      .map((file) => readConfigFile(name(file), RuleTestsFile, surroundings)),
    calendar: existsSync(join(folder, CALENDAR))
      ? readConfigFile(name(CALENDAR), CalendarFile, surroundings)
      : undefined,
  };
}

/** Whether a file below `rules/` holds tests of rules, and no rules. */
export function isTestFile(file: string): boolean {
  return /\.test\.ya?ml$/.test(file);
}

function yamlFiles(folder: string, below: string): string[] {
  if (!existsSync(join(folder, below))) return [];
  const names = readdirSync(join(folder, below)).filter(isConfigFile);
  return names.sort().map((name) => `${below}/${name}`);
}

/** Whether a file of `brands/` or `rules/` is read: hidden ones and what editors leave behind are not. */
export function isConfigFile(name: string): boolean {
  return /^[^.].*\.ya?ml$/.test(name);
}

function assemble(folder: string, files: ConfigFiles, plugins: Plugins): Config {
  const { sources, notifiers, enrichers: _parsed, ...settings } = dataOf(files.settings);
  const brands = files.brands.map(dataOf);
  const enabled = notifiers.filter((notifier) => notifier.enabled);
  const names = new Set(enabled.map(({ name }) => name));
  const receivers = settings.receivers.map((receiver) => ({
    ...receiver,
    notifiers: receiver.notifiers.filter((name) => names.has(name)),
  }));
  return {
    folder,
    settings: { ...settings, receivers, data: resolve(dirname(folder), settings.data) },
    brands,
    rules: files.rules.flatMap((file) => rulesOf(dataOf(file), file.yaml, plugins.detectors)),
    ruleTests: [...files.rules, ...files.ruleTests].flatMap((file) => ruleTestsOf(folder, file)),
    moments: (files.calendar ? dataOf(files.calendar).moments : []).map((moment) => ({
      ...moment,
      timezone: moment.timezone ?? settings.timezone,
    })),
    sources: [
      ...sources
        .filter((source) => source.enabled)
        .map((entry) => toSource(entry, plugins, settings.timezone)),
      ...brands.flatMap((brand) => brandSources(brand, plugins.collectors)),
    ],
    notifiers: enabled.map((entry) => toNotifier(entry, plugins)),
    enrichers: plugins.enrichers.map((definition) => ({
      definition,
      options: (valueAt(files.settings.value, ['enrichers', definition.kind]) ??
        {}) as ConfiguredEnricher['options'],
    })),
  };
}

function dataOf<Data>({ data, yaml }: ConfigFile<Data>): Data {
  if (data === undefined) throw new Error(`${yaml.file} has neither data nor problems`);
  return data;
}

function toSource(
  entry: SettingsFile['sources'][number],
  plugins: Plugins,
  timezone: string,
): ConfiguredSource {
  const definition = findPlugin(plugins.collectors, entry.kind);
  const { name, every, cron } = entry;
  return {
    name,
    definition,
    options: optionsOf(definition, entry),
    ...(every === undefined ? {} : { everyMs: every }),
    ...(cron === undefined ? {} : { cron: typeof cron === 'string' ? { expression: cron, timezone } : cron }),
  };
}

function toNotifier(entry: SettingsFile['notifiers'][number], plugins: Plugins): ConfiguredNotifier {
  const definition = findPlugin(plugins.notifiers, entry.kind);
  return { name: entry.name, definition, options: optionsOf(definition, entry) };
}

function ruleTestsOf(folder: string, file: ConfigFile<Pick<RulesFile, 'tests'>>): PlacedRuleTest[] {
  return dataOf(file).tests.map((test, index) => ({
    test,
    origin: { file: belowFolder(folder, file), line: file.yaml.problem(['tests', index], '').line },
  }));
}

function belowFolder(folder: string, { yaml }: ConfigFile<unknown>): string {
  return yaml.file.slice(basename(folder).length + 1);
}
