import { createHash } from 'node:crypto';
import { z } from 'zod';

/** Where people speak: decides how far a mention carries and which rules look at it. */
export const Channel = z.enum([
  'social',
  'news',
  'blog',
  'forum',
  'review',
  'video',
  'newswire',
  'newsroom',
  'regulator',
  'e-mail',
  'certificate-log',
  'web',
]);
export type Channel = z.infer<typeof Channel>;

const Instant = z.iso.datetime({ offset: false, precision: 3 });

export const Author = z.object({
  id: z.string().describe('stable id at the source; the handle or name where there is none'),
  handle: z.string().optional(),
  name: z.string().optional(),
  followers: z.number().int().nonnegative().optional(),
  createdAt: Instant.optional(),
});
export type Author = z.infer<typeof Author>;

export const Engagement = z.object({
  likes: z.number().int().nonnegative().optional(),
  reposts: z.number().int().nonnegative().optional(),
  replies: z.number().int().nonnegative().optional(),
  views: z.number().int().nonnegative().optional(),
});
export type Engagement = z.infer<typeof Engagement>;

/** What an e-mail's headers tell beside its sender; only channel `e-mail` has it. */
export const Mail = z.object({
  replyTo: z.string().optional().describe('address that an answer would go to'),
  returnPath: z.string().optional().describe('address that the envelope named'),
  authentication: z
    .array(z.string())
    .describe('values of Authentication-Results that the receiving server wrote, newest first'),
  headers: z
    .string()
    .describe(
      'the raw header block, as received, then those of messages attached to it; cut at 64,000 characters',
    ),
  attachments: z.array(z.string()).optional().describe('file names of what was not read'),
  forwardedBy: z
    .object({
      address: z.string().optional(),
      name: z.string().optional(),
      authentication: z.array(z.string()),
    })
    .optional()
    .describe('who passed it on, proven by these results; the sender of the mention is then only a claim'),
});
export type Mail = z.infer<typeof Mail>;

/**
 * What a collector saw, before anything is judged. Times are ISO 8601 in UTC with milliseconds.
 * `publishedAt` is the source's claim, clamped by `clampPublishedAt`; `collectedAt` is ours.
 */
export const Mention = z.object({
  id: z.string().min(1).describe('mentionId(source, nativeId, revision)'),
  source: z.string().min(1).describe('the name of the source in the configuration'),
  channel: Channel,
  url: z.string().optional().describe('as given by the source'),
  canonicalUrl: z.string().optional().describe('without tracking parameters and fragment'),
  outlet: z.string().optional().describe('name of the publication or feed'),
  title: z.string().optional(),
  text: z.string().describe('plain text; markup is stripped by the collector'),
  language: z.string().optional().describe('BCP 47 tag as claimed by the source'),
  author: Author.optional(),
  publishedAt: Instant,
  collectedAt: Instant,
  backfill: z
    .boolean()
    .optional()
    .describe('older than the allowed lateness when collected: stored, raises no page'),
  engagement: Engagement.optional(),
  inReplyTo: z.string().optional(),
  repostOf: z.string().optional(),
  original: z
    .object({
      id: z.string().optional(),
      title: z.string().optional(),
      summary: z.string().optional(),
    })
    .optional()
    .describe('as the source gave it: its own id, title and summary; HTML only sanitised'),
  sender: z.string().optional().describe('e-mail address that sent it, for channel e-mail'),
  links: z
    .array(z.string())
    .optional()
    .describe('targets of links in the markup, which the text need not show; at most 50'),
  mail: Mail.optional(),
});
export type Mention = z.infer<typeof Mention>;

/**
 * The id of a mention: 128 bits of SHA-256 over source, native id and revision, as 32 hex digits.
 * Collecting the same thing twice gives the same id; that is what makes every later step safe to repeat.
 */
export function mentionId(source: string, nativeId: string, revision = ''): string {
  return createHash('sha256')
    .update(`${source}\u0000${nativeId}\u0000${revision}`)
    .digest('hex')
    .slice(0, 32);
}

const WITHOUT_ZONE = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)$/;

/** A claimed time in epoch milliseconds, NaN for what is none. An ISO time without zone is UTC, not this machine's. */
export function claimedMs(claimed: string | undefined): number {
  return claimed === undefined ? Number.NaN : Date.parse(claimed.trim().replace(WITHOUT_ZONE, '$1T$2Z'));
}

/**
 * Holds the claimed time within [collectedAt − allowedLateness, collectedAt]. A future stamp, or one
 * before 1970, becomes `collectedAt`; an older one keeps its date and is marked `backfill`.
 */
export function clampPublishedAt(
  claimed: string | undefined,
  collectedAt: string,
  allowedLatenessMs: number,
): Pick<Mention, 'publishedAt' | 'backfill'> {
  const claimedAt = claimedMs(claimed);
  const collectedMs = Date.parse(collectedAt);
  if (!(claimedAt >= 0) || claimedAt >= collectedMs) return { publishedAt: collectedAt };
  const publishedAt = new Date(claimedAt).toISOString();
  return claimedAt < collectedMs - allowedLatenessMs ? { publishedAt, backfill: true } : { publishedAt };
}
