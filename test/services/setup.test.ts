import { join } from 'node:path';
import type { Admin } from 'kafkajs';
import { pino } from 'pino';
import { MAPPING_VERSION } from '#enrich/store/elasticsearch-mapping';
import { TOPICS } from '#ingest/bus/bus';
import { openKafkaBus } from '#ingest/bus/kafka';
import { createKafkaClient } from '#ingest/bus/kafka-client';
import { systemClock } from '#ingest/clock';
import { startVigie, writeConfig } from '../real-process';
import { temporaryFolder } from '../temporary-folder';

const TOPIC_RESOURCE = 2;
const brokers = (process.env.KAFKA_BROKERS ?? '').split(',');
const folder = temporaryFolder();
const topics = Object.values(TOPICS);
let number = 0;
let prefix = '';
let admin: Admin;

beforeAll(async () => {
  const log = pino({ level: 'silent' });
  admin = createKafkaClient({ brokers, clientId: 'vigie-test', log }).admin();
  await admin.connect();
});
afterAll(() => admin.disconnect());
beforeEach(() => {
  number += 1;
  prefix = `setup-${Date.now().toString(36)}-${number}`;
});

type BusSettings = { partitions?: number; replication?: number; retention?: string; compression?: string };

/** Runs `vigie setup` on the real servers, under names of this test's own. */
async function setup(bus: BusSettings = {}) {
  const kafka = { kind: 'kafka', brokers, prefix: `${prefix}.`, partitions: 2, replication: 1, ...bus };
  const store = { kind: 'elasticsearch', node: process.env.ELASTICSEARCH_URL, indexPrefix: prefix };
  const config = writeConfig(join(folder(), 'config'), {
    'vigie.yaml': `bus: ${JSON.stringify(kafka)}
store: ${JSON.stringify(store)}
notifiers: [{ name: terminal, kind: console }]
receivers: [{ name: team, notifiers: [terminal] }]
route: { receiver: team }
`,
  });
  const { ended, output, errors } = startVigie(['--config', config, 'setup', '--wait', '30s']);
  const code = await ended;
  const plain = (text: string) =>
    text.replaceAll(`${prefix}.`, '').replaceAll(prefix, 'own').trim().split('\n');
  return { code, output: plain(output()).slice(1), errors: plain(errors()) };
}

async function settingsOf(topic: string): Promise<Record<string, string>> {
  const { resources } = await admin.describeConfigs({
    resources: [{ type: TOPIC_RESOURCE, name: `${prefix}.${topic}` }],
    includeSynonyms: false,
  });
  const own = resources.flatMap(({ configEntries }) =>
    configEntries.filter(({ configSource }) => configSource === 1),
  );
  return Object.fromEntries(own.map(({ configName, configValue }) => [configName, configValue]));
}

const made = (topic: string) =>
  `made     topic ${topic}: partitions 2, replication 1, retention.ms 604800000, compression.type gzip, min.insync.replicas 1`;

describe('vigie setup on Kafka and Elasticsearch', () => {
  it('makes topics, index template and state once, and says what was there', async () => {
    expect(await setup()).toEqual({
      code: 0,
      output: [
        ...topics.map(made),
        `made     index template own-mentions: version ${MAPPING_VERSION}`,
        'made     index own-state',
      ],
      errors: [''],
    });
    expect(await setup()).toEqual({
      code: 0,
      output: [
        ...topics.map((topic) => `there    topic ${topic}`),
        'there    index template own-mentions',
        'there    index own-state',
      ],
      errors: [''],
    });
  }, 60_000);

  it('brings retention and compression of topics in line, and leaves what others have set', async () => {
    await setup();
    await admin.alterConfigs({
      validateOnly: false,
      resources: [
        {
          type: TOPIC_RESOURCE,
          name: `${prefix}.mentions`,
          configEntries: [
            { name: 'segment.ms', value: '3600000' },
            { name: 'retention.ms', value: '60000' },
          ],
        },
      ],
    });
    const { code, output } = await setup({ retention: '2d', compression: 'none' });
    expect(code).toBe(0);
    expect(output.slice(0, 2)).toEqual([
      'changed  topic mentions: retention.ms 60000 → 172800000, compression.type default → uncompressed, min.insync.replicas default → 1',
      'changed  topic brand-mentions: retention.ms 604800000 → 172800000, compression.type gzip → uncompressed',
    ]);
    expect(await settingsOf('mentions')).toEqual({
      'segment.ms': '3600000',
      'retention.ms': '172800000',
      'compression.type': 'uncompressed',
      'min.insync.replicas': '1',
    });
  }, 60_000);

  it('has any worker do the same, which says so in its log', async () => {
    await setup();
    const records: { msg: string; topic?: string; 'retention.ms'?: string }[] = [];
    const open = async () => {
      const bus = await openKafkaBus({
        brokers,
        clientId: 'vigie-test',
        topics: {
          partitions: 2,
          replication: 1,
          retentionMs: 3_600_000,
          compression: 'gzip',
          prefix: `${prefix}.`,
        },
        clock: systemClock,
        log: pino({ level: 'info' }, { write: (line: string) => void records.push(JSON.parse(line)) }),
      });
      await bus.close();
      return records.splice(0).filter(({ msg }) => msg.includes('brought in line'));
    };
    const said = await open();
    expect(said.map(({ topic }) => topic).sort()).toEqual(topics.map((topic) => `${prefix}.${topic}`).sort());
    expect(said[0]).toMatchObject({ 'retention.ms': '604800000 → 3600000' });
    expect(await open()).toEqual([]);
  }, 60_000);

  it('keeps topics writable that have fewer copies than configured, and says that it cannot make more', async () => {
    await setup();
    const { code, errors } = await setup({ replication: 3 });
    expect(code).toBe(1);
    expect(errors).toEqual([
      ...topics.map((topic) => `topic ${topic} has replication 1, not 3 as configured`),
      'vigie: some things are there that are not as configured: change them, or vigie.yaml',
    ]);
    expect(await settingsOf('mentions')).toMatchObject({ 'min.insync.replicas': '1' });
  }, 60_000);

  it.each([
    [
      { replication: 3 },
      /^vigie: cannot open the bus on Kafka at .*: topic brand-mentions could not be made with bus\.replication: 3: Replication-factor is invalid/,
    ],
    [{ partitions: 3 }, /topic \S+ has 2 partitions, not 3: set bus\.partitions: 2, or another bus\.prefix/],
  ])(
    'does not wait, and says how to mend it, with %j',
    async (bus, expected) => {
      if ('partitions' in bus) await setup();
      const { code, errors } = await setup(bus);
      expect([code, errors.at(-1)]).toEqual([1, expect.stringMatching(expected)]);
    },
    60_000,
  );
});
