import pino from 'pino';
import type { Bus } from '#ingest/bus/bus';
import { openKafkaBus } from '#ingest/bus/kafka';
import { systemClock } from '#ingest/clock';
import { until } from '../contract/until';
import { type KafkaServer, startKafka } from './start-kafka';

describe('a follower on a broker that fails', () => {
  let server: KafkaServer;
  const buses: Bus[] = [];
  beforeAll(async () => {
    server = await startKafka();
  });
  afterEach(async () => {
    await Promise.all(buses.splice(0).map((bus) => bus.close()));
  });
  afterAll(() => server.stop());

  const open = async () => {
    const bus = await openKafkaBus({
      brokers: [server.broker],
      clientId: 'vigie-test',
      topics: { partitions: 4, replication: 1, retentionMs: 86_400_000, compression: 'gzip' },
      clock: systemClock,
      log: pino({ level: process.env.LOG_LEVEL ?? 'silent' }),
      times: { sessionMs: 6_000, heartbeatMs: 200 },
      retryPause: { firstMs: 2, longestMs: 20 },
    });
    buses.push(bus);
    return bus;
  };
  const follow = async (bus: Bus, topic: string) => {
    const heard = new Map<string, number>();
    await bus.follow({
      topic,
      onMessages: async (messages) => {
        for (const { value } of messages) heard.set(value, 1 + (heard.get(value) ?? 0));
      },
    });
    return heard;
  };
  const numbered = (from: number, count: number) =>
    Array.from({ length: count }, (_, index) => ({ key: `k${index}`, value: String(from + index) }));

  it.each([
    [
      'hangs for longer than a session',
      async () => {
        server.freeze();
        await new Promise((resolve) => setTimeout(resolve, 8_000));
        server.thaw();
      },
    ],
    [
      'is stopped, and started on the same data',
      async () => {
        await server.halt();
        await new Promise((resolve) => setTimeout(resolve, 3_000));
        await server.resume();
      },
    ],
  ])(
    'misses nothing, and does not begin anew, when the broker %s',
    async (_, outage) => {
      const topic = `outage-${Date.now()}`;
      const [publisher, listener] = [await open(), await open()];
      const heard = await follow(listener, topic);
      await publisher.publish(topic, numbered(0, 50));
      await until(() => heard.size === 50);
      const during = outage();
      // The last of these wait in the publisher until the broker takes them.
      const publishing = Promise.all(
        Array.from({ length: 10 }, (_, part) => publisher.publish(topic, numbered(500 + part * 50, 50))),
      );
      await during;
      await publishing;
      await publisher.publish(topic, numbered(1_000, 50));
      await until(() => heard.size === 600, 60_000);
      const early = numbered(0, 50).map(({ value }) => heard.get(value));
      expect(early).toEqual(early.map(() => 1));
      expect((await publisher.lag()).filter((lag) => lag.topic === topic)).toEqual([]);
    },
    120_000,
  );

  it('goes on with what is left when messages were deleted while it was away, and still lags nowhere', async () => {
    const topic = `deleted-${Date.now()}`;
    const [publisher, listener] = [await open(), await open()];
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const heard: string[] = [];
    await listener.follow({
      topic,
      onMessages: async (messages) => {
        await gate;
        heard.push(...messages.map(({ value }) => value));
      },
    });
    await publisher.publish(topic, [{ key: 'k', value: 'first' }]);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await publisher.publish(topic, [{ key: 'k', value: 'deleted' }]);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await publisher.deleteOlderThan(Date.now());
    await publisher.publish(topic, [{ key: 'k', value: 'left' }]);
    release();
    await until(() => heard.includes('left'), 30_000);
    expect(heard).toEqual(['first', 'left']);
    expect((await publisher.lag()).filter((lag) => lag.topic === topic)).toEqual([]);
  }, 60_000);
});
