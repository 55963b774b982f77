import { startElasticsearch } from './start-elasticsearch';
import { startKafka } from './start-kafka';

/** Starts the servers that the environment does not name, and names them to the tests. */
export default async function setUp(): Promise<void> {
  const stops: (() => Promise<void>)[] = [];
  Object.assign(globalThis, { stopServices: stops });
  const kafka = async () => {
    const server = await startKafka();
    stops.push(server.stop);
    process.env.KAFKA_BROKERS = server.broker;
  };
  const elasticsearch = async () => {
    const server = await startElasticsearch();
    stops.push(server.stop);
    process.env.ELASTICSEARCH_URL = server.url;
  };
  const starts = await Promise.allSettled([
    process.env.KAFKA_BROKERS ? undefined : kafka(),
    process.env.ELASTICSEARCH_URL ? undefined : elasticsearch(),
  ]);
  const failed = starts.find((start) => start.status === 'rejected');
  if (!failed) return;
  await Promise.all(stops.map((stop) => stop()));
  throw failed.reason;
}
