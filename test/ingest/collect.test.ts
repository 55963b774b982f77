import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Bus } from '#ingest/bus/bus';
import type { Clock } from '#ingest/clock';
import type { ConfiguredSource } from '#ingest/collect';
import { type Collector, type CollectorContext, defineCollector } from '#ingest/collector';
import { collectors } from '#ingest/collectors/index';
import { HttpError } from '#ingest/http/http-error';
import { type Mention, mentionId } from '#ingest/mention';
import { backOffMs, createCronSchedule } from '#ingest/schedule';
import { packageRoot } from '#ingest/thread';
import { type CollectingOptions, type OpenCollecting, openCollecting } from '../contract/collecting';
import { until } from '../contract/until';
import { temporaryFolder } from '../temporary-folder';

/** A clock whose sleepers wake when a test moves it. */
function createFakeClock() {
  let now = Date.parse('2026-01-01T00:00:00.000Z');
  const sleepers = new Set<{ at: number; wake: () => void }>();
  const clock: Clock = {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        const wake = () => {
          sleepers.delete(sleeper);
          resolve();
        };
        const sleeper = { at: now + ms, wake };
        if (signal?.aborted || ms <= 0) return resolve();
        signal?.addEventListener('abort', wake, { once: true });
        sleepers.add(sleeper);
      }),
  };
  const advance = (ms: number) => {
    now += ms;
    for (const { at, wake } of [...sleepers]) if (at <= now) wake();
  };
  return { clock, advance };
}

function mention(nativeId: string): Mention {
  const time = '2025-12-31T23:59:00.000Z';
  return {
    id: mentionId('probe', nativeId),
    source: 'probe',
    channel: 'web',
    text: nativeId,
    publishedAt: time,
    collectedAt: time,
  };
}

/** A source named `probe` that does what the test says. */
function probe(
  create: (context: CollectorContext) => Collector,
  settings: Partial<ConfiguredSource> = {},
): ConfiguredSource {
  const definition = defineCollector({
    kind: 'probe',
    summary: 'Does as it is told.',
    options: z.strictObject({}),
    example: 'kind: probe',
    gapPolicy: 'replayable',
    address: () => 'probe:',
    create: (_, context) => create(context),
  });
  return { name: 'probe', definition, options: {}, everyMs: 60_000, ...settings };
}
type PollOf = Extract<Collector, { mode: 'poll' }>['poll'];
const polled = (poll: PollOf, settings?: Partial<ConfiguredSource>) =>
  probe(() => ({ mode: 'poll', poll }), settings);

