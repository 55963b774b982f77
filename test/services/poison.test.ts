import { join } from 'node:path';
import type { Producer } from 'kafkajs';
import { pino } from 'pino';
import { loadConfig } from '#config/load-config';
import { plugins } from '#config/plugins';
import { type Bus, type Message, type OutgoingMessage, TOPICS } from '#ingest/bus/bus';
import { createKafkaClient } from '#ingest/bus/kafka-client';
import { openBusAndState } from '../../adapters';
import { seededRandom } from '../../bench/synthetic-mentions';
import { until } from '../contract/until';
import { type RealProcess, startVigie, writeConfig } from '../real-process';
import { temporaryFolder } from '../temporary-folder';
import { atPace, goodMention, quantile, startStopwatch } from './paced-mentions';
import { KINDS, LONG_ID, type Poison, poisonInParts } from './poison-kinds';

const PER_SECOND = 1_500;
/** Every other one with its share of the poison; between two, all is let arrive, so that none answers for another. */
const SLICES = 20;
const PER_SLICE = 2_000;
/** Slices before those, of good ones only: servers that have just started cannot follow. */
const WARM_UP = 5;
const LONGEST_WARM_UP = 20;
const FOLLOWS_WITHIN_MS = 1_000;
const POISON = 1_000;
const PARTITIONS = 4;

const folder = temporaryFolder();
const log = pino({ level: 'silent' });
const brokers = (process.env.KAFKA_BROKERS ?? '').split(',');
const prefix = `poison-${Date.now().toString(36)}`;
const random = seededRandom(7);
const closing: (() => Promise<unknown>)[] = [];
let config = '';
let bus: Bus;
let stranger: Producer;
let workers: RealProcess[] = [];

async function open(): Promise<void> {
  config = writeConfig(join(folder(), 'config'), {
    'vigie.yaml': `
bus: { kind: kafka, brokers: ${JSON.stringify(brokers)}, prefix: "${prefix}.", partitions: ${PARTITIONS}, replication: 1 }
store: { kind: elasticsearch, node: "${process.env.ELASTICSEARCH_URL}", indexPrefix: ${prefix} }
log: { level: error }
notifiers: [{ name: terminal, kind: console }]
receivers: [{ name: team, notifiers: [terminal] }]
route: { receiver: team }
`,
    'brands/acme.yaml': 'id: acme\nname: Acme\nnames: [Acme]\nofficialDomains: [acme.com]\n',
    'rules/acme.yaml':
      'version: 1\nrules: [{ name: storm, type: frequency, timeframe: 10m, num_events: 1000000 }]\n',
  });
  const loaded = await loadConfig({ folder: config, env: {}, plugins });
  if (!loaded.config) throw new Error(JSON.stringify(loaded.problems));
  const opened = await openBusAndState(loaded.config, log);
  closing.push(opened.close);
  bus = opened.bus;
  stranger = createKafkaClient({ brokers, clientId: 'stranger', log }).producer();
  await stranger.connect();
  closing.push(() => stranger.disconnect());
  workers = ['enrich-worker', 'alert-worker'].map((kind) => startVigie([kind, '--config', config]));
  closing.push(() => Promise.all(workers.map((worker) => worker.kill())));
  await Promise.all(workers.map((worker) => worker.printed(/is at work/, 60_000)));
}

function shuffled<Each>(all: readonly Each[]): Each[] {
  const placed = all.map((each) => ({ each, at: random() }));
  return placed.sort((a, b) => a.at - b.at).map(({ each }) => each);
}

/** Text goes the way of the product; bytes, and nothing at all, can only come from somebody else. */
async function publish(some: readonly (number | Poison)[], start: (number: number) => void): Promise<void> {
  const byTopic = new Map<string, OutgoingMessage[]>();
  const add = (topic: string, message: OutgoingMessage) =>
    byTopic.set(topic, [...(byTopic.get(topic) ?? []), message]);
  const strange: Promise<unknown>[] = [];
  for (const one of some) {
    if (typeof one === 'number') {
      const mention = goodMention(one);
      add(TOPICS.mentions, { key: mention.id, value: JSON.stringify(mention) });
      start(one);
    } else if (typeof one.value === 'string') add(one.topic, { key: one.key, value: one.value });
    else strange.push(publishStrange(one));
  }
  await Promise.all([...byTopic].map(([topic, messages]) => bus.publish(topic, messages)));
  await Promise.all(strange);
}

function publishStrange({ topic, key, value }: Poison): Promise<unknown> {
  const partition = Math.floor(random() * PARTITIONS);
  return stranger.send({ topic: `${prefix}.${topic}`, messages: [{ key, value, partition }] });
}

/** Resolves, to after how many milliseconds, when a group has handled all that there is. */
async function caughtUp(name: string): Promise<number> {
  const startedAt = Date.now();
  await until(async () => {
    const behind = (await bus.lag()).filter(({ group, lag }) => group === name && lag > 0);
    return behind.length === 0;
  }, 30_000);
  return Date.now() - startedAt;
}

