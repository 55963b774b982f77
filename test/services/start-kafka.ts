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
  /** host:port */
  readonly broker: string;
  /** Ends the broker's process; its data stay. */
  readonly halt: (signal?: NodeJS.Signals) => Promise<void>;
  /** Starts it again on the same data and port. */
  readonly resume: () => Promise<void>;
  /** Ends it and deletes its data. */
  readonly stop: () => Promise<void>;
};

/** A Kafka broker (KRaft, one node) of its own, on a free port of 127.0.0.1. Needs java and mvn. */
export async function startKafka(): Promise<KafkaServer> {
  const java = findJava(['mvn']);
  const jars = await fetchOnce(`kafka-${VERSION}`, fetchJars);
  const folder = mkdtempSync(join(tmpdir(), 'vigie-kafka-'));
  const broker = `127.0.0.1:${await freePort()}`;
  writeFileSync(join(folder, 'server.properties'), serverProperties(broker, await freePort(), folder));
  writeFileSync(join(folder, 'log4j.properties'), LOG4J);
  await formatStorage(java, jars, folder);
  let server = await run(java, jars, folder);
  return {
    broker,
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

function serverProperties(broker: string, controllerPort: number, folder: string): string {
  const controller = `127.0.0.1:${controllerPort}`;
  const properties = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@${controller}`,
    listeners: `PLAINTEXT://${broker},CONTROLLER://${controller}`,
    'advertised.listeners': `PLAINTEXT://${broker}`,
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
    'log.dirs': join(folder, 'logs'),
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 4,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'transaction.state.log.num.partitions': 4,
    'group.initial.rebalance.delay.ms': 0,
    'auto.create.topics.enable': false,
  };
  return Object.entries(properties)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

async function formatStorage(java: Java, jars: string, folder: string): Promise<void> {
  const tool = async (...args: string[]) =>
    (await promisify(execFile)(java.command, ['-cp', join(jars, '*'), 'kafka.tools.StorageTool', ...args]))
      .stdout;
  const id = (await tool('random-uuid')).trim().split('\n').at(-1) ?? '';
  await tool('format', '-t', id, '-c', join(folder, 'server.properties'));
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
