import { distance } from 'fastest-levenshtein';
import { z } from 'zod';
import { nearestWord } from './nearest-word';
import { allowedKeys, schemaAt } from './schema-walk';
import { valueAt } from './value-at';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];
type Map = Record<PropertyKey, unknown>;
/** A key as it was read, and as it is written. */
type Renamed = { readonly owner: Path; readonly key: string; readonly written: string };

/**
 * All that a schema has to say of a value. How options go together is judged only where each by itself is sound, so
 * misspelt keys and words are told, and then the value is read once more as it was probably meant.
 */
export function issuesOf(schema: z.core.$ZodType, value: unknown): readonly Issue[] {
  const issues = z.safeParse(schema, value, { reportInput: true }).error?.issues ?? [];
  const meant = structuredClone(value);
  const renamed = issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys' ? renameKeys(issue, schema, meant) : [],
  );
  const corrected = issues.filter((issue) => correctWord(issue, meant));
  if (corrected.length === 0 && !issues.some(({ code }) => code === 'unrecognized_keys')) return issues;
  const hidden = z.safeParse(schema, meant, { reportInput: true }).error?.issues ?? [];
  const told = new Set(issues.map(nameOf));
  return [...issues, ...hidden.filter((issue) => !told.has(nameOf(issue))).map(asWritten(renamed))];
}

function renameKeys(
  { path, keys }: Extract<Issue, { code: 'unrecognized_keys' }>,
  schema: z.core.$ZodType,
  meant: unknown,
): Renamed[] {
  const owner = valueAt(meant, path) as Map;
  const described = schemaAt(schema, path, meant);
  const allowed = described ? allowedKeys(described, owner) : [];
  return keys.flatMap((written) => {
    const key = nearestWord(written, allowed);
    const isFree = key !== undefined && owner[key] === undefined && isSurelyMeant(written, key);
    if (isFree) owner[key] = owner[written];
    delete owner[written];
    return isFree ? [{ owner: path, key, written }] : [];
  });
}

/** One letter apart: what is wrong with its value is then worth telling, and no guess upon a guess. */
function isSurelyMeant(written: string, key: string): boolean {
  return distance(written.toLowerCase(), key.toLowerCase()) <= 1;
}

/** Whether a misspelt word of a choice could be put right. */
function correctWord(issue: Issue, meant: unknown): boolean {
  if (issue.code !== 'invalid_value') return false;
  const written = valueAt(meant, issue.path);
  const word = typeof written === 'string' ? nearestWord(written, issue.values.map(String)) : undefined;
  const owner = valueAt(meant, issue.path.slice(0, -1));
  const key = issue.path.at(-1);
  if (word === undefined || key === undefined || typeof owner !== 'object' || owner === null) return false;
  (owner as Map)[key] = word;
  return true;
}

/** Names the place by the key that stands in the file. */
function asWritten(renamed: readonly Renamed[]): (issue: Issue) => Issue {
  return (issue) => {
    const found = renamed.find(
      ({ owner, key }) =>
        issue.path[owner.length] === key && owner.every((part, index) => issue.path[index] === part),
    );
    if (!found) return issue;
    const { owner, written } = found;
    return { ...issue, path: [...owner, written, ...issue.path.slice(owner.length + 1)] };
  };
}

function nameOf({ path, code, message }: Issue): string {
  return JSON.stringify([path.map(String), code, message]);
}
