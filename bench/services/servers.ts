import { startElasticsearch } from '../../test/services/start-elasticsearch';
import { startKafka } from '../../test/services/start-kafka';
import { descendantsOf } from './processor-time';

/** The servers that everything is measured on. */
export type Servers = {
  readonly broker: string;
  readonly elasticsearch: string;
  /** Their processes by name, where they are ours and the system tells; else none. */
  readonly pids: () => ReadonlyMap<ServerName, number>;
  readonly stop: () => Promise<void>;
};

export const SERVER_NAMES = ['Kafka', 'Elasticsearch'] as const;
export type ServerName = (typeof SERVER_NAMES)[number];

const MAIN_CLASS: Readonly<Record<ServerName, RegExp>> = {
  Kafka: /\0kafka\.Kafka\0/,
  Elasticsearch: /bootstrap\.Elasticsearch\0/,
};

/** Those that KAFKA_BROKERS and ELASTICSEARCH_URL name; starts what they do not. */
export async function openServers(): Promise<Servers> {
  const { KAFKA_BROKERS: broker, ELASTICSEARCH_URL: url } = process.env;
  const started: (() => Promise<void>)[] = [];
  const keep = <Server extends { stop: () => Promise<void> }>(server: Server): Server => {
    started.push(server.stop);
    return server;
  };
  const stop = async () => {
    await Promise.all(started.map((end) => end()));
  };
  const starts = await Promise.allSettled([
    broker || startKafka().then((server) => keep(server).broker),
    url || startElasticsearch().then((server) => keep(server).url),
  ]);
  const addresses = starts.map((start) => (start.status === 'fulfilled' ? start.value : ''));
  const failed = starts.find((start) => start.status === 'rejected');
  if (failed) {
    await stop();
    throw failed.reason;
  }
  return { broker: addresses[0] ?? '', elasticsearch: addresses[1] ?? '', pids: findServers, stop };
}

function findServers(): ReadonlyMap<ServerName, number> {
  const children = descendantsOf(process.pid);
  return new Map(
    SERVER_NAMES.flatMap((name) => {
      const found = children.find(({ command }) => MAIN_CLASS[name].test(command));
      return found ? [[name, found.pid] as const] : [];
    }),
  );
}
