import pino from 'pino';
import { watchHosts } from '#enrich/watch-hosts';
import { systemClock } from '#ingest/clock';
import type { Cursor, Poll } from '#ingest/collector';
import { certificateTransparency } from '#ingest/collectors/certificate-transparency';
import { createFeedParser } from '#ingest/feed/feed-parser';
import { createPoliteHttpClient } from '#ingest/http/polite-http-client';
import { type Mention, mentionId } from '#ingest/mention';
import { openCollecting } from '../../contract/collecting';
import { describeCollector } from '../../contract/collector-contract';
import { until } from '../../contract/until';
import { temporaryFolder } from '../../temporary-folder';
import { type LogDouble, openLogDouble } from '../certificate-log/log-double';
import { type CertificateWishes, createCertificateMaker } from '../certificate-log/make-certificate';

const http = createPoliteHttpClient({ clock: systemClock, minHostGapMs: 0 });
const make = createCertificateMaker();
const watchesHost = watchHosts([
  { id: 'vinci', officialDomains: ['vinci.com', 'vinci-airports.com'] },
  { id: 'axa', officialDomains: ['axa.fr'] },
]);
const PROTOCOLS = ['rfc6962', 'static-ct'] as const;
type Protocol = (typeof PROTOCOLS)[number];
const urlOf = (log: LogDouble, kind: Protocol) => (kind === 'rfc6962' ? log.rfc6962 : log.staticCt);

for (const kind of PROTOCOLS)
  describeCollector(`certificate-transparency (${kind})`, async () => {
    const log = await openLogDouble();
    return {
      source: {
        name: 'certificates',
        definition: certificateTransparency,
        options: certificateTransparency.options.parse({
          logs: [{ url: urlOf(log, kind), kind }],
          from: 'start',
          allowPrivateNetwork: true,
        }),
        everyMs: 100,
      },
      http,
      watchesHost,
      offer: async (texts) => {
        for (const text of texts) {
          const certificate = text === undefined ? undefined : make({ names: ['vinci.group'], issuer: text });
          log.entries.push({ certificate, at: new Date().toISOString(), isPrecertificate: true });
        }
      },
      isPushed: false,
      close: log.close,
    };
  });

