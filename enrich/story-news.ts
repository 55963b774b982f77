import { z } from 'zod';
import { BrandMention } from './brand-mention';

const ToldMention = z.object({
  id: z.string().min(1).describe('mention id'),
  copies: z
    .number()
    .int()
    .nonnegative()
    .describe('mentions of the story before this one, as it was answered'),
  names: z.array(z.string()).describe('keys of what reposts may call it'),
});

const ToldStory = z.object({
  id: z.string().min(1),
  fingerprint: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .describe('hash of the text that opened it'),
  likeness: z.enum(['near', 'equal', 'none']).describe('how its copies are found'),
  firstAt: z.number().int().describe('when its first mention was published, epoch milliseconds'),
  mentions: z.array(ToldMention),
});

/**
 * What one enrichment thread tells the others of stories: those that it has opened and copies of known ones, in
 * the order in which it judged them. Hearing it twice, or late, is safe.
 */
export const StoryNews = z.object({
  stories: z.array(ToldStory),
  releases: z
    .array(BrandMention)
    .optional()
    .describe('what the press-release gate has judged or judged again'),
});
export type StoryNews = z.infer<typeof StoryNews>;
