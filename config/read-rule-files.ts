import type { z } from 'zod';
import { checkRuleReferences } from './check-references';
import { checkRules } from './check-rules';
import type { Plugins } from './plugins';
import type { Problem } from './problem';
import { readConfigText, type Surroundings } from './read-config-file';
import type { FileRead, FolderRead } from './read-folder';
import type { RulesFile } from './rules-file';
import type { RuleFileRead } from './rules-in-force';
import { rulesOf } from './rules-of';
import { readYaml } from './yaml-file';

export type RuleReading = Surroundings & {
  readonly schema: z.ZodType<RulesFile>;
  readonly detectors: Plugins['detectors'];
  /** Ids of the brands that are in force. */
  readonly brands: readonly string[];
  /** How problems name the folder: `config`. */
  readonly folderName: string;
};

/**
 * Reads the rule files of a folder, each by itself, as `loadConfig` does. Where the folder cannot be read or is empty,
 * the files that have rules in force (`known`) count as broken: a share that is away must not switch off all rules.
 */
export function readRuleFiles(
  folder: FolderRead,
  known: readonly string[],
  reading: RuleReading,
): ReadonlyMap<string, RuleFileRead> {
  const there = [...folder].filter(([path]) => path.startsWith('rules/'));
  const listing = folder.get('rules');
  if (there.length > 0 || known.length === 0)
    return new Map(there.map(([path, read]) => [path, readRuleFile(path, read, folder, reading)]));
  const message =
    listing && !listing.ok
      ? `cannot be read (${listing.why}): check the folder and its permissions`
      : 'is gone, and no other rule file is left: to have no rules at all, keep a file with "rules: []"';
  return new Map(known.map((path) => [path, { ok: false, mistakes: [wholeFile(path, message, reading)] }]));
}

function readRuleFile(path: string, read: FileRead, folder: FolderRead, reading: RuleReading): RuleFileRead {
  if (!read.ok) {
    const message = `cannot be read (${read.why}): check the file and its permissions`;
    return { ok: false, mistakes: [wholeFile(path, message, reading)] };
  }
  const named = { file: `${reading.folderName}/${path}`, text: read.text };
  const file = readConfigText(named, reading.schema, reading);
  const brands = [...reading.brands, ...brandsIn(folder)];
  const problems = [
    ...file.problems,
    ...checkRuleReferences([file], brands),
    ...checkRules({ rules: [file] }),
  ];
  const mistakes = problems.filter(({ severity }) => severity === 'error');
  if (mistakes.length > 0 || file.data === undefined) return { ok: false, mistakes };
  return {
    ok: true,
    rules: rulesOf(file.data, file.yaml, reading.detectors),
    mistakeAt: (index, message) => file.yaml.problem(['rules', index, 'name'], message),
  };
}

function wholeFile(path: string, message: string, { folderName }: RuleReading): Problem {
  return { file: `${folderName}/${path}`, line: 1, column: 1, path: '', message, severity: 'error' };
}

/** Ids of brands that stand in the folder but are in force only after a restart: a rule may be written for them. */
function brandsIn(folder: FolderRead): string[] {
  return [...folder].flatMap(([path, read]) => {
    if (!path.startsWith('brands/') || !read.ok) return [];
    const id = readYaml(path, read.text).document.get('id');
    return typeof id === 'string' ? [id] : [];
  });
}
