import { z } from 'zod';
import { Author, Channel, clampPublishedAt, Engagement, type Mention, mentionId } from './mention';

const Text = z.string().trim().min(1);

/** An item as partners send it: everything but a text (or title) may be missing, unknown fields are ignored. */
const Item = z
  .looseObject({
    id: z.union([Text, z.number().transform(String)]).nullish(),
    revision: z.union([Text, z.number().transform(String)]).nullish(),
    url: Text.nullish(),
    canonicalUrl: Text.nullish(),
    title: z.string().nullish(),
    text: z.string().nullish(),
    author: z
      .union(
        [
          Text.transform((name): Author => ({ id: name, name })),
          z
            .looseObject({ id: z.union([Text, z.number().transform(String)]).optional() })
            .transform((author) => ({ ...author, id: author.id ?? author.handle ?? author.name }))
            .pipe(Author),
        ],
        'expected a name, or an object with id, handle or name, and numbers as numbers',
      )
      .nullish(),
    publishedAt: z.union([z.string(), z.number()]).nullish(),
    channel: Channel.nullish(),
    outlet: z.string().nullish(),
    language: z.string().nullish(),
    engagement: Engagement.nullish(),
    inReplyTo: z.string().nullish(),
    repostOf: z.string().nullish(),
    sender: z.string().nullish(),
  })
  .refine(({ text, title }) => Boolean(text?.trim() || title?.trim()), {
    message: 'a text or a title is needed',
    path: ['text'],
  });
type Item = z.output<typeof Item>;

export type WebhookDefaults = {
  readonly source: string;
  readonly channel: Channel;
  readonly now: number;
  readonly allowedLatenessMs: number;
};

export type RejectedItem = {
  /** Position in the request, from 0. */
  readonly index: number;
  readonly reason: 'not JSON' | 'not a mention';
  readonly message: string;
};

type Parsed = { readonly index: number; readonly json: unknown } | RejectedItem;

/** Reads one item, an array of items, or NDJSON. A bad item is rejected with its reason; the others are kept. */
export function parseWebhookBody(
  body: Buffer,
  contentType: string,
  defaults: WebhookDefaults,
): { readonly items: readonly Mention[]; readonly rejected: readonly RejectedItem[] } {
  const items: Mention[] = [];
  const rejected: RejectedItem[] = [];
  for (const parsed of split(body.toString('utf8'), contentType)) {
    if ('reason' in parsed) {
      rejected.push(parsed);
      continue;
    }
    const item = Item.safeParse(parsed.json);
    if (item.success) items.push(toMention(item.data, defaults));
    else rejected.push({ index: parsed.index, reason: 'not a mention', message: describeIssues(item.error) });
  }
  return { items, rejected };
}

function split(text: string, contentType: string): readonly Parsed[] {
  if (!contentType.includes('ndjson')) {
    const whole = parseJson(text, 0);
    if (!('reason' in whole))
      return Array.isArray(whole.json) ? whole.json.map((json, index) => ({ index, json })) : [whole];
    if (!text.trim().includes('\n') || !/^\s*\{/.test(text)) return [whole];
  }
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(parseJson);
}

function parseJson(text: string, index: number): Parsed {
  try {
    return { index, json: JSON.parse(text) };
  } catch (error) {
    return { index, reason: 'not JSON', message: (error as Error).message };
  }
}

function toMention(item: Item, { source, channel, now, allowedLatenessMs }: WebhookDefaults): Mention {
  const collectedAt = new Date(now).toISOString();
  const title = item.title ?? undefined;
  const text = item.text?.trim() ? item.text : (title ?? '');
  const nativeId = item.id ?? [item.url, title, text, item.author?.id, item.publishedAt].join('\u0000');
  return {
    id: mentionId(source, nativeId, item.revision ?? ''),
    source,
    channel: item.channel ?? channel,
    ...given({ url: item.url, canonicalUrl: item.canonicalUrl, outlet: item.outlet, title, text }),
    text,
    ...given({ language: item.language, author: item.author, engagement: item.engagement }),
    ...clampPublishedAt(claimedTime(item.publishedAt), collectedAt, allowedLatenessMs),
    collectedAt,
    ...given({ inReplyTo: item.inReplyTo, repostOf: item.repostOf, sender: item.sender }),
  };
}

type Given<Fields> = { [Key in keyof Fields]?: NonNullable<Fields[Key]> };

function given<Fields extends object>(fields: Fields): Given<Fields> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value != null)) as Given<Fields>;
}

/** Numbers are Unix time, in seconds below 10^11 and in milliseconds above. */
function claimedTime(claimed: string | number | null | undefined): string | undefined {
  if (typeof claimed === 'string') return claimed;
  if (typeof claimed !== 'number') return undefined;
  const date = new Date(Math.abs(claimed) < 1e11 ? claimed * 1_000 : claimed);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

function describeIssues(error: z.ZodError): string {
  return error.issues.map(({ path, message }) => `${path.join('.') || 'item'}: ${message}`).join('; ');
}
