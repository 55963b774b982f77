import type { z } from 'zod';
import { formatDuration } from './fields/duration';
import type { Filled } from './fill-variables';
import { issuesOf } from './issues-of';
import { nearestWord, suggest } from './nearest-word';
import type { Problem } from './problem';
import { allowedKeys, fieldMeta, schemaAt } from './schema-walk';
import { valueAt, withValueAt } from './value-at';
import type { YamlFile } from './yaml-file';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];
/** What an issue is told against: the schema, the value that was parsed, and the file that it came from. */
export type Checked = {
  readonly schema: z.core.$ZodType;
  readonly value: unknown;
  readonly yaml: YamlFile;
  readonly filled: Filled;
};

/** A schema's complaint in the words of the file: where it stands, what was expected, what was probably meant. */
export function describeIssue(issue: Issue, checked: Checked): Problem[] {
  if (checked.filled.get(checked.yaml.node(issue.path)) === 'missing') return [];
  if (issue.code === 'custom' && isBesideMissing(issue.path, checked)) return [];
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => unknownKey(issue.path, key, checked));
  if (issue.code === 'invalid_union') return describeUnion(issue, checked);
  // A template knows the place of its mistake within itself.
  const offset = issue.code === 'custom' ? issue.params?.offset : undefined;
  if (typeof offset === 'number') return [checked.yaml.problem(issue.path, issue.message, { offset })];
  return [checked.yaml.problem(issue.path, describe(issue, checked))];
}

/** How options go together cannot be judged while the variable of one of them is missing. */
function isBesideMissing(path: Path, { yaml, value, filled }: Checked): boolean {
  const owner = path.slice(0, -1);
  const siblings = Object.keys((valueAt(value, owner) as object | undefined) ?? {});
  return siblings.some((key) => filled.get(yaml.node([...owner, key])) === 'missing');
}

function unknownKey(path: Path, key: string, { schema, value, yaml }: Checked): Problem {
  const owner = schemaAt(schema, path, value);
  const allowed = owner ? allowedKeys(owner, valueAt(value, path)) : [];
  return yaml.problem([...path, key], `unknown key "${key}": ${suggest(key, allowed)}`, {
    at: 'key',
  });
}

type UnionIssue = Extract<Issue, { code: 'invalid_union' }>;

function describeUnion(issue: UnionIssue, checked: Checked): Problem[] {
  const { yaml, value } = checked;
  const word = issue.discriminator;
  if (word === undefined) {
    const branch = branchOf(issue);
    if (!branch) return [yaml.problem(issue.path, unionMessage(issue, checked))];
    return branch.flatMap((inner) =>
      describeIssue({ ...inner, path: [...issue.path, ...inner.path] }, checked),
    );
  }
  const options = ((issue as { options?: readonly unknown[] }).options ?? []).map(String);
  const written = valueAt(value, issue.path);
  if (written === undefined)
    return [yaml.problem(issue.path, `is missing: ${word} must be one of ${options.join(', ')}`)];
  const unknown = `unknown ${word} ${quote(written)}: ${suggest(String(written), options)}`;
  const meant = nearestWord(String(written), options);
  return [
    yaml.problem(issue.path, unknown),
    ...(meant === undefined ? [] : describeAsMeant(issue.path, meant, checked)),
  ];
}

/** What else is wrong with an entry, read as the kind that its misspelt word probably means. */
function describeAsMeant(path: Path, meant: string, checked: Checked): Problem[] {
  const owner = path.slice(0, -1);
  const value = withValueAt(checked.value, path, meant);
  const schema = schemaAt(checked.schema, owner, value);
  const issues = schema ? issuesOf(schema, valueAt(value, owner)) : [];
  return issues.flatMap((inner) =>
    describeIssue({ ...inner, path: [...owner, ...inner.path] }, { ...checked, value }),
  );
}

