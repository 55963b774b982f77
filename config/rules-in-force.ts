import type { Rule } from '#alerting/rule';
import type { Problem } from './problem';

/** A rule file as it is read now; `mistakeAt` places a mistake at the name of the rule with this index. */
export type RuleFileRead =
  | {
      readonly ok: true;
      readonly rules: readonly Rule[];
      readonly mistakeAt: (index: number, message: string) => Problem;
    }
  | { readonly ok: false; readonly mistakes: readonly Problem[] };

/** What is in force of a file, and what keeps the file as it stands now from being so. */
export type RuleFile = { readonly rules: readonly Rule[]; readonly mistakes: readonly Problem[] };

/** By path below the configuration folder: `rules/acme.yaml`. */
export type RulesInForce = ReadonlyMap<string, RuleFile>;

/** The rules that a sound configuration has put in force. */
export function rulesByFile(rules: readonly Rule[]): RulesInForce {
  const files = new Map<string, RuleFile>();
  for (const rule of rules) {
    const { file } = rule.origin;
    files.set(file, { rules: [...(files.get(file)?.rules ?? []), rule], mistakes: [] });
  }
  return files;
}

/**
 * Pure: what is in force after the files were read again. A file with mistakes keeps its former rules; so does one that
 * takes a name which a rule of another file bears.
 */
export function takeRuleFiles(before: RulesInForce, read: ReadonlyMap<string, RuleFileRead>): RulesInForce {
  const former = (file: string) => before.get(file)?.rules ?? [];
  const next = new Map<string, RuleFile>();
  for (const [file, found] of [...read].sort(([a], [b]) => (a < b ? -1 : 1)))
    next.set(file, {
      rules: found.ok ? found.rules : former(file),
      mistakes: found.ok ? [] : found.mistakes,
    });
  // Each turn gives one file its former rules, which had their names for themselves.
  for (let clash = findClash(before, next); clash; clash = findClash(before, next)) {
    const found = read.get(clash.file);
    const { file, line } = clash.other.origin;
    const message = `another rule is called "${clash.other.name}" already (${file}:${line})`;
    const mistakes = found?.ok ? [found.mistakeAt(clash.index, message)] : [];
    next.set(clash.file, { rules: former(clash.file), mistakes });
  }
  return next;
}

type Place = { readonly file: string; readonly index: number; readonly rule: Rule };
type Clash = Place & { readonly other: Rule };

/** A rule with a name that one in another file bears: of the two the one that is new to its file, else the later. */
function findClash(before: RulesInForce, next: RulesInForce): Clash | undefined {
  const bearers = new Map<string, Place>();
  for (const [file, { rules }] of next)
    for (const [index, rule] of rules.entries()) {
      const here = { file, index, rule };
      const first = bearers.get(rule.name);
      if (first) return hadName(before, here) ? { ...first, other: rule } : { ...here, other: first.rule };
      bearers.set(rule.name, here);
    }
  return undefined;
}

function hadName(before: RulesInForce, { file, rule }: Place): boolean {
  return before.get(file)?.rules.some(({ name }) => name === rule.name) ?? false;
}
