import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { performance } from 'node:perf_hooks';
import pino from 'pino';
import { systemClock } from '#ingest/clock';
import type { Cursor, Poll } from '#ingest/collector';
import { rss } from '#ingest/collectors/rss';
import { createFeedParser, type FeedParser } from '#ingest/feed/feed-parser';
import { createPoliteHttpClient } from '#ingest/http/polite-http-client';
import { mentionId } from '#ingest/mention';
import { describeCollector } from '../../contract/collector-contract';

type Answer = { status?: number; headers?: Record<string, string>; body?: string };

const http = createPoliteHttpClient({ clock: systemClock, minHostGapMs: 0 });
const item = (id: string, rest = '') =>
  `<item><guid isPermaLink="false">${id}</guid><title>${id}</title>${rest}</item>`;
const feedOf = (...items: string[]) =>
  `<rss version="2.0"><channel><title>Wire</title>${items.join('')}</channel></rss>`;

/** A feed on this machine that answers what it is told to, and remembers what it was asked. */
async function openFeed() {
  let answer: Answer = { body: feedOf() };
  const asked: IncomingMessage[] = [];
  const server: Server = createServer((request, response) => {
    asked.push(request);
    response.writeHead(answer.status ?? 200, answer.headers).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/feed`,
    asked,
    answer: (next: Answer) => {
      answer = next;
    },
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

describeCollector('rss', async () => {
  const feed = await openFeed();
  const offered: (string | undefined)[] = [];
  return {
    source: {
      name: 'wire',
      definition: rss,
      options: rss.options.parse({ url: feed.url, allowPrivateNetwork: true }),
      everyMs: 100,
    },
    http,
    offer: async (texts) => {
      offered.push(...texts);
      feed.answer({
        body: feedOf(
          ...offered.map((text) =>
            text === undefined ? '<item><title><!-- </item>' : item(text, '<!-- x -->'),
          ),
        ),
      });
    },
    isPushed: false,
    close: feed.close,
  };
});

describe('rss', () => {
  let feed: Awaited<ReturnType<typeof openFeed>>;
  let feeds: FeedParser;
  const dropped: string[] = [];
  beforeAll(() => {
    feeds = createFeedParser({ clock: systemClock });
  });
  afterAll(() => feeds.close());
  beforeEach(async () => {
    feed = await openFeed();
    dropped.length = 0;
  });
  afterEach(() => feed.close());

  async function poll(answer: Answer, cursor?: Cursor, settings: object = {}): Promise<Poll> {
    feed.answer(answer);
    const options = rss.options.parse({ url: feed.url, allowPrivateNetwork: true, ...settings });
    const collector = rss.create(options, {
      source: 'wire',
      clock: { ...systemClock, now: () => Date.parse('2016-11-22T16:10:00Z') },
      random: () => 0.5,
      http,
      feeds,
      log: pino({ level: 'silent' }),
      allowedLatenessMs: 3_600_000,
      dropped: (reason) => void dropped.push(reason),
      listen: async () => async () => {},
    });
    if (collector.mode !== 'poll') throw new Error('rss is polled');
    const saved = cursor && (JSON.parse(JSON.stringify(cursor)) as Cursor);
    return await collector.poll(saved, new AbortController().signal);
  }
  const titles = ({ mentions }: Poll) => mentions.map(({ title }) => title);

  it('makes a mention of an entry, whole', async () => {
    const body = feedOf(
      item(
        'a',
        '<link>https://news.example/a?utm_source=rss</link><description>&lt;b&gt;Hello&lt;/b&gt; you</description><pubDate>Tue, 22 Nov 2016 16:05:00 GMT</pubDate>',
      ),
      item('old', '<pubDate>Tue, 22 Nov 2016 10:00:00 GMT</pubDate>'),
    );
    const { mentions } = await poll({ body });
    expect(mentions[0]).toEqual({
      id: mentionId('wire', 'a'),
      source: 'wire',
      channel: 'news',
      outlet: 'Wire',
      url: 'https://news.example/a?utm_source=rss',
      canonicalUrl: 'https://news.example/a',
      title: 'a',
      text: 'Hello you',
      publishedAt: '2016-11-22T16:05:00.000Z',
      collectedAt: '2016-11-22T16:10:00.000Z',
      original: { id: 'a', title: 'a', summary: '<b>Hello</b> you' },
    });
    expect(mentions[1]).toMatchObject({ backfill: true, publishedAt: '2016-11-22T10:00:00.000Z' });
  });

  it('tells of an entry once, and of new ones when they come', async () => {
    const first = await poll({ body: feedOf(item('a')) });
    const second = await poll({ body: feedOf(item('b'), item('a', '<comments>3</comments>')) }, first.cursor);
    expect([titles(first), titles(second)]).toEqual([['a'], ['b']]);
  });

  it('tells of a corrected title as a revision that names the first', async () => {
    const first = await poll({ body: feedOf(item('a')) });
    const second = await poll(
      { body: feedOf(item('a').replace('<title>a', '<title>corrected')) },
      first.cursor,
    );
    expect(second.mentions).toMatchObject([{ title: 'corrected', repostOf: mentionId('wire', 'a') }]);
    expect(second.mentions[0]?.id).not.toBe(mentionId('wire', 'a'));
  });

  it('takes entries that have no date at first sight for old ones, and those that come later for new', async () => {
    const future = item('b', '<pubDate>Tue, 22 Nov 2036 16:05:00 GMT</pubDate>');
    const first = await poll({ body: feedOf(item('a'), future) });
    const second = await poll({ body: feedOf(item('c'), item('a'), future) }, first.cursor);
    const dates = ({ mentions }: Poll) =>
      mentions.map(({ publishedAt, backfill }) => [publishedAt, backfill]);
    expect(dates(first)).toEqual(Array(2).fill(['2016-11-22T16:10:00.000Z', true]));
    expect(dates(second)).toEqual([['2016-11-22T16:10:00.000Z', undefined]]);
  });

  it('takes a text that wobbles below a publication date for no correction', async () => {
    const dated = (text: string) =>
      feedOf(
        item(
          'a',
          `<dc:date xmlns:dc="http://purl.org/dc/elements/1.1/">2016-11-22T16:00:00Z</dc:date><description>${text}</description>`,
        ),
      );
    const first = await poll({ body: dated('3 comments') });
    expect((await poll({ body: dated('4 comments') }, first.cursor)).mentions).toEqual([]);
  });

  it('sends validators back and reads nothing when nothing changed', async () => {
    const headers = { etag: '"1"', 'last-modified': 'then' };
    const first = await poll({ headers, body: feedOf(item('a')) });
    const second = await poll({ status: 304 }, first.cursor);
    expect(second).toMatchObject({ mentions: [], unchanged: true });
    expect(feed.asked[1]?.headers).toMatchObject({ 'if-none-match': '"1"', 'if-modified-since': 'then' });
    const third = await poll({ body: feedOf(item('a')) }, second.cursor);
    expect(third).toMatchObject({ mentions: [], unchanged: true });
  });

  it('asks without validators after thirty 304 in a row', async () => {
    const first = await poll({ headers: { etag: '"1"' }, body: feedOf(item('a')) });
    await poll({ status: 304 }, { ...first.cursor, unmodified: 30 });
    expect(feed.asked[1]?.headers['if-none-match']).toBeUndefined();
  });

  it.each([
    ['<ttl>10</ttl>', {}, 600_000],
    ['<ttl>600</ttl>', {}, 1_800_000],
    ['<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>', {}, 900_000],
    ['', { 'cache-control': 'max-age=120' }, 120_000],
    ['', {}, undefined],
  ])('waits as %s %j asks, up to maxWait', async (channel, headers, expected) => {
    const body = feedOf(item('a')).replace('<title>Wire</title>', `<title>Wire</title>${channel}`);
    expect((await poll({ body, headers })).nextAfterMs).toBe(expected);
  });

  it('keeps entries apart that share one guid, and drops empty ones', async () => {
    const links = ['https://a.example/1', 'https://a.example/2'].map(
      (link) => `<item><guid>same</guid><link>${link}</link></item>`,
    );
    const { mentions } = await poll({ body: feedOf(...links, '<item></item>') });
    expect(new Set(mentions.map(({ id }) => id)).size).toBe(2);
    expect(dropped).toEqual(['empty entry']);
  });

  it('says which feed cannot be read and why, without its query', async () => {
    const url = `${feed.url}?key=s3cret`;
    const failing = poll({ body: '<html><body>Sorry</body></html>' }, undefined, { url });
    await expect(failing).rejects.toThrow(`${feed.url}?…: this is a web page, not a feed`);
  });

  it('passes a refusal on with the wait it asks for', async () => {
    const failing = poll({ status: 429, headers: { 'retry-after': '90' } });
    await expect(failing).rejects.toMatchObject({ status: 429, retryAfterMs: 90_000 });
  });
});

describe('the feed reader', () => {
  it('gives up on a feed at the deadline, and reads the next one', async () => {
    const feeds = createFeedParser({ clock: systemClock, deadlineMs: 400 });
    const nested = `<rss><channel><item><description>${'<a>'.repeat(400_000)}${'</b>'.repeat(200_000)}`;
    const began = performance.now();
    const slow = feeds.parse(Buffer.from(nested), { url: 'https://a.example/' });
    const next = feeds.parse(Buffer.from(feedOf(item('a'))), { url: 'https://b.example/' });
    await expect(slow).rejects.toThrow(/took longer than 0.4 s/);
    expect((await next).entries).toHaveLength(1);
    expect(performance.now() - began).toBeLessThan(8_000);
    await feeds.close();
    await expect(feeds.parse(Buffer.from(''), { url: 'https://a.example/' })).rejects.toThrow(/closed/);
  });

  it('ends its thread when there is nothing to do', async () => {
    const feeds = createFeedParser({ clock: systemClock, idleMs: 20 });
    await feeds.parse(Buffer.from(feedOf(item('a'))), { url: 'https://a.example/' });
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(
      (await feeds.parse(Buffer.from(feedOf(item('b'))), { url: 'https://a.example/' })).entries,
    ).toHaveLength(1);
    await feeds.close();
  });
});
