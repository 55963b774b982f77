import { z } from 'zod';
import { Duration } from '#config/fields/duration';
import { type RuleOrigin, Severity } from './alert';

/** Fields that mentions can be counted apart by. */
export const GroupField = z.enum([
  'brand',
  'language',
  'channel',
  'source',
  'outlet',
  'author',
  'story',
  'voice',
]);
export type GroupField = z.infer<typeof GroupField>;

/** What counts as one. */
export const CountBy = z.enum(['mentions', 'stories', 'authors']);
export type CountBy = z.infer<typeof CountBy>;

/** The options that every rule type shares; a rule in YAML is these plus `type` and the options of its type. */
export const RuleBase = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]*$/, 'expected lower-case letters, digits and hyphens')
    .describe('unique name; part of every alert id'),
  summary: z.string().optional().describe('what the rule watches for, in words for the page'),
  filter: z
    .array(z.string())
    .default([])
    .describe('matchers that must all hold, for example brand="acme" or sentiment<=-0.4'),
  query_key: z
    .array(GroupField)
    .default(['brand'])
    .describe('count separately for each value of these fields; brand is always among them'),
  count_by: CountBy.default('mentions').describe(
    'what counts as one within the timeframe: each mention; each story, so that copies of one text count once; or each author (of a mention without one: its sender or outlet)',
  ),
  timeframe: Duration.describe('length of the window of event time'),
  realert: Duration.default(1_800_000).describe(
    'no further page for the same group within this time, unless it gets worse',
  ),
  worsen_factor: z
    .number()
    .gt(1)
    .default(2)
    .describe('pages again, also within realert, when it is this many times as bad as what was told last'),
  severity: Severity.default('warning').describe('info, warning, error or critical'),
  dedup_key: z
    .array(z.enum(['brand', 'rule', 'group']))
    .default(['brand'])
    .describe('alerts that share these join one incident'),
  allowed_lateness: Duration.default(1_800_000).describe(
    'how far behind the newest mention one may be published and still be counted; more than feeds are polled apart',
  ),
});
export type RuleBase = z.infer<typeof RuleBase>;

/** A rule as loaded: the shared options, its type's own options, and where it stands. */
export type Rule = RuleBase & {
  readonly type: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly origin: RuleOrigin;
};
