import type { Calendar } from '../calendar';
import { type CompiledRule, compileRules } from '../compile-rules';
import type { DetectorDefinition } from '../detector';
import type { EvaluationState } from '../evaluation-state';
import type { Rule } from '../rule';
import { explainRule, type RuleExplanation } from './explain-rule';

export type StateQuestion = {
  readonly rule: Rule;
  readonly detectors: readonly DetectorDefinition[];
  /** Ids; one of which nothing was counted is explained too, where the rule is about it. */
  readonly brands: readonly string[];
  /** Event time, epoch milliseconds. */
  readonly at: number;
  /** What was declared; absent: nothing. */
  readonly calendar?: Calendar | undefined;
};

/**
 * What a rule has seen of each of its groups: those that fire first, then those that saw most. Throws when its type
 * cannot explain itself, or when the rule is about none of the brands.
 */
export function explainState(state: EvaluationState, question: StateQuestion): RuleExplanation[] {
  const { rule, at } = question;
  const [compiled] = compileRules([rule], question.detectors, question.calendar) as [CompiledRule];
  const brands = question.brands.filter(compiled.isAbout);
  if (brands.length === 0)
    throw new Error(`rule "${rule.name}" is not about ${question.brands.join(', ')}: see its filter`);
  const groups = [...state.groups.values()].filter(({ group }) => brands.includes(group.brand as string));
  const silent = brands.filter((brand) => groups.every(({ group }) => group.brand !== brand));
  const unseen = silent.map((brand) => ({ group: { brand }, detector: compiled.detector.fresh() }));
  const explained = [...groups, ...unseen].flatMap((group) => explainRule(compiled, group, at) ?? []);
  if (explained.length === 0)
    throw new Error(`rule "${rule.name}": the type ${rule.type} does not explain itself yet`);
  return explained.sort(byWeight);
}

function byWeight(a: RuleExplanation, b: RuleExplanation): number {
  const isQuiet = ({ outcome }: RuleExplanation) => Number(outcome.kind === 'quiet');
  return isQuiet(a) - isQuiet(b) || b.seen - a.seen;
}
