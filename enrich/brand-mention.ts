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

/** The press-release gate's judgement; absent when the text does not pose as a release of the brand. */
export const PressRelease = z.object({
  verdict: Verdict,
  score: z.number(),
  signals: z.array(z.object({ name: z.string(), weight: z.number(), evidence: z.string() })),
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
