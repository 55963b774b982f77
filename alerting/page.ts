import { z } from 'zod';
import { RuleOrigin, Severity } from './alert';

/** A mention as quoted to people; never markup. */
export const Sample = z.object({
  text: z.string(),
  author: z.string().optional(),
  outlet: z.string().optional(),
  url: z.string().optional(),
  at: z.string(),
  sentiment: z.string().optional(),
  risks: z.array(z.string()).describe('explanations of the risks that were found on it'),
});
export type Sample = z.infer<typeof Sample>;

const Count = z.object({ term: z.string(), count: z.number() });

/** The content of a page, the same for every channel; a notifier only gives it a form. */
export const Page = z.object({
  incident: z.string(),
  number: z.number().int().nonnegative().describe('0 for a test page'),
  kind: z.enum(['first', 'update', 'resolved', 'test']),
  reason: z.string().describe('why it is sent now: "first notification", "severity raised" …'),
  brand: z.object({ id: z.string(), name: z.string() }),
  severity: Severity,
  headline: z.string().describe('brand, what, how bad, since when; fits a locked phone'),
  since: z.string().describe('event time, ISO'),
  timezone: z.string().describe('IANA zone in which people read the times'),
  replay: z.boolean().describe('the mentions are a replay of the past'),
  closing: z
    .array(z.string())
    .optional()
    .describe('of the last page: how long it lasted, who took care of it'),
  findings: z.array(
    z.object({
      summary: z.string(),
      seen: z.number(),
      expected: z.number().optional(),
      unit: z.string(),
      window: z.object({ from: z.string(), to: z.string() }),
      rule: z.string(),
      origin: RuleOrigin,
      explanation: z.array(z.string()),
    }),
  ),
  topOutlets: z.array(Count),
  topAuthors: z.array(Count),
  samples: z.array(Sample).max(3),
  link: z.string().optional().describe('into the console'),
});
export type Page = z.infer<typeof Page>;
