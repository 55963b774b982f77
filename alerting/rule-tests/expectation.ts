import { z } from 'zod';
import { Duration } from '#config/fields/duration';
import { Severity } from '../alert';

const Words = z
  .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
  .transform((written): readonly string[] => [written].flat());

/** Which pages are meant, and the words that each of them must have. */
const PageWanted = z.strictObject({
  kind: z.enum(['first', 'update', 'resolved']).optional().describe('only pages of this kind are meant'),
  reason: z
    .string()
    .optional()
    .describe('only pages sent for this reason: "first notification", "twice as bad" …'),
  severity: Severity.optional().describe('only pages of this severity'),
  receiver: z.string().optional().describe('only pages that the route sends to this receiver'),
  headline: Words.optional().describe('what the headline must contain: a text, or a list of them'),
  slack: Words.optional().describe('what the message in Slack must contain'),
  email: Words.optional().describe('what the e-mail must contain, its subject included'),
});

/** What must be seen in a span of the test; spans are counted from its start. */
export const Expectation = z.strictObject({
  at: Duration.optional().describe('the minute that begins here'),
  within: z
    .array(Duration)
    .length(2, 'expected where the span begins and where it ends: [30m, 32m]')
    .optional()
    .describe('the span, both ends included: [30m, 32m]'),
  rule: z.string().optional().describe('the rule that is meant; any where it is left out'),
  pages: z
    .number()
    .int()
    .nonnegative()
    .optional()
    .describe('so many pages tell of it, neither more nor fewer; 0: none'),
  fires: z
    .literal(true)
    .optional()
    .describe('true: an alert of it is on at some moment; its pages are expected'),
  silent: z
    .literal(true)
    .optional()
    .describe('true: no alert of it is on at any moment, and no page tells of it'),
  page: PageWanted.optional().describe(
    'which pages are meant and what they say; at least one where pages is left out',
  ),
});
export type Expectation = z.infer<typeof Expectation>;
