import { stringify } from 'yaml';
import { checkRules } from './check-rules';
import { describeIssue } from './describe-issue';
import { issuesOf } from './issues-of';
import type { Plugins } from './plugins';
import { rulesFileSchema } from './rules-file';
import { readYaml } from './yaml-file';

/**
 * What `vigie check` would say of a rule that stands in no file yet, by the option that it is about (`filter[0]`); empty
 * when it is sound.
 */
export function createRuleCheck(
  plugins: Pick<Plugins, 'detectors'>,
): (rule: object) => readonly { readonly option: string; readonly message: string }[] {
  const schema = rulesFileSchema(plugins);
  return (rule) => {
    const value = { version: 1, rules: [rule] };
    const yaml = readYaml('', stringify(value));
    const issues = issuesOf(schema, value);
    const problems = [
      ...issues.flatMap((issue) => describeIssue(issue, { schema, value, yaml, filled: new Map() })),
      ...checkRules({ rules: [{ yaml, value, problems: [] }] }),
    ];
    return problems.map(({ path, message }) => ({ option: path.replace(/^rules\[0\]\.?/, ''), message }));
  };
}
