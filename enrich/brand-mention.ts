import { z } from 'zod';
import { Mention } from '#ingest/mention';

export const SentimentLabel = z.enum(['negative', 'neutral', 'positive']);
export type SentimentLabel = z.infer<typeof SentimentLabel>;

export const Sentiment = z.object({
  score: z.number().min(-1).max(1).describe('toward the brand; −1 hostile, 1 friendly'),
  label: SentimentLabel,
  confidence: z.number().min(0).max(1),
  words: z.array(z.string()).describe('the words that carried it, strongest first; at most 8'),
  model: z.string().describe('scorer and version'),
});
export type Sentiment = z.infer<typeof Sentiment>;

export const Story = z.object({
  id: z.string().describe('shared by all copies of one text'),
  first: z.boolean().describe('this mention opened the story'),
  copies: z.number().int().nonnegative().describe('mentions of the story before this one'),
  fingerprint: z.string().optional().describe('64-bit similarity hash of the text, 16 hex digits'),
});
export type Story = z.infer<typeof Story>;

export const Voice = z.enum([
  'official',
  'executive',
  'employee',
  'journalist',
  'agency',
  'influencer',
  'customer',
  'public',
]);
export type Voice = z.infer<typeof Voice>;

/** Something that deserves a second look, with the exact evidence. */
export const Risk = z.object({
  kind: z.string().describe('for example look-alike-domain'),
  evidence: z.string().describe('the exact words, host or number'),
  explanation: z.string().describe('a line that a spokesman can read out'),
});
export type Risk = z.infer<typeof Risk>;

export const Verdict = z.enum([
  'official',
  'corroborated',
  'unverified',
  'suspect',
  'likely-fake',
  'refuted',
]);
export type Verdict = z.infer<typeof Verdict>;

/** One thing that speaks for or against a text that poses as a release. */
export const Signal = z.object({
  name: z.string().describe('for example origin, claims, contacts'),
  weight: z.number().describe('above 0 speaks for a fake, below 0 against'),
  evidence: z.string().describe('the exact words, and where they stand'),
  explanation: z.string().describe('a line that a spokesman can read out'),
});
export type Signal = z.infer<typeof Signal>;

/** The press-release gate's judgement; absent when the text neither poses as a release of the brand nor reports one. */
export const PressRelease = z.object({
  verdict: Verdict,
  score: z.number().min(0).max(1).describe('0 surely genuine, 1 surely fake; the signals weighed together'),
  signals: z.array(Signal).describe('the heaviest first'),
  role: z
    .enum(['release', 'report', 'denial'])
    .describe('it poses as a release, tells of one, or denies one; a denial poses as a release itself'),
  origin: z
    .string()
    .describe('where it comes from: official-domain, regulated, wire, look-alike, other-domain …'),
  case: z.string().describe('id of the brand mention that began it; relays and denials share it'),
  claims: z.array(z.string()).describe('what it claims: accounts-restated, executive-leaves …'),
  denial: z.enum(['full', 'partial']).optional().describe('how much a denial denies'),
  waitedMs: z
    .number()
    .nonnegative()
    .optional()
    .describe(
      'how long the newsroom and the wires had kept silent since the case began; absent where they spoke',
    ),
  rejudges: z
    .array(z.object({ id: z.string(), verdict: Verdict }))
    .optional()
    .describe('earlier brand mentions whose verdict this one changes, and to what'),
  rejudged: z
    .object({ at: z.string(), by: z.string(), from: Verdict })
    .optional()
    .describe('the verdict was another at first; `by` is the brand mention that changed it'),
});
export type PressRelease = z.infer<typeof PressRelease>;

/** What went wrong with this mention in one enricher; a missing value is never read as harmless. */
export const EnrichFailure = z.object({ enricher: z.string(), error: z.string() });
export type EnrichFailure = z.infer<typeof EnrichFailure>;

/** A mention × a brand that it is about. One record a brand: a rule, a chart and a bus key each speak of one brand. */
export const BrandMention = Mention.omit({ id: true, language: true, original: true }).extend({
  id: z.string().describe('mentionId~brandId'),
  mentionId: z.string(),
  brand: z.string().describe('brand id'),
  matched: z.array(z.string()).describe('the names that made it a mention of the brand'),
  language: z.string().optional().describe('ISO 639-1, as detected'),
  sentiment: Sentiment.optional(),
  story: Story.optional(),
  voice: Voice.optional(),
  reach: z
    .object({ raw: z.number().nonnegative(), discounted: z.number().nonnegative() })
    .optional()
    .describe('people who may have seen it: followers or a channel default; discounted for copies'),
  hashtags: z.array(z.string()).describe('lower case, without #'),
  domains: z.array(z.string()).describe('registrable domains of the link, sender and links in the text'),
  pressRelease: PressRelease.optional(),
  risks: z.array(Risk),
  failures: z.array(EnrichFailure),
});
export type BrandMention = z.infer<typeof BrandMention>;

export function brandMentionId(mentionId: string, brandId: string): string {
  return `${mentionId}~${brandId}`;
}
