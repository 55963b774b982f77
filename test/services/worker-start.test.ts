import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { startVigie, writeConfig } from '../real-process';
import { temporaryFolder } from '../temporary-folder';

const folder = temporaryFolder();
const KINDS = ['collect-worker', 'enrich-worker', 'alert-worker', 'console'];
const SOON_MS = 30_000;
const NOBODY = '127.0.0.1:1';

/** Takes connections and never says a word. */
const silent = createServer((socket) => socket.on('error', () => undefined));
beforeAll(() => new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve)));
afterAll(() => {
  silent.close();
});
const silentAddress = () => `127.0.0.1:${(silent.address() as AddressInfo).port}`;

async function start(kind: string, broker: string, node: string) {
  const config = writeConfig(join(folder(), kind), {
    'vigie.yaml': `
bus: { kind: kafka, brokers: ["${broker}"], prefix: "start.", partitions: 4, replication: 1 }
store: { kind: elasticsearch, node: "${node}", indexPrefix: start }
console: { listen: { port: 0 } }
notifiers: [{ name: here, kind: console }]
receivers: [{ name: team, notifiers: [here] }]
route: { receiver: team }
`,
  });
  const startedAt = Date.now();
  const worker = startVigie([kind, '--config', config]);
  const code = await worker.ended;
  return { kind, code, isSoon: Date.now() - startedAt < SOON_MS, lines: worker.errors().trim().split('\n') };
}

describe('a worker that cannot start says so in one line and ends within half a minute', () => {
  const running = () => process.env.ELASTICSEARCH_URL ?? '';
  it.each([
    [
      'Kafka is away',
      () => [NOBODY, running()],
      /cannot open the bus on Kafka at .*check bus in vigie\.yaml$/,
    ],
    ['Kafka is silent', () => [silentAddress(), running()], /Kafka at .* in vigie\.yaml$/],
    ['Elasticsearch is away', () => [NOBODY, `http://${NOBODY}`], /Elasticsearch at .*is the server up\?/],
    [
      'Elasticsearch is silent',
      () => [NOBODY, `http://${silentAddress()}`],
      /Elasticsearch at .* did not answer within 20 s: look whether it is up .* store in vigie\.yaml$/,
    ],
  ] as const)(
    'when %s',
    async (_, places, words) => {
      const [broker = '', node = ''] = places();
      const ended = await Promise.all(KINDS.map((kind) => start(kind, broker, node)));
      expect(ended).toEqual(
        KINDS.map((kind) => ({ kind, code: 1, isSoon: true, lines: [expect.stringMatching(words)] })),
      );
      for (const { kind, lines } of ended)
        expect(lines[0]).toMatch(new RegExp(`^vigie: ${kind} cannot start: `));
    },
    90_000,
  );
});
