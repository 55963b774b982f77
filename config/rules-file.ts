import { z } from 'zod';
import { RuleBase } from '#alerting/rule';
import { pluginUnion } from './fields/plugin-union';
import type { Plugins } from './plugins';

/** The schema of `rules/*.yaml`. */
export function rulesFileSchema({ detectors }: Pick<Plugins, 'detectors'>) {
  return z.strictObject({
    version: z.literal(1).describe('version of this format: 1'),
    rules: z.array(pluginUnion('type', detectors, RuleBase.shape)).describe('what raises alerts'),
  });
}

export type RulesFile = z.output<ReturnType<typeof rulesFileSchema>>;
