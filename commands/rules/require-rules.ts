import type { Rule } from '#alerting/rule';

/** All of them, or the one that is called so; throws when none is. */
export function requireRules(rules: readonly Rule[], wanted: string | undefined): readonly Rule[] {
  if (rules.length === 0) throw new Error('there are no rules: add some in rules/*.yaml');
  if (wanted === undefined) return rules;
  const found = rules.filter(({ name }) => name === wanted);
  if (found.length > 0) return found;
  throw new Error(
    `no rule is called "${wanted}"; there are: ${[...new Set(rules.map(({ name }) => name))].join(', ')}`,
  );
}

/**
 * What another version of some rules is to be compared with: the configured files that it shares a rule's name with;
 * all of them where it shares none.
 */
export function standsFor(
  version: readonly Rule[],
  configured: readonly Rule[],
): { readonly rules: readonly Rule[]; readonly files: readonly string[] } {
  const names = new Set(version.map(({ name }) => name));
  const shared = new Set(configured.filter(({ name }) => names.has(name)).map(({ origin }) => origin.file));
  const rules = shared.size === 0 ? configured : configured.filter(({ origin }) => shared.has(origin.file));
  return { rules, files: [...new Set(rules.map(({ origin }) => origin.file))] };
}
