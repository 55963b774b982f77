import pino from 'pino';
import type { Bus, Message, TopicPartition } from '#ingest/bus/bus';
import { type KafkaBusOptions, openKafkaBus } from '#ingest/bus/kafka';
import { systemClock } from '#ingest/clock';
import { describeBus } from '../contract/bus-contract';
import { until } from '../contract/until';
import { type KafkaServer, startKafka } from './start-kafka';

const brokers = (process.env.KAFKA_BROKERS ?? '').split(',');
const prefix = `test-${Date.now().toString(36)}.`;
const topics = {
  partitions: 4,
  replication: 1,
  retentionMs: 86_400_000,
  compression: 'gzip',
  prefix,
} as const;

function open(more: Partial<KafkaBusOptions> = {}): Promise<Bus> {
  return openKafkaBus({
    brokers,
    clientId: 'vigie-test',
    topics,
    clock: systemClock,
    log: pino({ level: process.env.LOG_LEVEL ?? 'silent' }),
    times: { sessionMs: 6_000, heartbeatMs: 200 },
    retryPause: { firstMs: 2, longestMs: 20 },
    ...more,
  });
}

describeBus('kafka', open);

const numbered = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => ({ key: `k${index % 50}`, value: String(from + index) }));

const byNumber = (values: Iterable<string>) => [...new Set(values)].sort((a, b) => Number(a) - Number(b));

