import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ChannelAnswer, openHttpDouble } from '../contract/notifier-contract';
import { until } from '../contract/until';
import { type RealProcess, startVigie, writeConfig } from '../real-process';
import { temporaryFolder } from '../temporary-folder';
import { type FaultyProxy, startFaultyProxy } from './faulty-proxy';
import { type KafkaServer, startKafka } from './start-kafka';

const OK = (): ChannelAnswer => ({ status: 200 });
const folder = temporaryFolder();

/** A configuration whose operators are told after three seconds. */
function configure(broker: string, node: string, hook: string): string {
  const prefix = `ops-${Date.now().toString(36)}`;
  return writeConfig(join(folder(), 'config'), {
    'vigie.yaml': `
bus: { kind: kafka, brokers: ["${broker}"], prefix: "${prefix}.", partitions: 4, replication: 1 }
store: { kind: elasticsearch, node: "${node}", indexPrefix: ${prefix} }
log: { level: warn }
notifiers: [{ name: hook, kind: webhook, url: "${hook}", allowPrivateNetwork: true }]
receivers: [{ name: ops, notifiers: [hook] }]
route: { receiver: ops }
operators: { receiver: ops, after: 3s }
`,
    'brands/acme.yaml': 'id: acme\nname: Acme\nnames: [Acme]\n',
    'rules/acme.yaml': `version: 1
rules:
  - { name: storm, type: frequency, filter: ['brand="acme"'], timeframe: 10m, num_events: 5, severity: error }
`,
  });
}

async function startWorkers(config: string, count: number): Promise<RealProcess[]> {
  const workers = Array.from({ length: count }, () => startVigie(['alert-worker', '--config', config]));
  await Promise.all(workers.map((worker) => worker.printed(/is at work/, 60_000)));
  // The first may have had all partitions for a moment.
  await sleep(8_000);
  return workers;
}

const gauge = async (worker: RealProcess, name: string): Promise<string | undefined> => {
  const [, url] = await worker.printed(/is at work: (\S+)/);
  const text = await (await fetch(`${url}/metrics`)).text();
  return new RegExp(`^vigie_dependency_up\\{dependency="${name}"\\} (\\d)`, 'm').exec(text)?.[1];
};

describe('operators of workers on real servers', () => {
  let workers: RealProcess[] = [];
  let hook: Awaited<ReturnType<typeof openHttpDouble>>;
  beforeEach(async () => {
    hook = await openHttpDouble(OK);
  });
  afterEach(async () => {
    await Promise.all(workers.map((worker) => worker.kill('SIGKILL')));
    await hook.close();
  });
  const told = () =>
    hook.requests.map(({ body }) => {
      const { kind, headline } = JSON.parse(body);
      return `${kind} ${String(headline).replace(/\d\d:\d\d|\d+ (minutes?|seconds?)( \d+ seconds?)?/, '…')}`;
    });

  describe('an Elasticsearch that hangs', () => {
    let proxy: FaultyProxy;
    beforeAll(async () => {
      proxy = await startFaultyProxy(process.env.ELASTICSEARCH_URL ?? '');
    });
    afterAll(() => proxy.stop());

    it('is told once by two workers, and its return once', async () => {
      const config = configure(process.env.KAFKA_BROKERS ?? '', proxy.url, hook.url);
      workers = await startWorkers(config, 2);
      expect(await gauge(workers[0] as RealProcess, 'store')).toBe('1');
      let thaw = () => {};
      const frozen = new Promise<void>((resolve) => {
        thaw = resolve;
      });
      proxy.decide(() => ({ kind: 'hold', until: frozen }));
      await until(() => hook.requests.length > 0, 30_000);
      await sleep(10_000);
      expect(await gauge(workers[0] as RealProcess, 'store')).toBe('0');
      proxy.decide(() => undefined);
      thaw();
      await until(() => hook.requests.length > 1, 60_000);
      await sleep(15_000);
      expect(told()).toEqual([
        'outage Vigie: Elasticsearch does not answer since … — no new page goes out',
        'outage-over Vigie: Elasticsearch answers again after …',
      ]);
      expect(await gauge(workers[0] as RealProcess, 'store')).toBe('1');
    }, 180_000);
  });

  describe('a Kafka that is stopped', () => {
    let kafka: KafkaServer;
    beforeAll(async () => {
      kafka = await startKafka();
    });
    afterAll(() => kafka.stop());

    it('is told once by two workers, and its return once', async () => {
      workers = await startWorkers(configure(kafka.broker, process.env.ELASTICSEARCH_URL ?? '', hook.url), 2);
      await kafka.halt();
      await until(() => hook.requests.length > 0, 30_000);
      await sleep(15_000);
      await kafka.resume();
      await until(() => hook.requests.length > 1, 90_000);
      await sleep(15_000);
      expect(told()).toEqual([
        'outage Vigie: Kafka does not answer since … — nothing new is counted',
        'outage-over Vigie: Kafka answers again after …',
      ]);
    }, 240_000);

    it('is told to be back by the next worker, where the one that told of it has ended', async () => {
      const config = configure(kafka.broker, process.env.ELASTICSEARCH_URL ?? '', hook.url);
      workers = await startWorkers(config, 1);
      await kafka.halt();
      await until(() => hook.requests.length > 0, 30_000);
      await sleep(2_000);
      await workers[0]?.kill('SIGKILL');
      await kafka.resume();
      workers = await startWorkers(config, 1);
      await until(() => hook.requests.length > 1, 60_000);
      await sleep(5_000);
      expect(told()).toEqual([
        'outage Vigie: Kafka does not answer since … — nothing new is counted',
        'outage-over Vigie: Kafka answers again after …',
      ]);
    }, 180_000);
  });
});
