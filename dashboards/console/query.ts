import { z } from 'zod';
import { formatDuration, parseDuration } from '#config/fields/duration';
import { SentimentLabel } from '#enrich/brand-mention';
import { Channel } from '#ingest/mention';

const MAX_BUCKETS = 2_000;
const MIN_BUCKET_MS = 1_000;

/** Said to the caller as 400 with this text. */
export class BadRequestError extends Error {
  override readonly name = 'BadRequestError';
}

const Instant = z.string().transform((text, context) => {
  const at = /^\d{1,15}$/.test(text) ? Number(text) : Date.parse(text);
  if (!Number.isNaN(at) && at <= 8.64e15) return at;
  context.issues.push({
    code: 'custom',
    input: text,
    message: 'expected epoch milliseconds or an ISO time such as 2016-11-22T15:05:00Z',
  });
  return z.NEVER;
});

const Bucket = z.string().transform((text, context) => {
  const ms = /^\d{1,12}$/.test(text) ? Number(text) : parseDuration(text);
  if (ms !== undefined && ms >= MIN_BUCKET_MS) return ms;
  context.issues.push({
    code: 'custom',
    input: text,
    message: 'expected a duration of at least 1s, such as 1m',
  });
  return z.NEVER;
});

const Text = z.string().min(1).max(300);

/** The query of `/api/mentions`. Times are read to epoch milliseconds. */
export const MentionsQuery = z.strictObject({
  brand: Text.optional(),
  q: z.string().max(300).optional(),
  sentiment: SentimentLabel.optional(),
  language: z
    .string()
    .regex(/^[a-z]{2,3}$/, 'expected an ISO 639 code such as fr')
    .optional(),
  channel: Channel.optional(),
  source: Text.optional(),
  outlet: Text.optional(),
  author: Text.optional(),
  story: Text.optional(),
  from: Instant.optional(),
  to: Instant.optional(),
  after: z.string().max(2_000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** The query of a brand's series; the number of buckets is bounded. */
export const SeriesQuery = z
  .strictObject({ from: Instant, to: Instant, bucket: Bucket.default(60_000) })
  .refine(({ from, to }) => from < to, { path: ['to'], error: 'must be after "from"' })
  .refine(({ from, to, bucket }) => (to - from) / bucket <= MAX_BUCKETS, {
    path: ['bucket'],
    error: `at most ${MAX_BUCKETS} buckets: ask for a longer bucket or a shorter time`,
  });

export const TermsQuery = z.strictObject({
  field: z.enum([
    'outlet',
    'author',
    'source',
    'channel',
    'language',
    'sentiment',
    'voice',
    'story',
    'domain',
    'hashtag',
  ]),
  from: Instant.optional(),
  to: Instant.optional(),
  size: z.coerce.number().int().min(1).max(100).default(20),
});

export const PastQuery = z.strictObject({
  days: z.enum(['7', '30', '90'], 'expected 7, 30 or 90').default('30').transform(Number),
});

export const EventsQuery = z.strictObject({ brand: Text.optional() });

/** `NFC`, without control characters, trimmed: who and why end up in pages and logs. */
const Line = (max: number) =>
  z
    .string()
    .max(max)
    .transform((text) => text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').trim());

const MAX_SNOOZE_MS = 30 * 86_400_000;

/** The body of the POSTs that act on an incident. */
export const ActionBody = z.strictObject({
  id: z
    .string()
    .regex(/^[\w-]{8,64}$/, 'expected 8 to 64 letters, digits, _ or -')
    .optional()
    .describe('makes a repeated request one command'),
  by: Line(80).optional().describe('who; "console" when empty'),
  why: Line(500).optional(),
  text: z.string().trim().min(1).max(4_000).optional().describe('the comment'),
  useful: z.boolean().optional().describe('of a page: whether it was worth sending'),
  page: z.number().int().positive().optional().describe('the page that is rated'),
  note: Line(500).optional().describe('what is to be said of the page beside'),
  for: z
    .string()
    .transform((text) => parseDuration(text) ?? Number.NaN)
    .refine((ms) => ms > 0 && ms <= MAX_SNOOZE_MS, {
      error: `expected a duration up to ${formatDuration(MAX_SNOOZE_MS)}, such as 1h`,
    })
    .optional()
    .describe('how long to snooze'),
});
export type ActionBody = z.infer<typeof ActionBody>;

/** Reads what a caller sent; throws a `BadRequestError` that names every mistake. */
export function readRequest<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  what: string,
): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const mistakes = parsed.error.issues.map(({ path, message }) =>
    path.length === 0 ? message : `"${path.join('.')}": ${message}`,
  );
  throw new BadRequestError(`${what}: ${mistakes.join('; ')}`);
}
