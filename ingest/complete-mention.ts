import { z } from 'zod';
import { Channel, claimedMs, Mention, mentionId } from './mention';

const Claimed = z.looseObject({
  id: z.union([z.string().min(1), z.number().transform(String)]).optional(),
  source: z.string().min(1).optional(),
  channel: Channel.optional(),
  title: z.string().optional(),
  text: z.string().optional(),
  publishedAt: z.string().optional(),
  collectedAt: z.string().optional(),
});

export type Completed =
  | { readonly ok: true; readonly mention: Mention }
  | { readonly ok: false; readonly reason: 'not JSON' | 'not a mention'; readonly detail: string };

/**
 * Reads a line of JSON as a mention and fills in what is missing: an id made from the source and the line, the
 * source, the channel, and times (one time stands for the other; without any, `now`). What is there stays.
 */
export function completeMention(
  line: string,
  missing: { readonly source: string; readonly channel?: Channel; readonly now: number },
): Completed {
  let json: unknown;
  try {
    // Editors put a byte order mark before the first line of a file.
    json = JSON.parse(line.replace(/^\ufeff/, ''));
  } catch (error) {
    return { ok: false, reason: 'not JSON', detail: (error as Error).message };
  }
  const whole = Mention.safeParse(json);
  if (whole.success) return { ok: true, mention: whole.data };
  const claimed = Claimed.safeParse(json);
  if (!claimed.success) return { ok: false, reason: 'not a mention', detail: describe(claimed.error) };
  const { id, source = missing.source, channel = missing.channel ?? 'web', title, ...rest } = claimed.data;
  const filled = Mention.safeParse({
    ...rest,
    ...completeTimes(rest, missing.now),
    id: id ?? mentionId(source, line.trim()),
    source,
    channel,
    title,
    text: rest.text ?? title,
  });
  if (!filled.success) return { ok: false, reason: 'not a mention', detail: describe(filled.error) };
  return { ok: true, mention: filled.data };
}

function describe(error: z.ZodError): string {
  return error.issues.map(({ path, message }) => `${path.join('.') || 'the line'}: ${message}`).join('; ');
}

function completeTimes(claimed: { publishedAt?: string; collectedAt?: string }, now: number) {
  const published = instant(claimed.publishedAt);
  const collected = instant(claimed.collectedAt);
  const fallback = new Date(now).toISOString();
  return {
    publishedAt: published ?? collected ?? fallback,
    collectedAt: collected ?? published ?? fallback,
  };
}

function instant(text: string | undefined): string | undefined {
  const ms = claimedMs(text);
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}
