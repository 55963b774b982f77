import { z } from 'zod';
import { EmergencySheet } from '#enrich/brand';
import { RuleOrigin, Severity } from './alert';
import { ReleaseCase } from './release-case';

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

/** What Vigie stands on. */
export const FoundationName = z.enum(['bus', 'state', 'store']);
export type FoundationName = z.infer<typeof FoundationName>;

/** What Vigie depends on: what it stands on, and the rule files, which can have mistakes while it runs. */
export const DependencyName = z.enum([...FoundationName.options, 'rules']);
export type DependencyName = z.infer<typeof DependencyName>;

const Outage = z.object({
  dependencies: z.array(DependencyName).describe('what stands on one server'),
  summary: z.string().describe('what does not answer and since when, or how long it did not'),
  error: z.string().optional().describe('in the words of what failed'),
  mistakes: z
    .array(z.string())
    .optional()
    .describe('in rule files: file:line:column and what is wrong there'),
  means: z.string().optional().describe('what does not work meanwhile, and what still does'),
  advice: z.string().optional().describe('what to look at'),
});

/** What a page says of doubted press releases. */
export const PageRelease = ReleaseCase.extend({
  silentMs: z.number().optional().describe('for so long newsroom and wires had said nothing of it'),
  emergencySheet: EmergencySheet.optional().describe('as the brand keeps it ready'),
});
export type PageRelease = z.infer<typeof PageRelease>;

const Count = z.object({ term: z.string(), count: z.number() });

/** The content of a page, the same for every channel; a notifier only gives it a form. */
export const Page = z.object({
  incident: z.string(),
  number: z.number().int().nonnegative().describe('0 for a test page'),
  kind: z
    .enum(['first', 'update', 'resolved', 'test', 'outage', 'outage-over'])
    .describe('the last two go to the operators of Vigie and are about no brand'),
  reason: z.string().describe('why it is sent now: "first notification", "severity raised" …'),
  brand: z.object({ id: z.string(), name: z.string() }),
  severity: Severity,
  headline: z.string().describe('brand, what, how bad, since when; fits a locked phone'),
  lead: z.string().optional().describe("lines below it, in the words of the channel's template"),
  since: z.string().describe('event time, ISO'),
  timezone: z.string().describe('IANA zone in which people read the times'),
  replay: z.boolean().describe('the mentions are a replay of the past'),
  closing: z
    .array(z.string())
    .optional()
    .describe('of the last page: how long it lasted, who took care of it'),
  release: PageRelease.optional().describe('of a page about a press release that is doubted'),
  outages: z.array(Outage).optional().describe('of a page to operators: one for each server'),
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
  rateLink: z.string().optional().describe('into the console, where people say whether the page was useful'),
});
export type Page = z.infer<typeof Page>;
