import { type Rule, RuleBase } from '#alerting/rule';

/** A rule as loaded, five mentions in ten minutes unless told otherwise. */
export function rule(given: Record<string, unknown> = {}): Rule {
  const { type = 'frequency', options = { num_events: 5 }, ...base } = given;
  return {
    ...RuleBase.parse({ name: 'many', timeframe: '10m', ...base }),
    type: String(type),
    options: options as Record<string, unknown>,
    origin: { file: 'rules/acme.yaml', line: 3 },
  };
}
