import { z } from 'zod';
import { RuleBase } from '#alerting/rule';
import { RuleTest } from '#alerting/rule-tests/rule-test';
import { pluginUnion } from './fields/plugin-union';
import type { Plugins } from './plugins';

const version = z.literal(1).describe('version of this format: 1');

/** The schema of `rules/*.yaml`. */
export function rulesFileSchema({ detectors }: Pick<Plugins, 'detectors'>) {
  return z.strictObject({
    version,
    rules: z.array(pluginUnion('type', detectors, RuleBase.shape)).describe('what raises alerts'),
    tests: z.array(RuleTest).default([]).describe('stories that `vigie rules test` plays to the rules'),
  });
}

export type RulesFile = z.output<ReturnType<typeof rulesFileSchema>>;

/** The schema of `rules/*.test.yaml`: tests that stand apart from the rules. */
export const RuleTestsFile = z.strictObject({
  version,
  tests: z.array(RuleTest).describe('stories that `vigie rules test` plays to the rules'),
});
export type RuleTestsFile = z.output<typeof RuleTestsFile>;
