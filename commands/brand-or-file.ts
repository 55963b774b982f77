import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Command } from 'commander';
import type { Brand } from '#enrich/brand';
import { requireBrand, requireConfig } from './configuration';
import type { Terminal } from './terminal';

/** A configured brand by its id, or one from a brand file; throws with every mistake that the file has. */
export async function requireBrandOrFile(
  wanted: string,
  command: Command,
  terminal: Terminal,
): Promise<Brand> {
  if (/\.(ya?ml|json)$/i.test(wanted)) return await readBrandFile(wanted, terminal);
  const config = await requireConfig(command, terminal, { withoutSecrets: true });
  requireBrand(config, wanted);
  return config.brands.find(({ id }) => id === wanted) as Brand;
}

async function readBrandFile(file: string, terminal: Terminal): Promise<Brand> {
  if (!existsSync(file)) throw new Error(`--brand ${file}: there is no such file`);
  const { readConfigFile } = await import('#config/read-config-file');
  const { formatProblem } = await import('#config/problem');
  const schema = (await import('#enrich/brand')).Brand;
  const path = resolve(file);
  const surroundings = { folder: dirname(path), env: terminal.env, withoutSecrets: true };
  const { data, problems } = readConfigFile({ path, file }, schema, surroundings);
  for (const problem of problems) terminal.errorLine(formatProblem(problem));
  if (!data) throw new Error(`--brand ${file}: mend the file and try again`);
  return data;
}
