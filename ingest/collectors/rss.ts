import { z } from 'zod';
import { Duration } from '#config/fields/duration';
import { type CollectorContext, type Cursor, defineCollector, type Poll } from '../collector';
import { type EntryOrigin, mentionOfEntry } from '../feed/entry-mention';
import { FeedCursor, hashText, pickNewEntries } from '../feed/feed-cursor';
import { type Feed, FeedError } from '../feed/feed-entry';
import type { HttpResponse } from '../http/http-client';
import { redactUrl } from '../http/http-error';
import { Channel, type Mention } from '../mention';

/** After this many 304 in a row the feed is asked without validators: some servers say 304 for ever. */
const MAX_UNMODIFIED = 30;

const Options = z.strictObject({
  url: z
    .string()
    .regex(/^https?:\/\/\S+$/i, 'expected an address such as https://example.com/feed.xml')
    .refine((text) => URL.canParse(text), 'expected an address such as https://example.com/feed.xml')
    .describe('address of the feed: RSS, Atom, RDF or JSON Feed'),
  channel: Channel.default('news').describe('what kind of place the feed is, for rules and charts'),
  outlet: z.string().min(1).optional().describe("name of the publication; the feed's own title where absent"),
  allowPrivateNetwork: z
    .boolean()
    .default(false)
    .describe('allow loopback, private and link-local addresses; only for feeds of your own'),
  maxWait: Duration.default(1_800_000).describe(
    'longest wait that the feed may ask for between polls (ttl, max-age); "Retry-After" of a refusal is kept in full',
  ),
});
type Options = z.output<typeof Options>;

/** Polls one feed and tells of the entries that are new or corrected. */
export const rss = defineCollector({
  kind: 'rss',
  summary: 'Reads a feed: RSS, Atom, RDF, JSON Feed; asks politely, and again only for what changed.',
  options: Options,
  example: ['name: vinci-news', 'kind: rss', 'url: https://www.example.com/feed.xml', 'channel: news'].join(
    '\n',
  ),
  gapPolicy: 'lossy',
  defaultEveryMs: 300_000,
  address: ({ url }) => redactUrl(url),
  create: (options, context) => ({
    mode: 'poll',
    poll: (cursor, signal) => pollFeed(options, context, readCursor(cursor, options.url), signal),
  }),
});

async function pollFeed(
  options: Options,
  context: CollectorContext,
  cursor: FeedCursor,
  signal: AbortSignal,
): Promise<Poll> {
  const { etag, lastModified, unmodified } = cursor;
  const response = await context.http.get({
    url: options.url,
    allowPrivateNetwork: options.allowPrivateNetwork,
    validators: unmodified < MAX_UNMODIFIED ? { etag, lastModified } : {},
    signal,
  });
  const next = { ...cursor, ...noteMove(response, cursor, context) };
  if (response.status === 304) return unchanged({ ...next, unmodified: unmodified + 1 }, response, options);
  const body = hashText(response.body);
  const asked = { ...next, ...validatorsOf(response), body, unmodified: 0 };
  if (body === cursor.body) return unchanged(asked, response, options);
  const feed = await readFeed(response, options, context);
  const origin = { channel: options.channel, outlet: options.outlet, isFirstLook: cursor.body === undefined };
  const told = tellNew(feed, cursor.seen, origin, context);
  return {
    mentions: told.mentions,
    cursor: { ...asked, everyMs: feed.everyMs, seen: told.seen },
    ...waitOf(response, feed.everyMs, options),
  };
}

function tellNew(
  feed: Feed,
  before: readonly string[],
  place: Pick<EntryOrigin, 'channel' | 'outlet' | 'isFirstLook'>,
  { source, allowedLatenessMs, clock, dropped, log }: CollectorContext,
): { readonly mentions: readonly Mention[]; readonly seen: string[] } {
  for (const problem of feed.problems) {
    log.debug({ problem }, 'damaged entry');
    dropped('damaged entry');
  }
  const { fresh, seen } = pickNewEntries(feed.entries, before);
  const collectedAt = new Date(clock.now()).toISOString();
  const mentions = fresh.flatMap((each) => {
    const { title, text, link, id } = each.entry;
    if (title || text || link || id)
      return [mentionOfEntry(each, feed, { ...place, source, allowedLatenessMs, collectedAt })];
    dropped('empty entry');
    return [];
  });
  return { mentions, seen: [...seen] };
}

async function readFeed(
  response: HttpResponse,
  options: Options,
  { feeds }: CollectorContext,
): Promise<Feed> {
  const { headers, body, url } = response;
  try {
    return await feeds.parse(body, {
      url,
      contentType: headers['content-type'],
      contentLocation: headers['content-location'],
      contentLanguage: headers['content-language'],
    });
  } catch (error) {
    throw new FeedError(`${redactUrl(options.url)}: ${(error as Error).message}`, { cause: error });
  }
}

function unchanged(cursor: FeedCursor, response: HttpResponse, options: Options): Poll {
  return { mentions: [], cursor, unchanged: true, ...waitOf(response, cursor.everyMs, options) };
}

function waitOf(response: HttpResponse, everyMs: number | undefined, { maxWait }: Options) {
  const asked = Math.max(response.retryAfterMs ?? 0, everyMs ?? 0);
  return asked > 0 ? { nextAfterMs: Math.min(asked, maxWait) } : {};
}

function validatorsOf({ validators }: HttpResponse): Pick<FeedCursor, 'etag' | 'lastModified'> {
  return { etag: validators.etag, lastModified: validators.lastModified };
}

function noteMove({ movedTo }: HttpResponse, cursor: FeedCursor, { log, source }: CollectorContext) {
  if (movedTo === undefined) return {};
  const hash = hashText(movedTo);
  if (hash !== cursor.movedTo)
    log.warn({ source, movedTo: redactUrl(movedTo) }, 'feed has moved for good: change its url');
  return { movedTo: hash };
}

function readCursor(cursor: Cursor | undefined, url: string): FeedCursor {
  const address = hashText(url);
  const saved = FeedCursor.safeParse(cursor);
  if (saved.success && saved.data.address === address) return saved.data;
  return { address, unmodified: 0, seen: [] };
}