describe('collecting', () => {
  const folder = temporaryFolder();
  let open: OpenCollecting[] = [];
  afterEach(async () => {
    for (const collecting of open) await collecting.close();
    open = [];
  });
  async function start(source: ConfiguredSource, more: Partial<CollectingOptions> = {}) {
    const collecting = await openCollecting({ dataFolder: folder(), sources: [source], ...more });
    open.push(collecting);
    return collecting;
  }
  async function stop(collecting: OpenCollecting) {
    await collecting.close();
    open = open.filter((other) => other !== collecting);
  }

  it('polls on its interval, one at a time, and hands each poll the cursor of the one before', async () => {
    const { clock, advance } = createFakeClock();
    const cursors: unknown[] = [];
    const source = polled(async (cursor) => {
      const n = cursors.push(cursor);
      return { mentions: [mention(`m${n}`)], cursor: { n } };
    });
    const collecting = await start(source, { clock });
    await until(() => collecting.status().nextPollAt !== undefined);
    expect(collecting.status().nextPollAt).toBe('2026-01-01T00:00:02.500Z');
    advance(2_500);
    await until(() => collecting.status().nextPollAt === '2026-01-01T00:01:02.500Z');
    advance(30_000);
    advance(30_000);
    await until(() => collecting.mentions().length === 2);
    await until(() => collecting.status().state === 'waiting');
    expect(cursors).toEqual([undefined, { n: 1 }]);
    expect(collecting.status()).toMatchObject({ mentions: 2, lastItemAt: '2025-12-31T23:59:00.000Z' });
  });

  it('saves the cursor only when the bus has the mentions', async () => {
    let broken = true;
    const publish =
      (inner: Bus['publish']): Bus['publish'] =>
      async (topic, messages) => {
        if (broken) throw new Error('disk full');
        await inner(topic, messages);
      };
    const cursors: unknown[] = [];
    const source = polled(async (cursor) => {
      cursors.push(cursor);
      return { mentions: [mention('a')], cursor: { seen: 'a' } };
    });
    const { clock, advance } = createFakeClock();
    const collecting = await start(source, { clock, publish });
    await collecting.pollNow('probe');
    expect(collecting.status()).toMatchObject({
      state: 'backing-off',
      consecutiveFailures: 1,
      mentions: 0,
      lastError: { message: 'disk full' },
    });
    broken = false;
    advance(6_000);
    await until(() => collecting.status().mentions === 1);
    await collecting.pollNow('probe');
    expect(cursors).toEqual([undefined, undefined, { seen: 'a' }]);
  });

  it('backs off longer after each error, as long as the source asks, and forgets it after a success', async () => {
    const { clock, advance } = createFakeClock();
    const url = 'https://feed.example/?key=secret';
    const errors = [
      new HttpError('connect', url, 'connection refused'),
      new HttpError('status', url, 'answered 429', { status: 429, retryAfterMs: 120_000 }),
    ];
    const failed: string[] = [];
    const source = polled(async () => {
      const error = errors.shift();
      if (error) throw error;
      return { mentions: [], cursor: {} };
    });
    const observe = { pollFailed: (name: string) => failed.push(name) };
    const collecting = await start(source, { clock, observe });
    await collecting.pollNow('probe');
    await until(() => collecting.status().nextPollAt !== undefined);
    expect(collecting.status()).toMatchObject({
      state: 'unreachable',
      nextPollAt: '2026-01-01T00:00:05.000Z',
      lastError: { message: 'https://feed.example/?…: connection refused' },
    });
    advance(5_000);
    await until(() => collecting.status().nextPollAt === '2026-01-01T00:02:05.000Z');
    expect(collecting.status()).toMatchObject({ state: 'backing-off', consecutiveFailures: 2 });
    advance(120_000);
    await until(() => collecting.status().state === 'waiting');
    expect(collecting.status()).toMatchObject({ consecutiveFailures: 0 });
    expect(failed).toEqual(['probe', 'probe']);
  });

  it('polls on at once while more waits, and shows what failed of a source that goes on', async () => {
    const { clock, advance } = createFakeClock();
    let polls = 0;
    const source = polled(async () => {
      polls += 1;
      const problems = polls === 1 ? [new Error('the second log is down'), new Error('so is the third')] : [];
      return { mentions: [], cursor: {}, hasMore: polls < 4, problems, progress: `after ${polls}` };
    });
    const failed: string[] = [];
    const collecting = await start(source, { clock, observe: { pollFailed: (name) => failed.push(name) } });
    await until(() => collecting.status().nextPollAt !== undefined);
    advance(2_500);
    await until(() => collecting.status().nextPollAt === '2026-01-01T00:01:02.500Z');
    expect([polls, failed]).toEqual([4, ['probe']]);
    expect(collecting.status()).toMatchObject({
      state: 'waiting',
      consecutiveFailures: 0,
      progress: 'after 4',
      lastError: { message: 'the second log is down; so is the third' },
    });
  });

  it('starts a stream that throws again from its saved cursor, and says when it has ended', async () => {
    const { clock, advance } = createFakeClock();
    const starts: unknown[] = [];
    const source = probe(() => ({
      mode: 'stream',
      run: async ({ cursor, emit, progress }) => {
        const n = starts.push(cursor);
        progress(`run ${n}`);
        await emit([mention(`m${n}`)], { n });
        if (n === 1) throw new Error('connection lost');
      },
    }));
    const collecting = await start(source, { clock });
    await until(() => collecting.status().state === 'backing-off');
    advance(6_000);
    await until(() => collecting.status().state === 'ended');
    expect(starts).toEqual([undefined, { n: 1 }]);
    expect(collecting.status()).toMatchObject({ progress: 'run 2', mentions: 2 });
    await expect(collecting.pollNow('probe')).rejects.toThrow('is a stream');
  });

  it('publishes 1,201 mentions in messages of at most 500, keyed by mention id', async () => {
    const sizes: number[] = [];
    const publish =
      (inner: Bus['publish']): Bus['publish'] =>
      async (topic, messages) => {
        sizes.push(messages.length);
        await inner(topic, messages);
      };
    const mentions = Array.from({ length: 1_201 }, (_, n) => mention(`m${n}`));
    const source = polled(async () => ({ mentions, cursor: {} }));
    const collected: [string, number][] = [];
    const observe = { mentionsCollected: (name: string, n: number) => collected.push([name, n]) };
    const collecting = await start(source, { publish, observe });
    await collecting.pollNow('probe');
    await until(() => collecting.mentions().length === 1_201);
    expect(sizes).toEqual([500, 500, 201]);
    expect(collected).toEqual([['probe', 1_201]]);
  });

  it.each([
    ['spreads mentions by their ids', undefined, ['b', 'a', 'c'].map((n) => mention(n).id)],
    ['keeps those of a source whose order counts in one partition', true as const, Array(3).fill('probe')],
  ])('%s', async (_, inOrder, expected) => {
    const keys: string[] = [];
    const publish =
      (inner: Bus['publish']): Bus['publish'] =>
      async (topic, messages) => {
        keys.push(...messages.map(({ key }) => key));
        await inner(topic, messages);
      };
    const source = polled(async () => ({ mentions: ['b', 'a', 'c'].map(mention), cursor: {} }));
    const collecting = await start({ ...source, definition: { ...source.definition, inOrder } }, { publish });
    await collecting.pollNow('probe');
    await until(() => collecting.mentions().length === 3);
    expect(keys).toEqual(expected);
  });

  it('finishes the running publish before it stops, and counts on from what it had after a restart', async () => {
    let release = () => {};
    let publishing = false;
    const publish =
      (inner: Bus['publish']): Bus['publish'] =>
      async (topic, messages) => {
        publishing = true;
        await new Promise<void>((resolve) => {
          release = resolve;
        });
        await inner(topic, messages);
      };
    const cursors: unknown[] = [];
    const source = polled(async (cursor) => {
      cursors.push(cursor);
      return { mentions: [mention('a')], cursor: { seen: 'a' } };
    });
    const first = await start(source, { publish });
    void first.pollNow('probe');
    await until(() => publishing);
    const stopped = first.stop();
    release();
    await stopped;
    await stop(first);
    const second = await start(source);
    await second.pollNow('probe');
    expect(cursors).toEqual([undefined, { seen: 'a' }]);
    expect(second.status().mentions).toBe(2);
  });

  it('stops a source that another process has taken over, with a clear word', async () => {
    let n = 0;
    const source = polled(async () => {
      n += 1;
      return { mentions: [], cursor: { n } };
    });
    const collecting = await start(source);
    await collecting.pollNow('probe');
    await collecting.state.acquire('source/probe');
    await collecting.pollNow('probe');
    await until(() => collecting.status().state === 'failed');
    expect(collecting.status().lastError?.message).toContain('another process has taken it over');
  });

  it('shows a source that cannot be created as failed, and runs the others', async () => {
    const bad = probe(() => {
      throw new Error('no such list');
    });
    const good = polled(async () => ({ mentions: [mention('a')], cursor: {} }), { name: 'good' });
    const collecting = await start(bad, { sources: [bad, good] });
    await collecting.pollNow('good');
    expect(collecting.statuses().map(({ name, state, mentions }) => [name, state, mentions])).toEqual([
      ['probe', 'failed', 0],
      ['good', expect.stringMatching(/waiting|running/), 1],
    ]);
  });

  it('saves the status for other processes, bounded in its reasons', async () => {
    const source = probe((context) => ({
      mode: 'poll',
      poll: async () => {
        for (let n = 0; n < 30; n += 1) context.dropped(`reason ${n}`);
        return { mentions: [mention('a')], cursor: {} };
      },
    }));
    const collecting = await start(source);
    await collecting.pollNow('probe');
    await collecting.stop();
    const [saved] = await collecting.state.read('sources');
    expect(saved?.value).toEqual(collecting.status());
    expect(Object.keys(collecting.status().dropped)).toHaveLength(21);
    expect(collecting.status().dropped.other).toBe(10);
  });

  it('refuses two sources of one name', async () => {
    const source = polled(async () => ({ mentions: [], cursor: {} }));
    await expect(openCollecting({ dataFolder: folder(), sources: [source, source] })).rejects.toThrow(
      'two sources are called "probe"',
    );
  });
});

