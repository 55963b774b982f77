import { once } from 'node:events';
import { createRequire } from 'node:module';
import { type AddressInfo, createServer } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { CompressionTypes } from 'kafkajs';
import { assignPartitions } from '#ingest/bus/kafka-assigner';
import { useQuickGzip } from '#ingest/bus/kafka-codec';
import { createSendQueue, type Waiting } from '#ingest/bus/kafka-send-queue';
import { createKafkaSockets } from '#ingest/bus/kafka-sockets';
import { mendTimerLeak } from '#ingest/bus/kafka-timer-leak';

describe('partitions of a Kafka group', () => {
  const partitionsOf = () => 4;
  const assigned = (members: Record<string, string[]>, topics: string[]) =>
    Object.fromEntries(
      assignPartitions(
        Object.entries(members).map(([memberId, topics]) => ({ memberId, topics })),
        topics,
        partitionsOf,
      ),
    );

  it.each([
    ['one member has all', { a: ['x', 'y'] }, { a: { x: [0, 1, 2, 3], y: [0, 1, 2, 3] } }],
    [
      'two members have the same numbers of both topics',
      { b: ['x', 'y'], a: ['x', 'y'] },
      { a: { x: [0, 2], y: [0, 2] }, b: { x: [1, 3], y: [1, 3] } },
    ],
    [
      'a topic goes to who wants it',
      { a: ['x'], b: ['y'] },
      { a: { x: [0, 1, 2, 3] }, b: { y: [0, 1, 2, 3] } },
    ],
    [
      'a fifth member of four partitions waits',
      { a: ['x'], b: ['x'], c: ['x'], d: ['x'], e: ['x'] },
      { a: { x: [0] }, b: { x: [1] }, c: { x: [2] }, d: { x: [3] }, e: { x: [] } },
    ],
  ])('%s', (_, members, expected) => {
    expect(assigned(members, ['x', 'y'])).toEqual(expected);
  });
});

describe('what waits for Kafka', () => {
  const waiting = (sizes: readonly number[]): Waiting[] =>
    sizes.map((bytes, index) => ({
      topic: 't',
      message: { value: String(index) },
      bytes,
      publication: { resolve: () => {}, reject: () => {} },
      isLast: index === sizes.length - 1,
    }));
  const takeAll = (sizes: readonly number[]) => {
    const queue = createSendQueue();
    queue.push(waiting(sizes));
    const batches: number[][] = [];
    for (
      let batch = queue.take({ messages: 3, bytes: 100 });
      batch;
      batch = queue.take({ messages: 3, bytes: 100 })
    )
      batches.push(batch.waiting.map(({ bytes }) => bytes));
    return { batches, left: queue.size() };
  };

  it.each([
    ['nothing', [], []],
    ['by number', [1, 2, 3, 4], [[1, 2, 3], [4]]],
    ['by bytes', [60, 60, 40], [[60], [60, 40]]],
    ['a message that is larger than a batch alone', [1, 500, 1], [[1], [500], [1]]],
  ])('is taken in order: %s', (_, sizes, batches) => {
    expect(takeAll(sizes)).toEqual({ batches, left: { messages: 0, bytes: 0 } });
  });

  it('is counted while it waits', () => {
    const queue = createSendQueue();
    queue.push(waiting([10, 20, 30, 40]));
    queue.take({ messages: 1, bytes: 100 });
    expect(queue.size()).toEqual({ messages: 3, bytes: 90 });
  });
});

describe('the timer leak of the Kafka client', () => {
  it('is mended: a queue without pending requests sets no timer', () => {
    mendTimerLeak();
    const RequestQueue = createRequire(import.meta.url)('kafkajs/src/network/requestQueue');
    const queue = new RequestQueue({ maxInFlightRequests: 1, requestTimeout: 100, logger: { debug() {} } });
    queue.scheduleCheckPendingRequests();
    expect(queue.throttleCheckTimeoutId).toBeNull();
    queue.pending.push({});
    queue.scheduleCheckPendingRequests();
    expect(queue.throttleCheckTimeoutId).not.toBeNull();
    queue.pending.length = 0;
    queue.destroy();
  });
});

describe('the gzip of batches', () => {
  it('writes what everybody reads, and reads it', async () => {
    const { CompressionCodecs }: typeof import('kafkajs') = createRequire(import.meta.url)('kafkajs');
    useQuickGzip();
    const codec = CompressionCodecs[CompressionTypes.GZIP]();
    const batch = Buffer.from('a mention like many others, '.repeat(1_000));
    const compressed: Buffer = await codec.compress({ buffer: batch });
    expect(compressed.length).toBeLessThan(batch.length / 20);
    expect(gunzipSync(compressed)).toEqual(batch);
    expect(await codec.decompress(compressed)).toEqual(batch);
  });
});

describe('the connections of a Kafka client', () => {
  it('are all broken at the end, also those that nobody remembers', async () => {
    const server = createServer((accepted) => accepted.on('error', () => {}));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const sockets = createKafkaSockets({ brokers: [`127.0.0.1:${port}`] });
    const made = Array.from({ length: 3 }, () =>
      sockets.open({ host: '127.0.0.1', port, ssl: undefined as never, onConnect: () => {} }),
    );
    await Promise.all(made.map((socket) => once(socket, 'connect')));
    const closed = Promise.all(made.map((socket) => once(socket, 'close')));
    sockets.destroyAll();
    await closed;
    // It ends only when no connection is left.
    server.close();
    await once(server, 'close');
  });
});
