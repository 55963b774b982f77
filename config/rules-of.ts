import type { DetectorDefinition } from '#alerting/detector';
import { type Rule, RuleBase } from '#alerting/rule';
import { findPlugin } from './fields/plugin';
import { optionsOf } from './fields/plugin-union';
import type { RulesFile } from './rules-file';
import type { YamlFile } from './yaml-file';

/** The rules of a sound file, each with the options of its type and the place where it stands. */
export function rulesOf(
  data: RulesFile,
  yaml: Pick<YamlFile, 'problem'>,
  detectors: readonly DetectorDefinition[],
): Rule[] {
  return data.rules.map((entry, index) => {
    const shared = RuleBase.keyof().options.map((key) => [key, entry[key]]);
    const { file, line } = yaml.problem(['rules', index], '');
    return {
      ...(Object.fromEntries(shared) as RuleBase),
      type: entry.type,
      options: optionsOf(findPlugin(detectors, entry.type), entry),
      // Without the folder's own name.
      origin: { file: file.slice(file.indexOf('/') + 1), line },
    };
  });
}
