import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pino from 'pino';
import type { Clock } from '#ingest/clock';
import type { Cursor } from '#ingest/collector';
import { replay } from '#ingest/collectors/replay';
import { createFeedParser } from '#ingest/feed/feed-parser';
import { Mention, mentionId } from '#ingest/mention';
import { packageRoot } from '#ingest/thread';
import { noHttp } from '../../contract/collecting';
import { describeCollector } from '../../contract/collector-contract';
import { temporaryFolder } from '../../temporary-folder';

function recorded(text: string, at: string): Mention {
  const time = new Date(at).toISOString();
  return {
    id: mentionId('x', text),
    source: 'x',
    channel: 'social',
    text,
    publishedAt: time,
    collectedAt: time,
  };
}

describeCollector('replay', async (folder) => {
  const file = join(folder, 'recording.ndjson');
  writeFileSync(file, '');
  const line = (text: string | undefined) =>
    text === undefined ? '{"broken' : JSON.stringify(recorded(text, '2016-11-22T15:05:00Z'));
  return {
    source: {
      name: 'recording',
      definition: replay,
      options: replay.options.parse({ file, speed: 'max' }),
    },
    offer: async (texts) => appendFileSync(file, texts.map((text) => `${line(text)}\n`).join('')),
    isPushed: false,
    close: async () => {},
  };
});

describe('replay', () => {
  const folder = temporaryFolder();

  /** Plays lines, or a whole file, on a clock that jumps ahead in sleep; gives batches with the clock's seconds, and the rest. */
  async function playFile(
    lines: readonly string[] | string,
    settings: object = {},
    cursor?: Cursor,
    stopAfter = 1e9,
  ) {
    const file = join(folder(), 'day.ndjson');
    writeFileSync(file, typeof lines === 'string' ? lines : lines.map((line) => `${line}\n`).join(''));
    let now = Date.parse('2026-01-01T00:00:00Z');
    const clock: Clock = {
      now: () => now,
      sleep: async (ms) => {
        now += ms;
      },
    };
    const begin = now;
    const stopping = new AbortController();
    const played: { second: number; texts: string[] }[] = [];
    const mentions: Mention[] = [];
    const dropped: string[] = [];
    const positions: Cursor[] = [];
    let progress: string[] = [];
    const collector = replay.create(replay.options.parse({ file, ...settings }), {
      source: 'recording',
      clock,
      random: () => 0.5,
      http: noHttp,
      feeds: createFeedParser({ clock }),
      log: pino({ level: 'silent' }),
      allowedLatenessMs: 3_600_000,
      dropped: (reason) => dropped.push(reason),
      listen: async () => async () => {},
    });
    if (collector.mode !== 'stream') throw new Error('not a stream');
    await collector.run({
      cursor,
      emit: async (batch, position) => {
        positions.push(position);
        if (batch.length === 0) return;
        played.push({ second: Math.round((now - begin) / 100) / 10, texts: batch.map(({ text }) => text) });
        mentions.push(...batch);
        if (played.length >= stopAfter) stopping.abort();
      },
      progress: (text) => {
        progress = [...progress, text];
      },
      signal: stopping.signal,
    });
    return { played, mentions, dropped, positions, progress };
  }
  const at = (text: string, time: string) => JSON.stringify(recorded(text, `2016-11-22T${time}Z`));
  const day = [
    at('a', '14:00:00'),
    at('b', '14:30:00'),
    at('c', '15:00:00'),
    at('d', '15:00:30'),
    at('e', '15:01:00'),
  ];

  it('plays at its speed, with the times of the recording', async () => {
    const { played, mentions } = await playFile(day, { speed: 60 });
    expect(played).toEqual([
      { second: 0, texts: ['a'] },
      { second: 30, texts: ['b'] },
      { second: 60, texts: ['c'] },
      { second: 60.5, texts: ['d'] },
      { second: 61, texts: ['e'] },
    ]);
    expect(mentions).toEqual(day.map((line) => JSON.parse(line)));
  });

  it('reads files with a byte order mark and Windows line ends', async () => {
    const { mentions, dropped } = await playFile(`\ufeff${day.join('\r\n')}`, { speed: 'max' });
    expect([mentions.map(({ text }) => text).join(''), dropped]).toEqual(['abcde', []]);
  });

  it('reads a last line that was still being written again at the next start', async () => {
    const [a = '', b = ''] = day;
    const first = await playFile(`${a}\n${b.slice(0, 40)}`, { speed: 'max' });
    const second = await playFile(`${a}\n${b}\n`, { speed: 'max' }, first.positions.at(-1));
    expect([first, second].map(({ mentions }) => mentions.map(({ text }) => text))).toEqual([['a'], ['b']]);
  });

  it.each([
    ['a clock time in the zone', '16:00', 'Europe/Paris'],
    ['an instant', '2016-11-22T15:00:00Z', 'UTC'],
  ])('runs fast until %s, then slowly, and says where it is', async (_, until, timezone) => {
    const { played, progress } = await playFile(day, { pace: [{ until, speed: 1800 }], speed: 30, timezone });
    expect(played.map(({ second }) => second)).toEqual([0, 1, 2, 3, 4]);
    expect(progress.at(-1)).toBe(
      timezone === 'UTC' ? '22 Nov 2016 15:01, 30×, 100 %' : '22 Nov 2016 16:01, 30×, 100 %',
    );
  });

  it('sends what is due together in batches of at most 500, without a pause at "max"', async () => {
    const lines = Array.from({ length: 1_201 }, (_, n) =>
      at(`m${n}`, `15:${String(n % 60).padStart(2, '0')}:00`),
    );
    const { played } = await playFile(lines, { speed: 'max' });
    expect(played.map(({ second, texts }) => [second, texts.length])).toEqual([
      [0, 500],
      [0, 500],
      [0, 201],
    ]);
  });

  it('goes on from any saved position, at the pace of that place', async () => {
    const first = await playFile(day, { speed: 60 }, undefined, 2);
    const second = await playFile(day, { speed: 60 }, first.positions.at(-1));
    expect([first, second].map(({ played }) => played.flatMap(({ texts }) => texts))).toEqual([
      ['a', 'b'],
      ['c', 'd', 'e'],
    ]);
    expect(second.played.map(({ second: time }) => time)).toEqual([0, 0.5, 1]);
    const third = await playFile(day, {}, second.positions.at(-1));
    expect(third.played).toEqual([]);
  });

  it('drops what is no mention, and fills in missing ids, times, source and channel', async () => {
    const bare = '{"title":"Vinci","publishedAt":"2016-11-22T16:05:00+01:00"}';
    const lines = ['not json', '', '[]', '{"id":"x"}', bare, `"${'x'.repeat(1_100_000)}"`];
    const { mentions, dropped } = await playFile(lines, { channel: 'news' });
    expect(dropped).toEqual(['not JSON', 'not a mention', 'not a mention', 'line too long']);
    expect(mentions).toEqual([
      {
        id: mentionId('recording', bare),
        source: 'recording',
        channel: 'news',
        title: 'Vinci',
        text: 'Vinci',
        publishedAt: '2016-11-22T15:05:00.000Z',
        collectedAt: '2016-11-22T15:05:00.000Z',
      },
    ]);
  });

  it.each([
    [{ speed: 0 }, 'speed'],
    [{ timezone: 'Europe/Rueil' }, 'timezone'],
    [{ pace: [{ until: '4 pm', speed: 1 }] }, 'pace'],
  ])('refuses the option %j', (settings, path) => {
    const { error } = replay.options.safeParse({ file: 'x', ...settings });
    expect(error?.issues[0]?.path[0]).toBe(path);
  });
});

