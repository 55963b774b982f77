import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../ingest/free-port';
import { fetchOnce, maven } from './fetch-once';
import { findJava, type Java } from './java';
import { type ServerProcess, startServer } from './server-process';

const VERSION = '3.9.1';

const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
  <groupId>vigie</groupId><artifactId>test-services</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>${VERSION}</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-reload4j</artifactId><version>1.7.36</version></dependency>
  </dependencies>
</project>
`;

const LOG4J = `log4j.rootLogger=INFO, out
log4j.appender.out=org.apache.log4j.ConsoleAppender
log4j.appender.out.layout=org.apache.log4j.PatternLayout
log4j.appender.out.layout.ConversionPattern=%d %p %m (%c)%n
`;

export type KafkaServer = Pick<ServerProcess, 'freeze' | 'thaw'> & {
  /** host:port of the first listener */
  readonly broker: string;
  /** host:port of a listener by its name */
  readonly brokers: Readonly<Record<string, string>>;
  /** Ends the broker's process; its data stay. */
  readonly halt: (signal?: NodeJS.Signals) => Promise<void>;
  /** Starts it again on the same data and port. */
  readonly resume: () => Promise<void>;
  /** Ends it and deletes its data. */
  readonly stop: () => Promise<void>;
};

export type KafkaOptions = {
  /** What each listener speaks, by its name. */
  readonly listeners: Readonly<Record<string, 'PLAINTEXT' | 'SASL_SSL' | 'SSL'>>;
  /** Of `server.properties`, beside what every test server has. */
  readonly properties: Readonly<Record<string, string>>;
  /** Users of SCRAM, as `StorageTool format --add-scram` takes them. */
  readonly scram: readonly string[];
};

const WITHOUT_SECURITY: KafkaOptions = { listeners: { PLAINTEXT: 'PLAINTEXT' }, properties: {}, scram: [] };

/**
 * A Kafka broker (KRaft, one node) of its own, on free ports of 127.0.0.1, in plain text unless the options say
 * otherwise. Needs java and mvn.
 */
export async function startKafka(options = WITHOUT_SECURITY): Promise<KafkaServer> {
  const java = findJava(['mvn']);
  const jars = await fetchOnce(`kafka-${VERSION}`, fetchJars);
  const folder = mkdtempSync(join(tmpdir(), 'vigie-kafka-'));
  const brokers: Record<string, string> = {};
  for (const name of Object.keys(options.listeners)) brokers[name] = `127.0.0.1:${await freePort()}`;
  const controller = `127.0.0.1:${await freePort()}`;
  const properties = serverProperties(options, { ...brokers, CONTROLLER: controller }, folder);
  writeFileSync(join(folder, 'server.properties'), properties);
  writeFileSync(join(folder, 'log4j.properties'), LOG4J);
  await formatStorage({ java, jars, folder, scram: options.scram });
  let server = await run(java, jars, folder);
  const [broker = ''] = Object.values(brokers);
  return {
    broker,
    brokers,
    freeze: () => server.freeze(),
    thaw: () => server.thaw(),
    halt: (signal) => server.stop(signal),
    resume: async () => {
      server = await run(java, jars, folder);
    },
    stop: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function fetchJars(folder: string): Promise<void> {
  const pom = join(folder, 'pom.xml');
  writeFileSync(pom, POM);
  await maven(['-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${folder}`]);
}

function serverProperties(
  { listeners, properties: more }: KafkaOptions,
  addresses: Readonly<Record<string, string>>,
  folder: string,
): string {
  const listOf = (names: readonly string[], text: (name: string) => string) => names.map(text).join();
  const names = Object.keys(listeners);
  const address = (name: string) => `${name}://${addresses[name]}`;
  const properties = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@${addresses.CONTROLLER}`,
    listeners: listOf([...names, 'CONTROLLER'], address),
    'advertised.listeners': listOf(names, address),
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': names.at(-1),
    'listener.security.protocol.map': `CONTROLLER:PLAINTEXT,${listOf(names, (name) => `${name}:${listeners[name]}`)}`,
    'log.dirs': join(folder, 'logs'),
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 4,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'transaction.state.log.num.partitions': 4,
    'group.initial.rebalance.delay.ms': 0,
    'auto.create.topics.enable': false,
    ...more,
  };
  return Object.entries(properties)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

type Storage = { readonly java: Java; readonly jars: string; readonly folder: string } & Pick<
  KafkaOptions,
  'scram'
>;

async function formatStorage({ java, jars, folder, scram }: Storage): Promise<void> {
  const tool = async (...args: string[]) =>
    (await promisify(execFile)(java.command, ['-cp', join(jars, '*'), 'kafka.tools.StorageTool', ...args]))
      .stdout;
  const id = (await tool('random-uuid')).trim().split('\n').at(-1) ?? '';
  const users = scram.flatMap((user) => ['--add-scram', user]);
  await tool('format', '-t', id, '-c', join(folder, 'server.properties'), ...users);
}

function run(java: Java, jars: string, folder: string): Promise<ServerProcess> {
  return startServer({
    name: `Kafka ${VERSION}`,
    command: java.command,
    args: [
      '-Xms256m',
      '-Xmx512m',
      `-Dlog4j.configuration=file:${join(folder, 'log4j.properties')}`,
      '-cp',
      join(jars, '*'),
      'kafka.Kafka',
      join(folder, 'server.properties'),
    ],
    cwd: folder,
    isReady: (printed) => printed.includes('Kafka Server started'),
  });
}
