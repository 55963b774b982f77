import { durationInWords } from '#enrich/duration-in-words';
import type { CompiledRule } from '../compile-rules';

import type { Group } from '../episode';
import type { Explanation, Gate } from '../explanation';

/** What a rule saw of one group of mentions at an instant, and what it made of it. Times are epoch milliseconds. */
export type RuleExplanation = Explanation & {
  readonly rule: string;
  readonly type: string;
  readonly group: Readonly<Record<string, string>>;
  readonly at: number;
  readonly outcome: Outcome;
};

/** `held`: the condition holds, and `realert` keeps it from being told. */
export type Outcome =
  | { readonly kind: 'quiet' }
  | { readonly kind: 'firing' | 'held'; readonly since: number };

type Counted = Pick<Group, 'group' | 'detector' | 'firing' | 'last'>;

/** Undefined when the rule's type cannot explain itself. */
export function explainRule(
  { rule, detector, calendar }: CompiledRule,
  counted: Counted,
  at: number,
): RuleExplanation | undefined {
  const { firing } = counted;
  const moments = calendar(counted.group.brand as string);
  const explanation = detector.explain?.(counted.detector, at, firing !== undefined, moments);
  if (!explanation) return undefined;
  const realert = realertGate(counted, rule.realert, at);
  return {
    ...explanation,
    gates: realert ? [...explanation.gates, realert] : explanation.gates,
    rule: rule.name,
    type: rule.type,
    group: counted.group,
    at,
    outcome: firing ? { kind: firing.told ? 'firing' : 'held', since: firing.startedAt } : { kind: 'quiet' },
  };
}

/** It asks only of an episode that has not been told. */
function realertGate({ firing, last }: Counted, realert: number, at: number): Gate | undefined {
  if (!last || firing?.told) return undefined;
  return {
    name: 'realert, unless it is worse by worsen_factor',
    seen: `${durationInWords(at - last.at)} since it was last told`,
    needs: 'at least',
    limit: durationInWords(realert),
    open: at - last.at >= realert,
  };
}
