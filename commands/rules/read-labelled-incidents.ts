import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { LabelledIncident } from '#alerting/backtest/labelled-incident';
import type { Config } from '#config/config';
import { requireBrand } from '../configuration';
import type { Terminal } from '../terminal';

/** The incidents of a YAML or JSON file; throws with every mistake that it has. */
export async function readLabelledIncidents(
  file: string,
  config: Config,
  terminal: Terminal,
): Promise<readonly LabelledIncident[]> {
  if (!existsSync(file)) throw new Error(`--incidents ${file}: there is no such file`);
  const { readConfigFile } = await import('#config/read-config-file');
  const { formatProblem } = await import('#config/problem');
  const { labelledIncidentsSchema } = await import('#alerting/backtest/labelled-incident');
  const path = resolve(file);
  const surroundings = { folder: dirname(path), env: terminal.env, withoutSecrets: true };
  const schema = labelledIncidentsSchema(config.settings.timezone);
  const { data, problems } = readConfigFile({ path, file }, schema, surroundings);
  for (const problem of problems) terminal.errorLine(formatProblem(problem));
  if (!data) throw new Error(`--incidents ${file}: mend the file and try again`);
  for (const { brand } of data) requireBrand(config, brand);
  return data;
}
