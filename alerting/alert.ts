import { z } from 'zod';
import { ReleaseCase } from './release-case';

/** Ordered: a later one is worse. Maps one to one to PagerDuty's severities. */
export const Severity = z.enum(['info', 'warning', 'error', 'critical']);
export type Severity = z.infer<typeof Severity>;

/** Where a rule stands, so that a page can name its file and line. */
export const RuleOrigin = z.object({
  file: z.string().describe('path below the configuration folder'),
  line: z.number().int().positive(),
});
export type RuleOrigin = z.infer<typeof RuleOrigin>;

/**
 * A rule's finding about one group of mentions. The id is made from rule, group and the event time at which
 * the condition began, so that evaluating the same mentions again gives the same alert. All times are ISO in UTC.
 */
export const Alert = z.object({
  id: z.string().describe('alertId(rule, group, startedAt)'),
  status: z.enum(['firing', 'resolved']),
  rule: z.string(),
  type: z.string().describe('the rule type that found it: spike, frequency …'),
  origin: RuleOrigin,
  brand: z.string(),
  group: z.record(z.string(), z.string()).describe('query_key fields and their values'),
  severity: Severity,
  startedAt: z.string().describe('event time at which the condition began'),
  at: z.string().describe('event time of this evaluation'),
  window: z.object({ from: z.string(), to: z.string() }).describe('event time that was counted'),
  seen: z.number().describe('what was counted or measured'),
  expected: z.number().optional().describe('what was to be expected, where the rule type knows'),
  unit: z.string().describe('what is counted: mentions, % of mentions negative …'),
  badness: z
    .number()
    .optional()
    .describe('how bad it is beside other findings of the rule; `seen` where absent'),
  worsenFactor: z.number().optional().describe('so many times as bad is worth another page; 2 where absent'),
  watches: z.string().optional().describe('what the rule watches for, as its author put it'),
  focus: z
    .array(z.string())
    .optional()
    .describe('matchers of the mentions that make it bad, among those that pass the filter'),
  revision: z.string().optional().describe('changes when there is something new, though it is no worse'),
  release: ReleaseCase.optional().describe('of a rule about press releases: what is known of those doubted'),
  summary: z.string().describe('one sentence that a press officer understands'),
  explanation: z.array(z.string()).describe('each gate of the rule with its numbers'),
  endedBecause: z.string().optional().describe('why it ended, where that is not that it has calmed'),
  filter: z.array(z.string()).describe('the filter of the rule, as written'),
  dedupKey: z.string().describe('alerts with the same key join one incident'),
});
export type Alert = z.infer<typeof Alert>;
