import { z } from 'zod';
import { Duration } from '#config/fields/duration';
import { Timezone } from '#config/fields/timezone';
import type { RuleOrigin } from '../alert';
import { Expectation } from './expectation';
import { StartMoment } from './start-moment';
import { Stretch } from './stretch';

/** The process that evaluates the rules dies and comes back. */
export const Restart = z.strictObject({
  at: Duration.describe('when it dies, counted from the start of the test'),
  away: Duration.default(0).describe('how long it stays away: what comes meanwhile waits'),
});
export type Restart = z.infer<typeof Restart>;

/** A story that rules are tried on: what is said of a brand, and what must come of it. Time counts from `start`. */
export const RuleTest = z.strictObject({
  name: z.string().min(1).describe('what is tried, as a sentence'),
  start: StartMoment.describe(
    'a real moment: 2016-11-22T16:00:00+01:00, or without zone in that of the test',
  ),
  timezone: Timezone.optional().describe(
    'IANA zone of the start and of the pages; that of vigie.yaml where absent',
  ),
  brand: z.string().describe('id of the brand that it is about'),
  rules: z
    .array(z.string())
    .min(1)
    .optional()
    .describe('names of the rules that take part; all where absent'),
  input: z.array(Stretch).min(1).describe('what is said, stretch after stretch'),
  restart: z
    .union([Restart, z.array(Restart)])
    .transform((written): readonly Restart[] => [written].flat())
    .optional()
    .describe('when the process dies and comes back: {at: 61m}, or a list of them'),
  expect: z
    .array(Expectation)
    .describe('what must be seen; pages beyond that fail the test, so that an empty list wants silence'),
});
export type RuleTest = z.infer<typeof RuleTest>;

/** A rule test as loaded, with the place where it stands. */
export type PlacedRuleTest = { readonly test: RuleTest; readonly origin: RuleOrigin };
