import { z } from 'zod';
import { Author, Channel, claimedMs, Engagement, Mail, type Mention, mentionId } from '#ingest/mention';

const Text = z.string().trim().min(1);

const Instant = z.union([z.string(), z.number()]).transform((claimed, context) => {
  if (claimed === '') return undefined;
  const seconds = typeof claimed === 'number' && claimed < 1e11;
  const ms = typeof claimed === 'string' ? claimedMs(claimed) : seconds ? claimed * 1_000 : claimed;
  if (ms >= 0 && ms < 8e15) return new Date(ms).toISOString();
  context.issues.push({
    code: 'custom',
    input: claimed,
    message: 'expected an ISO time, or Unix time in seconds',
  });
  return z.NEVER;
});

/** A name, or an object of which any one of id, handle and name will do; a detail that cannot be read is left out. */
const ClaimedAuthor = z.union([
  Text.transform((name): Author => ({ id: name, name, handle: name.replace(/^@/, '') })),
  z
    .looseObject({
      id: z.union([Text, z.number().transform(String)]).nullish(),
      handle: Text.nullish().catch(undefined),
      name: Text.nullish().catch(undefined),
      followers: z.number().int().nonnegative().nullish().catch(undefined),
      createdAt: Instant.nullish().catch(undefined),
    })
    .transform(({ id, handle, name, followers, createdAt }) =>
      given({ id: id ?? handle ?? name, handle: handle?.replace(/^@/, ''), name, followers, createdAt }),
    )
    .pipe(Author),
]);

/** What others call our channels. */
const CHANNEL_NAMES: Readonly<Record<string, Channel>> = {
  email: 'e-mail',
  mail: 'e-mail',
  twitter: 'social',
  x: 'social',
  tweet: 'social',
  wire: 'newswire',
  agency: 'newswire',
  press: 'news',
  filing: 'regulator',
  website: 'web',
  page: 'web',
};

const ClaimedChannel = z
  .string()
  .transform((name) => CHANNEL_NAMES[name.trim().toLowerCase()] ?? name.trim().toLowerCase())
  .pipe(Channel);

const Item = z
  .looseObject({
    id: z.union([Text, z.number().transform(String)]).nullish(),
    source: Text.nullish(),
    channel: ClaimedChannel.nullish().catch(undefined),
    url: Text.nullish(),
    canonicalUrl: Text.nullish(),
    outlet: z.string().nullish(),
    title: z.string().nullish(),
    text: z.string().nullish(),
    language: z.string().nullish(),
    author: ClaimedAuthor.nullish().catch(undefined),
    time: Instant.nullish(),
    publishedAt: Instant.nullish(),
    collectedAt: Instant.nullish(),
    engagement: Engagement.nullish().catch(undefined),
    sender: z.string().nullish(),
    from: z.string().nullish(),
    replyTo: z.string().nullish(),
    authentication: z.union([z.string().transform((value) => [value]), z.array(z.string())]).nullish(),
    links: z.array(z.string()).max(50).nullish().catch(undefined),
    mail: Mail.partial().nullish().catch(undefined),
  })
  .refine(({ text, title }) => Boolean(text?.trim() || title?.trim()), {
    message: 'a text or a title is needed',
    path: ['text'],
  });

const WithContext = z.looseObject({ context: z.array(z.unknown()).nullish() });

/** What the desk has received, and what counts as seen before it. */
export type Verifiable = { readonly mention: Mention; readonly context: readonly Mention[] };

/**
 * Reads a mention as JSON that may lack almost everything; `time` (or `publishedAt`) is ISO or Unix seconds, `context`
 * holds earlier ones. Throws an error that names each field that cannot be read.
 */
export function readVerifiable(json: unknown, now: number): Verifiable {
  const { data, error } = WithContext.safeParse(json);
  // What is no object at all is told by the mention itself.
  if (error && error.issues[0]?.path.length !== 0) throw new Error(problemsOf(error));
  const context = data?.context ?? [];
  return {
    mention: toMention(json, now, 'the mention'),
    context: context.map((earlier, index) => toMention(earlier, now, `context.${index}`)),
  };
}

function problemsOf({ issues }: z.ZodError, ...where: readonly string[]): string {
  return issues.map(({ path, message }) => `${[...where, ...path].join('.')}: ${message}`).join('; ');
}

function toMention(json: unknown, now: number, where: string): Mention {
  const parsed = Item.safeParse(json);
  if (!parsed.success) throw new Error(problemsOf(parsed.error, where));
  const item = parsed.data;
  const publishedAt = item.publishedAt ?? item.time ?? item.collectedAt ?? new Date(now).toISOString();
  const written =
    item.sender ?? item.from ?? (item.channel === 'e-mail' ? addressAmong(item.author) : undefined);
  const sender = addressOf(written);
  const replyTo = item.mail?.replyTo ?? item.replyTo ?? undefined;
  const authentication = item.mail?.authentication ?? item.authentication ?? [];
  const hasMail = item.mail != null || replyTo !== undefined || authentication.length > 0;
  const title = item.title?.trim() ? item.title : undefined;
  return {
    id: item.id ?? mentionId('verify', JSON.stringify([item.url, title, item.text, sender, publishedAt])),
    source: item.source ?? 'verify',
    channel: item.channel ?? (sender ? 'e-mail' : 'web'),
    text: item.text?.trim() ? item.text : (title ?? ''),
    publishedAt,
    collectedAt: item.collectedAt ?? publishedAt,
    ...given({
      title,
      url: item.url,
      canonicalUrl: item.canonicalUrl,
      outlet: item.outlet,
      language: item.language,
    }),
    ...given({
      author: item.author ?? correspondent(written),
      engagement: item.engagement,
      sender,
      links: item.links,
    }),
    ...(hasMail && {
      mail: { headers: '', ...item.mail, authentication, ...given({ replyTo: addressOf(replyTo) }) },
    }),
  };
}

const LONGEST_NAME = 200;

/** The author that a sender with a name stands for: `VINCI <press@vinci.com>`. */
function correspondent(written: string | null | undefined): Author | undefined {
  const [name = ''] = (written ?? '').slice(0, LONGEST_NAME).split('<', 1);
  const tidy = name.replaceAll('"', ' ').trim();
  const id = addressOf(written);
  return id && tidy.length > 1 && !tidy.includes('@') ? { id, name: tidy } : undefined;
}

/** Who wrote a mail, where its sender is told as the author. */
function addressAmong(author: Author | null | undefined): string | undefined {
  return [author?.id, author?.handle, author?.name].find((name) => name?.includes('@'));
}

/** `VINCI <press@vinci.com>` → `press@vinci.com`. */
function addressOf(written: string | null | undefined): string | undefined {
  if (!written) return undefined;
  // Bounded as addresses are: a row of @ would be read again from each of them.
  return (/<([^<>\s]{1,320}@[^<>\s]{1,255})>\s*$/.exec(written)?.[1] ?? written).trim();
}

type Given<Fields> = { [Key in keyof Fields]?: NonNullable<Fields[Key]> };

function given<Fields extends object>(fields: Fields): Given<Fields> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value != null)) as Given<Fields>;
}
