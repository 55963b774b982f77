import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { isScalar } from 'yaml';
import { z } from 'zod';
import { type Checked, describeIssue } from './describe-issue';
import { type Environment, fillVariables } from './fill-variables';
import { issuesOf } from './issues-of';
import type { Problem } from './problem';
import { fieldMeta, walkFields } from './schema-walk';
import { valueAt } from './value-at';
import { readYaml, type YamlFile } from './yaml-file';

/** Where the configuration lies and what its variables are taken from. */
export type Surroundings = {
  /** Absolute path of the configuration folder. */
  readonly folder: string;
  readonly env: Environment;
  readonly withoutSecrets?: boolean | undefined;
};

/** One file, read and checked. `data` is there only when nothing is wrong with it; `value` as far as it is YAML. */
export type ConfigFile<Data> = {
  readonly yaml: YamlFile;
  readonly value: unknown;
  readonly data?: Data;
  readonly problems: readonly Problem[];
};

type Named = { readonly path: string; readonly file: string };

/** Reads a YAML file against its schema: syntax, variables, secrets, paths, options. Every mistake is a problem. */
export function readConfigFile<Data>(
  { path, file }: Named,
  schema: z.ZodType<Data>,
  surroundings: Surroundings,
): ConfigFile<Data> {
  return readConfigText({ file, text: readFileSync(path, 'utf8') }, schema, surroundings);
}

/** The same of a text that has been read already; `file` is its name in problems. */
export function readConfigText<Data>(
  { file, text }: { readonly file: string; readonly text: string },
  schema: z.ZodType<Data>,
  surroundings: Surroundings,
): ConfigFile<Data> {
  const yaml = readYaml(file, text);
  // A key that stands twice leaves the rest readable; after other errors the parser has lost its way.
  if (yaml.document.errors.some(({ code }) => code !== 'DUPLICATE_KEY'))
    return { yaml, value: undefined, problems: yaml.problems };
  const variables = fillVariables(yaml, surroundings);
  const value = plainValue(yaml);
  if (!value.ok) return { yaml, value: undefined, problems: [...yaml.problems, value.problem] };
  const fields = checkFields({ schema, value: value.value, yaml, filled: variables.filled }, surroundings);
  const parsed = parse({ schema, value: value.value, yaml, filled: variables.filled });
  const problems = [...yaml.problems, ...variables.problems, ...fields, ...parsed.problems];
  const sound = problems.every(({ severity }) => severity === 'warning');
  return { yaml, value: value.value, data: sound ? (parsed.data as Data) : undefined, problems };
}

type Plain =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly problem: Problem };

function plainValue(yaml: YamlFile): Plain {
  try {
    return { ok: true, value: yaml.value() ?? {} };
  } catch (error) {
    return { ok: false, problem: yaml.problem([], `YAML: ${(error as Error).message}`) };
  }
}

/** Refuses secrets that are written out, and makes paths absolute (in place: the value is ours). */
function checkFields({ schema, value, yaml, filled }: Checked, { folder }: Surroundings): Problem[] {
  const problems: Problem[] = [];
  walkFields(schema, value, ({ schema: field, value: written, path }) => {
    if (typeof written !== 'string' || written === '') return;
    const meta = fieldMeta(field);
    const node = yaml.node(path);
    if (meta.secret === true && !filled.has(node)) problems.push(yaml.problem(path, secretMessage(path)));
    if (meta.filePath !== true || filled.get(node) === 'missing') return;
    const absolute = resolve(folder, written);
    if (!existsSync(absolute) && !isDisabled(value, path))
      problems.push(yaml.problem(path, `there is no file ${written} below the configuration folder`));
    const parent = valueAt(value, path.slice(0, -1)) as Record<PropertyKey, unknown>;
    parent[path.at(-1) as PropertyKey] = absolute;
  });
  return problems;
}

function secretMessage(path: readonly PropertyKey[]): string {
  const name = String(path.at(-1) ?? 'secret')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toUpperCase();
  return `a secret must not stand in the file: write \${${name}} and set that variable, or \${file:/run/secrets/…}`;
}

function isDisabled(value: unknown, path: readonly PropertyKey[]): boolean {
  return path.some((_, end) => {
    const owner = valueAt(value, path.slice(0, end)) as { enabled?: unknown } | undefined;
    return owner?.enabled === false || owner?.enabled === 'false';
  });
}

function parse(checked: Checked): { readonly data?: unknown; readonly problems: readonly Problem[] } {
  const first = z.safeParse(checked.schema, checked.value, { reportInput: true });
  if (first.success) return { data: first.data, problems: [] };
  // A variable is always a text at first; where a number or truth value is wanted it is read as one.
  const changed = first.error.issues.filter((issue) => readAsMeant(issue, checked));
  const result =
    changed.length > 0 ? z.safeParse(checked.schema, checked.value, { reportInput: true }) : first;
  if (result.success) return { data: result.data, problems: [] };
  const issues = issuesOf(checked.schema, checked.value);
  const problems = issues.flatMap((issue) => describeIssue(issue, checked));
  if (problems.length > 0) return { problems };
  // What is left over are variables that entries which are not enabled lack.
  return { data: z.safeParse(checked.schema, withoutDisabled(checked.value)).data, problems };
}

function withoutDisabled(value: unknown): unknown {
  const lists = Object.entries(value as Record<string, unknown>).map(([key, list]) => [
    key,
    Array.isArray(list) ? list.filter((_, index) => !isDisabled(value, [key, index, 'enabled'])) : list,
  ]);
  return Object.fromEntries(lists);
}

function readAsMeant(issue: z.core.$ZodIssue, { value, yaml, filled }: Checked): boolean {
  const node = yaml.node(issue.path);
  if (issue.code !== 'invalid_type' || !isScalar(node) || !filled.has(node)) return false;
  const meant = readScalar(String(node.value), issue.expected);
  if (meant === undefined) return false;
  const parent = valueAt(value, issue.path.slice(0, -1)) as Record<PropertyKey, unknown>;
  parent[issue.path.at(-1) as PropertyKey] = meant;
  return true;
}

function readScalar(text: string, expected: string): number | boolean | undefined {
  if (expected === 'boolean') return text === 'true' ? true : text === 'false' ? false : undefined;
  if (expected !== 'number' && expected !== 'int') return undefined;
  return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : undefined;
}
