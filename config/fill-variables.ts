import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { isMap, isPair, isScalar, isSeq, type Node, type Scalar, visit, type YAMLMap } from 'yaml';
import type { Problem } from './problem';
import type { YamlFile } from './yaml-file';

const VARIABLE = /\$\$\{|\$\{([^}]*)\}/g;
const NAME = /^([A-Za-z_][A-Za-z0-9_]*)(?::-(.*))?$/s;

export type Environment = Readonly<Record<string, string | undefined>>;

/** The scalars whose text came, wholly or in part, from outside the file. */
export type Filled = ReadonlyMap<unknown, 'filled' | 'missing'>;

/**
 * Puts the values of `${NAME}`, `${NAME:-default}` and `${file:/path}` into the document, in place; `$${` stands
 * for a literal `${`. A missing variable is a problem, except in an entry that says `enabled: false`.
 */
export function fillVariables(
  yaml: YamlFile,
  {
    env,
    folder,
    withoutSecrets,
  }: { readonly env: Environment; readonly folder: string; readonly withoutSecrets?: boolean | undefined },
): { readonly filled: Filled; readonly problems: readonly Problem[] } {
  const filled = new Map<unknown, 'filled' | 'missing'>();
  const problems: Problem[] = [];
  visit(yaml.document, {
    Scalar: (position, scalar, ancestors) => {
      if (position === 'key' || typeof scalar.value !== 'string' || !scalar.value.includes('${')) return;
      const { text, missing } = expand(scalar.value, { env, folder });
      const used = text !== scalar.value;
      scalar.value = text;
      if (used) filled.set(scalar, 'filled');
      if (missing.length === 0) return;
      filled.set(scalar, 'missing');
      if (ancestors.some((node) => isMap(node) && isDisabled(node, { env, folder }))) return;
      if (withoutSecrets) return switchOff(ancestors as readonly Node[]);
      const path = pathOf(scalar, ancestors as readonly Node[]);
      problems.push(...missing.map((message) => yaml.problem(path, message)));
    },
  });
  return { filled, problems };
}

/** The entry of a list that lacks a variable; outside of lists the variable itself is left as it is written. */
function switchOff(ancestors: readonly Node[]): void {
  const entry = ancestors.find((node, index) => isMap(node) && isSeq(ancestors[index - 1]));
  if (isMap(entry)) entry.set('enabled', false);
}

type Outside = { readonly env: Environment; readonly folder: string };

function expand(text: string, outside: Outside): { text: string; missing: string[] } {
  const missing: string[] = [];
  const result = text.replace(VARIABLE, (whole, inner: string | undefined) => {
    if (inner === undefined) return '${';
    const value = inner.startsWith('file:')
      ? readSecretFile(inner.slice(5), outside)
      : readVariable(inner, outside);
    if (value.ok) return value.text;
    missing.push(value.message);
    return whole;
  });
  return { text: result, missing };
}

type Read = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly message: string };

function readVariable(inner: string, { env }: Outside): Read {
  const [, name = '', fallback] = NAME.exec(inner) ?? [];
  if (name === '')
    return {
      ok: false,
      message: `cannot read \${${inner}}: write \${NAME}, \${NAME:-default} or \${file:/path}`,
    };
  const text = env[name];
  if (fallback !== undefined) return { ok: true, text: text === undefined || text === '' ? fallback : text };
  if (text !== undefined) return { ok: true, text };
  return { ok: false, message: `the environment variable ${name} is not set` };
}

function readSecretFile(path: string, { folder }: Outside): Read {
  try {
    return { ok: true, text: readFileSync(resolve(folder, path), 'utf8').replace(/\r?\n$/, '') };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    return {
      ok: false,
      message: `cannot read the file ${path} (${code}): check the path and its permissions`,
    };
  }
}

function isDisabled(map: YAMLMap, outside: Outside): boolean {
  const enabled = map.get('enabled');
  return enabled === false || (typeof enabled === 'string' && expand(enabled, outside).text === 'false');
}

function pathOf(scalar: Scalar, ancestors: readonly Node[]): PropertyKey[] {
  const line: unknown[] = [...ancestors, scalar];
  return line.flatMap((node, index): PropertyKey[] => {
    if (isPair(node)) return [isScalar(node.key) ? String(node.key.value) : String(node.key)];
    return isSeq(node) ? [node.items.indexOf(line[index + 1])] : [];
  });
}