describe('certificate-transparency', () => {
  const LOGGED = '2016-11-07T14:03:00.000Z';
  let log: LogDouble;
  let now: number;
  const dropped: string[] = [];
  beforeEach(async () => {
    log = await openLogDouble();
    now = Date.parse('2016-11-07T14:05:00.000Z');
    dropped.length = 0;
  });
  afterEach(() => log.close());

  /** Puts certificates into the log. */
  function issue(...wishes: readonly (CertificateWishes | undefined)[]): void {
    for (const wish of wishes)
      log.entries.push({
        certificate: wish && make(wish),
        at: LOGGED,
        isPrecertificate: wish?.isPrecertificate ?? false,
      });
  }
  const ordinary = (count: number): CertificateWishes[] =>
    Array.from({ length: count }, (_, at) => ({ names: [`shop-${log.entries.length + at}.example`] }));

  /** A collector as a process has it. */
  function open(settings: object = {}, client = http) {
    const options = certificateTransparency.options.parse({
      logs: [{ url: log.staticCt, kind: 'static-ct' }],
      from: 'start',
      allowPrivateNetwork: true,
      ...settings,
    });
    const collector = certificateTransparency.create(options, {
      source: 'certificates',
      clock: { ...systemClock, now: () => now },
      random: () => 0.5,
      http: client,
      feeds: createFeedParser({ clock: systemClock }),
      log: pino({ level: 'silent' }),
      allowedLatenessMs: 3_600_000,
      dropped: (reason) => void dropped.push(reason),
      listen: async () => async () => {},
      watchesHost,
    });
    if (collector.mode !== 'poll') throw new Error('logs are polled');
    return (cursor?: Cursor): Promise<Poll> =>
      collector.poll(cursor && JSON.parse(JSON.stringify(cursor)), new AbortController().signal);
  }
  const poll = (cursor?: Cursor, settings?: object) => open(settings)(cursor);
  const overRfc = () => ({ logs: [{ url: log.rfc6962, kind: 'rfc6962' }] });
  const titles = ({ mentions }: Poll) => mentions.map(({ title }) => title);
  const titleOf = (name: string) => `A certificate was issued for ${name}`;

  it.each(PROTOCOLS)('tells in plain words of a certificate for a look-alike, read by %s', async (kind) => {
    issue({
      names: ['vinci.group', 'www.vinci.group', 'mail.shop.example'],
      commonName: 'vinci.group',
      serial: 7,
    });
    const { mentions, hasMore, progress } = await poll(undefined, {
      logs: [{ url: urlOf(log, kind), kind }],
    });
    const [, serial] = /serial=(\w+)$/.exec(mentions[0]?.url ?? '') ?? [];
    expect(mentions).toEqual([
      {
        id: mentionId('certificates', `${serial?.toUpperCase()} O=Let's Encrypt\nCN=R3`),
        source: 'certificates',
        channel: 'certificate-log',
        url: `https://crt.sh/?serial=${serial}`,
        canonicalUrl: `https://crt.sh/?serial=${serial}`,
        title: titleOf('vinci.group and www.vinci.group'),
        text: "A certificate was issued for vinci.group and www.vinci.group on 7 Nov 2016 by Let's Encrypt, valid from 7 Nov 2016 to 5 Feb 2017. vinci.group has the name of vinci.com under another suffix. Other names on it: mail.shop.example. Whoever holds it can put up a web site or send mail under such a name; often nothing is to be seen there yet.",
        language: 'en',
        publishedAt: LOGGED,
        collectedAt: '2016-11-07T14:05:00.000Z',
        original: { id: `${urlOf(log, kind)}#0` },
      },
    ]);
    expect([hasMore, progress]).toEqual([false, 'up to date']);
  });

  it.each([
    ['a wildcard', ['*.vinci.group'], [titleOf('*.vinci.group')]],
    ['letters of another script', ['xn--vnci-l9d.com'], [titleOf('vіnci.com (xn--vnci-l9d.com)')]],
    ['a name below a look-alike', ['press.vinci-group.com'], [titleOf('press.vinci-group.com')]],
    ['two brands', ['vinci.group', 'axa.group'], [titleOf('axa.group and vinci.group')]],
    ['an official domain: no', ['vinci.com', '*.vinci.com', 'a.b.vinci-airports.com'], []],
    ['other names: no', ['example.org', 'xn--mnchen-3ya.example'], []],
    ['what is no host: no', ['vinci.group, DNS:x', 'vinci group', '', '*', `${'a'.repeat(300)}.group`], []],
  ])('matches the names of a certificate: %s', async (_, names, expected) => {
    issue({ names });
    expect(titles(await poll())).toEqual(expected);
    expect(dropped).toEqual([]);
  });

  it('reads the common name too', async () => {
    issue({ names: ['shop.example'], commonName: 'Vinci.Group.' });
    expect(titles(await poll())).toEqual([titleOf('vinci.group')]);
  });

  it('makes one mention of a pre-certificate and its certificate, wherever they are logged', async () => {
    const other = await openLogDouble();
    const wish = { names: ['vinci.group'], serial: 1 };
    issue({ ...wish, isPrecertificate: true }, wish);
    other.entries.push({ certificate: make(wish), at: LOGGED });
    const both = { logs: [...overRfc().logs, { url: other.staticCt, kind: 'static-ct' }] };
    const first = await poll(undefined, both);
    issue(wish, { ...wish, serial: 2 });
    const second = await poll(first.cursor, both);
    const alone = await poll(undefined, overRfc());
    await other.close();
    expect([first, second, alone].map(({ mentions }) => mentions.length)).toEqual([1, 1, 2]);
    expect(alone.mentions.map(({ id }) => id)).toEqual(
      [first, second].map(({ mentions }) => mentions[0]?.id),
    );
  });

  it.each(PROTOCOLS)(
    'begins at the end, at the start or at an index, and then misses nothing: %s',
    async (kind) => {
      const logs = [{ url: urlOf(log, kind), kind }];
      issue(...ordinary(3), { names: ['vinci.group'] });
      const counts = async (from: unknown) => (await poll(undefined, { logs, from })).mentions.length;
      expect([
        await counts('now'),
        await counts('start'),
        await counts(3),
        await counts(4),
        await counts(99),
      ]).toEqual([0, 1, 1, 0, 0]);
      const { cursor } = await poll(undefined, { logs, from: 'now' });
      issue({ names: ['vinci-press.com'] });
      expect(titles(await poll(cursor, { logs, from: 'now' }))).toEqual([titleOf('vinci-press.com')]);
    },
  );

  it('goes on asking a log that gives fewer entries than it was asked for', async () => {
    log.manners.mostEntries = 3;
    issue(...ordinary(7), { names: ['vinci.group'] });
    expect(titles(await poll(undefined, overRfc()))).toEqual([titleOf('vinci.group')]);
    expect(log.asked).toEqual([
      '/rfc/ct/v1/get-sth',
      ...['0&end=7', '3&end=7', '6&end=7'].map((range) => `/rfc/ct/v1/get-entries?start=${range}`),
    ]);
  });

  it('asks for fewer entries where an answer would be too large, and drops one that is too large alone', async () => {
    const client = createPoliteHttpClient({ clock: systemClock, limits: { maxBytes: 8_000 } });
    const huge = { names: Array.from({ length: 500 }, (_, at) => `h${at}.shop.example`) };
    issue(...ordinary(9), huge, ...ordinary(9), { names: ['vinci.group'] });
    expect(titles(await open(overRfc(), client)())).toEqual([titleOf('vinci.group')]);
    expect(dropped).toEqual(['entry too large']);
  });

  it('reads full tiles, and a partial one only of the size that the checkpoint proves', async () => {
    issue(...ordinary(255), { names: ['vinci.group'] }, ...ordinary(2));
    const first = await poll();
    issue(...ordinary(1), { names: ['vinci-press.com'] });
    const second = await poll(first.cursor);
    expect([titles(first), titles(second)]).toEqual([[titleOf('vinci.group')], [titleOf('vinci-press.com')]]);
    expect(log.asked.filter((path) => path.includes('tile'))).toEqual([
      '/static/tile/data/000',
      '/static/tile/data/001.p/2',
      '/static/tile/data/001.p/4',
    ]);
  });

  it('takes the full tile where a partial one is gone, and of it no more than the checkpoint proves', async () => {
    issue(...ordinary(4), { names: ['vinci.group'] }, ...ordinary(251), { names: ['vinci-press.com'] });
    log.manners.size = 5;
    log.manners.forgetsPartialTiles = true;
    const first = await poll();
    log.manners.size = 257;
    const second = await poll(first.cursor);
    expect([titles(first), titles(second)]).toEqual([[titleOf('vinci.group')], [titleOf('vinci-press.com')]]);
  });

  it('reads tiles that are compressed without saying so', async () => {
    log.manners.gzipTiles = true;
    issue({ names: ['vinci.group'], isPrecertificate: true });
    expect(titles(await poll())).toEqual([titleOf('vinci.group')]);
  });

  it.each([
    ['maxEntriesPerPoll', 40],
    ['maxEntriesPerPoll', 256],
  ])('reads no more than %s %d at once, and asks to go on', async (name, most) => {
    issue(...ordinary(300), { names: ['vinci.group'] });
    const ask = open({ [name]: most });
    let answer = await ask();
    let polls = 1;
    for (; answer.hasMore; polls++) answer = await ask(answer.cursor);
    expect(titles(answer)).toEqual([titleOf('vinci.group')]);
    expect(polls).toBe(Math.ceil(301 / most));
  });

  it.each(PROTOCOLS)('drops what is no certificate, counts it, and reads the rest: %s', async (kind) => {
    issue(undefined, { names: ['vinci.group'] }, undefined);
    expect(titles(await poll(undefined, { logs: [{ url: urlOf(log, kind), kind }] }))).toEqual([
      titleOf('vinci.group'),
    ]);
    expect(dropped).toEqual(['damaged certificate', 'damaged certificate']);
  });

  it('reads on from where it was when a tile is damaged: none of it is passed over', async () => {
    issue(...ordinary(256), { names: ['vinci.group'] });
    const full = log.entries.length;
    log.manners.size = 256;
    const { cursor } = await poll();
    log.manners.size = full;
    log.manners.tile = Buffer.from('<html>busy</html>');
    await expect(poll(cursor)).rejects.toThrow(
      `${log.staticCt}/tile/data/001.p/1: damaged tile, entry 1 of 1: `,
    );
    log.manners.tile = undefined;
    expect(titles(await poll(cursor))).toEqual([titleOf('vinci.group')]);
  });

  describe('of several logs', () => {
    let other: LogDouble;
    beforeEach(async () => {
      other = await openLogDouble();
      other.entries.push({ certificate: make({ names: ['vinci.group'] }), at: LOGGED });
    });
    afterEach(() => other.close());
    const both = () => ({
      logs: [
        { url: log.staticCt, kind: 'static-ct' },
        { url: other.rfc6962, kind: 'rfc6962' },
      ],
    });
    const problemsOf = ({ problems = [] }: Poll) => problems.map(({ message }) => message);

    it.each<[string, (double: LogDouble) => void, RegExp]>([
      ['is down', ({ manners }) => (manners.refusal = { status: 503 }), /checkpoint: answered 503/],
      [
        'shows no checkpoint',
        ({ manners }) => (manners.checkpoint = 'hello\n'),
        /the answer is no checkpoint/,
      ],
      ['has shrunk', ({ manners }) => (manners.size = 1), /has shrunk from 2 entries to 1/],
      [
        'shows another tree',
        ({ entries }) => (entries[1] = { certificate: undefined, at: LOGGED }),
        /two different trees of 2 entries/,
      ],
    ])('one that %s is told of, and the other goes on', async (_, harm, problem) => {
      issue(...ordinary(2));
      const first = await poll(undefined, both());
      harm(log);
      other.entries.push({ certificate: make({ names: ['axa.group'] }), at: LOGGED });
      const second = await poll(first.cursor, both());
      expect(titles(second)).toEqual([titleOf('axa.group')]);
      expect(problemsOf(second)).toEqual([expect.stringMatching(problem)]);
      expect(second.progress).toBe('1 of 2 logs in trouble; up to date');
      expect((second.cursor.logs as Record<string, unknown>)[log.staticCt]).toEqual(
        (first.cursor.logs as Record<string, unknown>)[log.staticCt],
      );
    });

    it('one that asks to wait is left alone for so long', async () => {
      log.manners.refusal = { status: 429, headers: { 'retry-after': '120' } };
      const ask = open(both());
      const first = await ask();
      log.manners.refusal = undefined;
      issue({ names: ['axa.group'] });
      now += 119_000;
      const early = await ask(first.cursor);
      now += 1_000;
      const late = await ask(early.cursor);
      expect([problemsOf(first).length, problemsOf(early), titles(early), titles(late)]).toEqual([
        1,
        [],
        [],
        [titleOf('axa.group')],
      ]);
    });

    it('fails as a whole only when none can be read, with the shortest wait that they ask for', async () => {
      log.manners.refusal = { status: 429, headers: { 'retry-after': '120' } };
      other.manners.refusal = { status: 503, headers: { 'retry-after': '60' } };
      await expect(poll(undefined, both())).rejects.toMatchObject({
        message: expect.stringMatching(/answered 429.*answered 503/),
        retryAfterMs: 60_000,
      });
    });
  });

  it('keeps what it read before a log failed in the middle', async () => {
    issue({ names: ['vinci.group'] }, ...ordinary(260));
    log.entries[258] = { certificate: make({ names: ['axa.group'] }), at: LOGGED };
    log.manners.failsFrom = 256;
    const first = await poll(undefined, overRfc());
    log.manners.failsFrom = undefined;
    const second = await poll(first.cursor, overRfc());
    expect([titles(first), titles(second)]).toEqual([[titleOf('vinci.group')], [titleOf('axa.group')]]);
    expect(first.problems).toEqual([expect.objectContaining({ status: 500 })]);
  });

  it('dates what a log merged late by when it could first be seen, and says when it was issued', async () => {
    issue(...ordinary(1));
    const first = await poll();
    now += 86_400_000;
    const second = await poll(first.cursor);
    now += 60_000;
    issue({ names: ['vinci.group'] });
    const { mentions } = await poll(second.cursor);
    expect(mentions).toMatchObject(
      [{ publishedAt: '2016-11-08T14:05:00.000Z', text: /on 7 Nov 2016/ }].map(({ publishedAt, text }) => ({
        publishedAt,
        text: expect.stringMatching(text),
      })),
    );
    expect(mentions[0]?.backfill).toBeUndefined();
  });

  it('takes for old what was there long before it looked', async () => {
    issue({ names: ['vinci.group'] });
    now += 86_400_000;
    expect((await poll()).mentions).toMatchObject([{ backfill: true, publishedAt: LOGGED }]);
  });
});

