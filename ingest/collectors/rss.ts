import { z } from 'zod';
import { Duration } from '#config/fields/duration';
import { type CollectorContext, type Cursor, defineCollector, type Poll } from '../collector';
import { mentionOfEntry } from '../feed/entry-mention';
import { FeedCursor, hashText, pickNewEntries } from '../feed/feed-cursor';
import { type Feed, FeedError } from '../feed/feed-entry';
import type { HttpResponse } from '../http/http-client';
import { redactUrl } from '../http/http-error';
import { Channel } from '../mention';

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
  return tellNew(feed, { ...asked, everyMs: feed.everyMs }, response, options, context);
}

function tellNew(
  feed: Feed,
  cursor: FeedCursor,
  response: HttpResponse,
  options: Options,
  context: CollectorContext,
): Poll {
  const { source, allowedLatenessMs, clock, dropped } = context;
  const collectedAt = new Date(clock.now()).toISOString();
  for (const problem of feed.problems) {
    context.log.debug({ problem }, 'damaged entry');
    dropped('damaged entry');
  }
  const { fresh, seen } = pickNewEntries(feed.entries, cursor.seen);
  const origin = { source, allowedLatenessMs, collectedAt, channel: options.channel, outlet: options.outlet };
  const mentions = fresh.flatMap((each) => {
    const { title, text, link, id } = each.entry;
    if (title || text || link || id) return [mentionOfEntry(each, feed, origin)];
    dropped('empty entry');
    return [];
  });
  return { mentions, cursor: { ...cursor, seen: [...seen] }, ...waitOf(response, feed.everyMs, options) };
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