/** Of a union's members, the one whose complaint is not that the value as a whole has the wrong type. */
function branchOf({ message, errors }: UnionIssue): readonly Issue[] | undefined {
  if (message !== 'Invalid input') return undefined;
  const offTheMark = ({ path, code }: Issue) =>
    path.length === 0 && (code === 'invalid_type' || code === 'invalid_value');
  return errors.find((issues) => !issues.some(offTheMark));
}

function unionMessage(issue: UnionIssue, checked: Checked): string {
  if (issue.message !== 'Invalid input') return plain(issue.message, checked, issue.path);
  const types = issue.errors.flatMap(([first]) =>
    first?.code === 'invalid_type' ? [typeName(first.expected)] : [],
  );
  return `expected ${types.join(' or ')} (got ${show(checked, issue.path)})`;
}

function describe(issue: Issue, checked: Checked): string {
  const { schema, value } = checked;
  const written = valueAt(value, issue.path);
  const field = schemaAt(schema, issue.path, value);
  if (written === undefined && (issue.code === 'invalid_type' || issue.code === 'invalid_value'))
    return missing(field);
  if (field && fieldMeta(field).duration === true && typeof written !== 'string')
    return durationHint(written);
  if (issue.code === 'invalid_value') {
    const values = issue.values.map(String);
    const list = values.length > 1 ? `${suggest(String(written), values)}` : `expected ${values.join()}`;
    return `unknown value ${show(checked, issue.path)}: ${list}`;
  }
  if (issue.code === 'invalid_type')
    return `expected ${typeName(issue.expected)} (got ${show(checked, issue.path)})`;
  return plain(issue.message, checked, issue.path);
}

function missing(field: z.core.$ZodType | undefined): string {
  const description = field && fieldMeta(field).description;
  return typeof description === 'string' ? `is missing: ${description}` : 'is missing';
}

const UNIT_MS: Readonly<Record<string, number>> = {
  milliseconds: 1,
  seconds: 1_000,
  minutes: 60_000,
  hours: 3_600_000,
  days: 86_400_000,
  weeks: 604_800_000,
};

/** ElastAlert writes durations as maps. */
function durationHint(written: unknown): string {
  const expected = 'expected a duration such as "90s", "10m", "2h" or "7d"';
  if (typeof written !== 'object' || written === null || Array.isArray(written))
    return `${expected} (got ${quote(written)})`;
  const parts = Object.entries(written);
  const ms = parts.reduce((sum, [unit, count]) => sum + (UNIT_MS[unit] ?? Number.NaN) * Number(count), 0);
  if (!(ms > 0)) return expected;
  return `write ${formatDuration(ms)} instead of {${parts.map(([unit, count]) => `${unit}: ${count}`).join(', ')}}`;
}

function plain(message: string, checked: Checked, path: Path): string {
  const text = message.replace(/^Too (small|big|short|long): /, '').replace(/^Invalid (string|input): /, '');
  const written = valueAt(checked.value, path);
  const shown =
    typeof written === 'object' || written === undefined || text.includes(String(written))
      ? ''
      : ` (got ${show(checked, path)})`;
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}${shown}`;
}

/** The value as written, unless it came from outside the file or could be a secret. */
function show({ schema, value, yaml, filled }: Checked, path: Path): string {
  const field = schemaAt(schema, path, value);
  const isSecret = field !== undefined && fieldMeta(field).secret === true;
  const written = valueAt(value, path);
  if (filled.has(yaml.node(path)) || isSecret || SIGNED_IN.test(String(written)))
    return 'a value that is not shown';
  return quote(written);
}

/** An address that holds a user name or password. */
const SIGNED_IN = /:\/\/[^/\s]*@/;

function quote(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  const text = String(value);
  return typeof value === 'string' ? `"${text.length > 60 ? `${text.slice(0, 57)}…` : text}"` : text;
}

function typeName(expected: string): string {
  const names: Readonly<Record<string, string>> = {
    object: 'a map (key: value)',
    record: 'a map (key: value)',
    array: 'a list',
    string: 'a text',
    number: 'a number',
    int: 'a whole number',
    boolean: 'true or false',
  };
  return names[expected] ?? expected;
}