describe('a source of several logs', () => {
  const folder = temporaryFolder();
  it('goes on after a restart, catches up at once, and shows what one log lacks', async () => {
    const [good, bad] = [await openLogDouble(), await openLogDouble()];
    bad.manners.refusal = { status: 404 };
    const source = {
      name: 'certificates',
      definition: certificateTransparency,
      options: certificateTransparency.options.parse({
        logs: [
          { url: good.rfc6962, kind: 'rfc6962' },
          { url: bad.staticCt, kind: 'static-ct' },
        ],
        maxEntriesPerPoll: 10,
        allowPrivateNetwork: true,
      }),
      everyMs: 3_600_000,
    };
    const run = () => openCollecting({ dataFolder: folder(), sources: [source], http, watchesHost });
    const add = (name: string) =>
      good.entries.push({ certificate: make({ names: [name] }), at: new Date().toISOString() });
    add('vinci.group');
    const first = await run();
    await first.pollNow('certificates');
    expect(first.mentions()).toEqual([]);
    expect(first.status()).toMatchObject({
      state: 'waiting',
      progress: '1 of 2 logs in trouble; up to date',
      lastError: { message: expect.stringContaining('/static/checkpoint: answered 404') },
    });
    await first.close();
    for (let count = 0; count < 95; count++) add(`shop-${count}.example`);
    add('vinci-press.com');
    const second = await run();
    await second.pollNow('certificates');
    await until(() => second.mentions().length > 0);
    const found: readonly Mention[] = second.mentions();
    expect(found.map(({ title }) => title)).toEqual(['A certificate was issued for vinci-press.com']);
    await second.close();
    await Promise.all([good.close(), bad.close()]);
  });
});