type Slice = {
  readonly isPoisoned: boolean;
  readonly delays: readonly number[];
  readonly alertingMs: number;
};

async function publishSlices() {
  const stopwatch = await startStopwatch(bus, (LONGEST_WARM_UP + SLICES) * PER_SLICE);
  let good = 0;
  const publishSlice = async (poison: readonly Poison[]): Promise<Slice> => {
    const from = good;
    good += PER_SLICE;
    const numbers = Array.from({ length: PER_SLICE }, (_, index) => from + index);
    const all = shuffled<number | Poison>([...numbers, ...poison]);
    await atPace(all, PER_SECOND, (some) => publish(some, stopwatch.start));
    await stopwatch.arrived(good);
    const delays = stopwatch.delays(from, PER_SLICE);
    return { isPoisoned: poison.length > 0, delays, alertingMs: await caughtUp('alerting') };
  };
  for (let warm = 0, longest = 0; warm < WARM_UP || longest > FOLLOWS_WITHIN_MS; warm++) {
    if (warm === LONGEST_WARM_UP)
      throw new Error(`this machine does not follow ${PER_SECOND} mentions a second: ${longest} ms behind`);
    longest = quantile((await publishSlice([])).delays, 1);
  }
  const slices: Slice[] = [];
  for (const part of poisonInParts(SLICES / 2, (number) => goodMention(1_000_000 + number)))
    for (const poison of [[], part]) slices.push(await publishSlice(poison));
  return { slices, good, repeated: stopwatch.repeated() };
}

async function held(topic: string, since = 0): Promise<Message[]> {
  const found: Message[] = [];
  await bus.read({ topic, since, onBatch: async (messages) => void found.push(...messages) });
  return found;
}