/** Publishes numbered messages until told to stop; resolves to how many were acknowledged. */
function publishSteadily(bus: Bus, topic: string, perRound = 20) {
  let isOn = true;
  let count = 0;
  const done = (async () => {
    for (; isOn; count += perRound) {
      await bus.publish(topic, numbered(count, perRound));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return count;
  })();
  return {
    count: () => count,
    stop: () => {
      isOn = false;
      return done;
    },
  };
}

describe('kafka bus among processes', () => {
  const buses: Bus[] = [];
  const another = async (more: Partial<KafkaBusOptions> = {}) => {
    const bus = await open(more);
    buses.push(bus);
    return bus;
  };
  afterEach(async () => {
    await Promise.all(buses.splice(0).map((bus) => bus.close()));
  });

  it('moves partitions to a member that comes and back when it goes, each message once', async () => {
    const [one, two] = [await another(), await another()];
    const topic = `moving-${Date.now()}`;
    const seen: { who: string; message: Message }[] = [];
    const owners = new Map<number, string>();
    const overlaps: string[] = [];
    const member = (who: string) => ({
      group: 'movers',
      topics: [topic],
      maxBatch: 10,
      onAssigned: async (owned: readonly TopicPartition[]) => {
        for (const { partition } of owned) {
          if (owners.has(partition)) overlaps.push(`${who} got ${partition} of ${owners.get(partition)}`);
          owners.set(partition, who);
        }
        return undefined;
      },
      onRevoked: async (lost: readonly TopicPartition[]) => {
        for (const { partition } of lost) owners.delete(partition);
      },
      onBatch: async ({ messages }: { messages: readonly Message[] }) => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        for (const message of messages) seen.push({ who, message });
      },
    });
    await one.subscribe(member('one'));
    const publishing = publishSteadily(one, topic);
    await until(() => seen.length > 100);
    const second = await two.subscribe(member('two'));
    await until(() => seen.filter(({ who }) => who === 'two').length > 100);
    expect([...owners.values()].sort()).toEqual(['one', 'one', 'two', 'two']);
    await second.stop();
    const count = await publishing.stop();
    await until(() => seen.length >= count);
    expect(seen.length).toBe(count);
    expect(byNumber(seen.map(({ message }) => message.value)).length).toBe(count);
    expect(overlaps).toEqual([]);
  });

  it('gives the same partitions of every topic to one member', async () => {
    const topic = `co-owned-${Date.now()}`;
    const owned: string[][] = [];
    const join = async (bus: Bus, index: number) =>
      bus.subscribe({
        group: 'co-owners',
        topics: [`${topic}-a`, `${topic}-b`],
        onAssigned: async (places) => {
          owned[index] = places.map(({ topic: name, partition }) => `${name.at(-1)}${partition}`).sort();
          return undefined;
        },
        onBatch: async () => undefined,
      });
    await join(await another(), 0);
    await join(await another(), 1);
    await until(() => owned[0]?.length === 4 && owned[1]?.length === 4);
    for (const places of owned) {
      const numbers = (letter: string) =>
        places.filter((place) => place.startsWith(letter)).map((p) => p.slice(1));
      expect(numbers('a')).toEqual(numbers('b'));
    }
  });

  it('keeps its partitions during a handler that takes longer than a session', async () => {
    const bus = await another();
    const topic = `slow-${Date.now()}`;
    const handled: string[] = [];
    let revocations = 0;
    await bus.publish(topic, numbered(0, 1));
    await bus.subscribe({
      group: 'slow',
      topics: [topic],
      onRevoked: async () => void revocations++,
      onBatch: async ({ messages }) => {
        revocations = 0;
        await new Promise((resolve) => setTimeout(resolve, 8_000));
        handled.push(...messages.map(({ value }) => value));
      },
    });
    await until(() => handled.length > 0);
    expect([handled, revocations]).toEqual([['0'], 0]);
  });

  it('reports a consumer whose handler never ends', async () => {
    const stalls: unknown[] = [];
    const bus = await another({
      times: { sessionMs: 6_000, heartbeatMs: 200, stalledMs: 500, rebalanceMs: 6_000 },
      onStalled: (stall) => stalls.push(stall),
    });
    const topic = `stuck-${Date.now()}`;
    let free = () => {};
    await bus.publish(topic, numbered(0, 1));
    await bus.subscribe({
      group: 'stuck',
      topics: [topic],
      onBatch: () =>
        new Promise((resolve) => {
          free = resolve;
        }),
    });
    await until(() => stalls.length > 0);
    free();
    expect(stalls[0]).toMatchObject({ group: 'stuck', why: 'a handler does not end', place: { topic } });
  });

  it('sets 1,000 poison messages among 20,000 aside and delays none of the others by more than a second', async () => {
    const bus = await another();
    const topic = `poison-${Date.now()}`;
    const letters = new Set<string>();
    const good = new Set<string>();
    let slowest = 0;
    await bus.subscribe({
      group: 'poisoned',
      topics: [topic],
      onBatch: async ({ messages, deadLetter }) => {
        for (const message of messages)
          if (Number(message.value) % 20 === 0) await deadLetter(message, new Error('unreadable'));
          else {
            good.add(message.value);
            slowest = Math.max(slowest, Date.now() - message.at);
          }
      },
    });
    await bus.subscribe({
      group: `letters-${topic}`,
      topics: ['dead-letters'],
      onBatch: async ({ messages }) => {
        for (const { headers, value } of messages)
          if (headers['x-origin-topic'] === topic) letters.add(value);
      },
    });
    for (let from = 0; from < 20_000; from += 200) {
      await bus.publish(topic, numbered(from, 200));
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    await until(() => letters.size === 1_000 && good.size === 19_000);
    expect(slowest).toBeLessThan(1_000);
  });

  it('says how to mend what keeps it from opening', async () => {
    await another();
    await expect(open({ topics: { ...topics, partitions: 3 } })).rejects.toThrow(
      /has 4 partitions, not 3: set bus/,
    );
    await expect(open({ brokers: ['127.0.0.1:1'] })).rejects.toThrow(
      /cannot open the bus on Kafka at 127.0.0.1:1/,
    );
  });
});

describe('kafka bus on a broker that fails', () => {
  let server: KafkaServer;
  beforeAll(async () => {
    server = await startKafka();
  });
  afterAll(() => server.stop());

  const throughOutage = async (outage: () => Promise<void>) => {
    const bus = await open({ brokers: [server.broker] });
    const topic = `outage-${Date.now()}`;
    const seen: string[] = [];
    await bus.subscribe({
      group: 'outage',
      topics: [topic],
      onBatch: async ({ messages }) => void seen.push(...messages.map(({ value }) => value)),
    });
    const publishing = publishSteadily(bus, topic);
    await until(() => seen.length > 100);
    await outage();
    const before = publishing.count();
    await until(() => publishing.count() > before + 200, 60_000);
    const count = await publishing.stop();
    await until(() => new Set(seen).size >= count, 60_000);
    expect(byNumber(seen)).toEqual(numbered(0, count).map(({ value }) => value));
    await bus.close();
  };

  it('loses nothing while the broker hangs for 5 s', async () => {
    await throughOutage(async () => {
      server.freeze();
      await new Promise((resolve) => setTimeout(resolve, 5_000));
      server.thaw();
    });
  }, 120_000);

  it('loses nothing when the broker is stopped for 3 s and started on the same data', async () => {
    await throughOutage(async () => {
      await server.halt();
      await new Promise((resolve) => setTimeout(resolve, 3_000));
      await server.resume();
    });
  }, 120_000);

  it('closes in time although the broker is gone, and rejects what was not taken', async () => {
    const bus = await open({ brokers: [server.broker] });
    await bus.subscribe({ group: 'closing', topics: ['closing'], onBatch: async () => undefined });
    await server.halt('SIGKILL');
    const published = bus.publish('closing', numbered(0, 1)).catch((error: unknown) => error);
    const startedAt = Date.now();
    await bus.close();
    expect(Date.now() - startedAt).toBeLessThan(15_000);
    expect(await published).toMatchObject({ retriable: true });
  }, 60_000);
});