describe('the recording of 22 November 2016', () => {
  const lines = readFileSync(join(packageRoot(), 'config/replays/vinci-2016.ndjson'), 'utf8')
    .trimEnd()
    .split('\n');
  const mentions = lines.map((line) => Mention.parse(JSON.parse(line)));
  const between = (from: string, to: string) =>
    mentions.filter(
      ({ publishedAt }) =>
        publishedAt >= `2016-11-22T${from}:00.000Z` && publishedAt < `2016-11-22T${to}:00.000Z`,
    );

  it('has each mention once, in the order of collection, a few seconds after its publication', () => {
    expect(new Set(mentions.map(({ id }) => id)).size).toBe(mentions.length);
    const times = mentions.map(({ collectedAt }) => collectedAt);
    expect(times).toEqual([...times].sort());
    const delays = mentions.map((m) => Date.parse(m.collectedAt) - Date.parse(m.publishedAt));
    expect([Math.min(...delays) > 0, Math.max(...delays) < 30_000]).toEqual([true, true]);
  });

  it('has reposts only of what was there before', () => {
    const seen = new Set<string>();
    const orphans = mentions.filter(({ id, repostOf }) => {
      seen.add(id);
      return repostOf !== undefined && !seen.has(repostOf);
    });
    expect(orphans).toEqual([]);
  });

  it('is quiet until 16:05 and a storm from 16:08', () => {
    const perMinute = (from: string, to: string, minutes: number) =>
      Math.round((between(from, to).length / minutes) * 10) / 10;
    expect(perMinute('07:00', '15:05', 485)).toBeGreaterThan(1);
    expect(perMinute('07:00', '15:05', 485)).toBeLessThan(2);
    expect(perMinute('15:08', '15:25', 17)).toBeGreaterThan(60);
    expect(perMinute('17:30', '18:00', 30)).toBeLessThan(8);
  });

  it.each([
    ['15:05', 'e-mail', 'press@vinci.group', '2 490 millions'],
    ['15:05', 'e-mail', 'press@vinci.group', 'EUR 2,490 million'],
    ['15:06', 'newswire', 'Bloomberg', 'REVISE 2015'],
    ['15:06', 'newswire', 'Dow Jones', 'Restate'],
    ['15:10', 'newswire', 'Dow Jones', 'dément oralement'],
    ['15:13', 'newswire', "Fil d'agences Paris", '49,93'],
    ['15:15', 'newswire', 'Euronext Paris', 'suspendue'],
    ['15:16', 'newswire', 'Bloomberg', 'HEADLINES DELETED'],
    ['15:19', 'newswire', 'Euronext Paris', 'reprise'],
    ['15:27', 'e-mail', 'presse@vinci-group.com', 'Pierre Duprat'],
    ['15:30', 'newswire', 'Reuters', 'This is false, totally false'],
    ['15:47', 'newswire', 'CercleFinance', 'bien authentique celui-ci'],
    ['15:49', 'newsroom', 'VINCI', 'dément formellement'],
    ['16:02', 'newswire', 'Information réglementée', 'dément formellement'],
    ['16:20', 'newswire', 'Reuters', '59,2 EUR'],
    ['16:35', 'newswire', "Fil d'agences Paris", '58,80'],
    ['16:35', 'e-mail', 'contact@vincigroup.com', 'Notre-Dame-des-Landes'],
    ['17:24', 'newswire', 'Reuters', 'AMF suit de près'],
  ])('has at %s UTC, by %s, from %s: %s', (minute, channel, from, words) => {
    const found = mentions.filter(
      (mention) =>
        mention.publishedAt.startsWith(`2016-11-22T${minute}`) &&
        mention.channel === channel &&
        (mention.sender ?? mention.outlet) === from &&
        mention.text.includes(words),
    );
    expect(found).toHaveLength(1);
  });
});