async function ask(method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
  const response = await fetch(`${process.env.ELASTICSEARCH_URL}/${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return (await response.json()) as Record<string, unknown>;
}

const count = async (query: object = { match_all: {} }, months = '*') =>
  Number((await ask('POST', `${prefix}-mentions-${months}/_count`, { query })).count);

async function countNow(month: string): Promise<number> {
  await ask('POST', `${prefix}-mentions-${month}/_refresh`);
  return count({ match_all: {} }, month);
}

async function vigie(...args: string[]) {
  const startedAt = Date.now();
  const { ended, output, errors } = startVigie(['--config', config, 'dead-letters', ...args]);
  const code = await ended;
  const lines = output().trim().split('\n');
  return { code, lines, errors: errors().trim(), tookMs: Date.now() - startedAt };
}

describe('1,000 poison messages of 16 kinds among 50,000 good mentions', () => {
  let slices: Slice[] = [];
  let good = 0;
  let repeated = 0;
  beforeAll(async () => {
    await open();
    ({ slices, good, repeated } = await publishSlices());
  }, 180_000);
  afterAll(async () => {
    for (const close of closing.reverse()) await close();
  }, 60_000);

  it('are all set aside, with where they come from, why, and for whom', async () => {
    await until(async () => (await held(TOPICS.deadLetters)).length >= POISON);
    const letters = await held(TOPICS.deadLetters);
    expect(letters.length).toBe(POISON);
    const origins = new Map<string, Message>();
    const sources = [TOPICS.mentions, TOPICS.brandMentions, TOPICS.commands];
    for (const message of (await Promise.all(sources.map((topic) => held(topic)))).flat())
      origins.set(`${message.topic} ${message.partition} ${message.offset}`, message);
    const places = letters.map(
      ({ headers }) =>
        `${headers['x-origin-topic']} ${headers['x-origin-partition']} ${headers['x-origin-offset']}`,
    );
    expect(new Set(places).size).toBe(POISON);
    const strays = letters.filter(({ key, value }, index) => {
      const origin = origins.get(places[index] ?? '');
      return origin?.key !== key || origin.value !== value;
    });
    expect(strays).toEqual([]);
    const unexplained = KINDS.map(({ kind, topic, count: expected, error }) => {
      const group = topic === TOPICS.mentions ? 'enrich' : 'alerting';
      const alike = letters.filter(
        ({ headers }) =>
          headers['x-origin-topic'] === topic &&
          headers['x-group'] === group &&
          error.test(headers['x-error'] ?? ''),
      );
      return { kind, missing: Math.max(0, expected - alike.length) };
    }).filter(({ missing }) => missing > 0);
    expect(unexplained).toEqual([]);
  }, 30_000);

  it('keep no good one out of the index, put none in twice, and let each be counted once', async () => {
    await ask('POST', `${prefix}-mentions-*/_refresh`);
    expect(good).toBeGreaterThanOrEqual(50_000);
    expect(await count()).toBe(good);
    const ids = Array.from({ length: good }, (_, number) => `good-${number}~acme`);
    let found = 0;
    for (let from = 0; from < ids.length; from += 10_000)
      found += await count({ ids: { values: ids.slice(from, from + 10_000) } });
    expect(found).toBe(good);
    expect(repeated).toBe(0);
    const [, url = ''] = /at work: (\S+)/.exec(workers[1]?.output() ?? '') ?? [];
    const metrics = await (await fetch(`${url}/metrics`)).text();
    expect(metrics).toContain(`vigie_mentions_evaluated_total{outcome="counted"} ${good}\n`);
  }, 30_000);

  it('delay none by more than a second, neither to the index nor to the rules', () => {
    const of = (isPoisoned: boolean) => {
      const alike = slices.filter((slice) => slice.isPoisoned === isPoisoned);
      const delays = alike.flatMap((slice) => slice.delays);
      return {
        p50: quantile(delays, 0.5),
        p99: quantile(delays, 0.99),
        longest: quantile(delays, 1),
        longestAlerting: Math.max(...alike.map(({ alertingMs }) => alertingMs)),
      };
    };
    const [calm, poisoned] = [of(false), of(true)];
    // The figures, for whoever reads the output.
    process.stdout.write(
      `delays in ms: without poison ${JSON.stringify(calm)}, with ${JSON.stringify(poisoned)}\n`,
    );
    expect(poisoned.longest - calm.longest).toBeLessThanOrEqual(1_000);
    expect(poisoned.p99 - calm.p99).toBeLessThanOrEqual(1_000);
    expect(poisoned.longestAlerting - calm.longestAlerting).toBeLessThanOrEqual(1_000);
  });

  it('are listed in little time, by origin, error and age, and shown', async () => {
    const all = await vigie('list', '--json', '--limit', '1000');
    expect([all.code, all.lines.length, all.errors]).toEqual([0, POISON, '']);
    expect(all.tookMs).toBeLessThan(5_000);
    const filtered = async (...args: string[]) => {
      const { lines } = await vigie('list', '--json', '--limit', '1000', ...args);
      return lines.filter((line) => line !== '').length;
    };
    const counts = [
      filtered('--origin', 'commands'),
      filtered('--error', 'RECEIVED null', '--since', '1h'),
      filtered('--since', '1ms'),
    ];
    expect(await Promise.all(counts)).toEqual([60, 70, 0]);
    const [letter = '{}'] = (await vigie('list', '--json', '--error', 'longer than 512 bytes')).lines;
    const { id, key } = JSON.parse(letter);
    const shown = await vigie('show', id);
    expect(shown.lines).toEqual(
      expect.arrayContaining([
        `id: ${id}`,
        'origin: mentions',
        expect.stringMatching(/^place there: [0-3]-\d+$/),
        'group: enrich',
        `key: ${key}`,
        'error: Error: mention cannot be saved: its id is longer than 512 bytes',
        expect.stringMatching(new RegExp(`^ {2}"id": "good-\\d+-{${LONG_ID - 20},}",$`)),
      ]),
    );
  }, 60_000);

  it('die again when they are replayed as they were', async () => {
    const startedAt = Date.now();
    const replayed = await vigie('replay', '--origin', 'commands', '--yes');
    expect([replayed.code, replayed.lines]).toEqual([0, ['published 60 letters to commands']]);
    const nulls = await vigie('replay', '--error', 'received null', '--yes');
    expect([nulls.code, nulls.lines]).toEqual([0, ['published 70 letters to mentions']]);
    await until(async () => (await held(TOPICS.deadLetters)).length >= POISON + 130);
    const again = await held(TOPICS.deadLetters, startedAt);
    expect(again.length).toBe(130);
    expect(again.filter(({ headers }) => headers['x-error']?.includes('received null')).length).toBe(70);
  }, 60_000);

  it('are handled once when they are replayed after what they died of is mended', async () => {
    const [month, publishedAt] = ['2015.06', '2015-06-10T12:00:00.000Z'];
    const already = (await held(TOPICS.deadLetters)).length;
    // Somebody has made the month's index by hand, with numbers for outlets.
    const mappings = { properties: { outlet: { type: 'long' } } };
    await ask('PUT', `${prefix}-mentions-${month}`, { mappings });
    const refused = Array.from({ length: 50 }, (_, number) =>
      goodMention(2_000_000 + number, { outlet: 'Le Monde', publishedAt, collectedAt: publishedAt }),
    );
    await bus.publish(
      TOPICS.mentions,
      refused.map((mention) => ({ key: mention.id, value: JSON.stringify(mention) })),
    );
    await until(async () => (await held(TOPICS.deadLetters)).length >= already + refused.length);
    expect(await countNow(month)).toBe(0);
    await ask('DELETE', `${prefix}-mentions-${month}`);
    for (const _ of ['once', 'and once more by mistake']) {
      const replayed = await vigie('replay', '--error', 'does not take it', '--yes');
      expect([replayed.code, replayed.lines]).toEqual([0, ['published 50 letters to mentions']]);
      await caughtUp('enrich');
      expect(await countNow(month)).toBe(refused.length);
    }
    expect((await held(TOPICS.deadLetters)).length).toBe(already + refused.length);
  }, 60_000);
});