describe('schedules', () => {
  it.each([
    [1, 5_000],
    [2, 10_000],
    [5, 80_000],
    [11, 3_600_000],
    [500, 3_600_000],
  ])('waits after failure %i about %i ms', (failures, ms) => {
    expect([0, 0.5, 1].map((share) => backOffMs(failures, () => share))).toEqual(
      [0.9 * ms, ms, 1.1 * ms].map((value) => expect.closeTo(value, 3)),
    );
  });

  it('wakes at the times of a cron expression, and at once on abort', async () => {
    const { clock } = createFakeClock();
    const schedule = createCronSchedule({ expression: '* * * * * *' }, clock, () => 0);
    const planned: number[] = [];
    const wait = (signal: AbortSignal) =>
      schedule.wait({ first: true, earliest: 0, planned: (at) => planned.push(at), signal });
    await wait(new AbortController().signal);
    await wait(AbortSignal.abort());
    schedule.close();
    expect(planned).toHaveLength(2);
    expect(() => createCronSchedule({ expression: 'often' }, clock, () => 0)).toThrow();
  });
});

describe('the list of collectors', () => {
  it('equals the folder, each named for its kind, every option described, its example valid', () => {
    const files = readdirSync(join(packageRoot(), 'ingest/collectors')).filter((name) => name !== 'index.ts');
    expect(collectors.map(({ kind }) => `${kind}.ts`).sort()).toEqual(files.sort());
    const silent = collectors.flatMap(({ kind, options }) =>
      Object.entries(options.shape)
        .filter(([, schema]) => !(schema as z.ZodType).description)
        .map(([option]) => `${kind}.${option}`),
    );
    expect(silent).toEqual([]);
  });
});
