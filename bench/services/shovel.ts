// A process of its own: a topic into an index by the two clients alone, with nothing in between. The ceiling for
// whoever does more. Arguments: broker, node, topic, index, how many messages.
import { Client } from '@elastic/elasticsearch';
import { Kafka, logLevel } from 'kafkajs';

const BULK = 1_000;
const OVERLAPPING = 4;

const [broker = '', node = '', topic = '', index = '', wanted = ''] = process.argv.slice(2);
const client = new Client({ node });
const consumer = new Kafka({ brokers: [broker], logLevel: logLevel.NOTHING }).consumer({
  groupId: `${topic}-shovel`,
  maxWaitTimeInMs: 100,
});

/** Resolves when Elasticsearch has taken all, with the seconds since the first message came. */
async function shovel(): Promise<number> {
  const left = { toRead: Number(wanted), toWrite: Number(wanted) };
  const running = new Set<Promise<void>>();
  let waiting: string[] = [];
  let startedAt: number | undefined;

  const send = async (operations: readonly string[]) => {
    const { errors } = await client.bulk({ index, operations: [...operations], filter_path: 'errors' });
    if (errors) throw new Error('the index does not take the mentions');
    left.toWrite -= operations.length / 2;
  };
  await new Promise<void>((resolve, reject) => {
    const flush = async () => {
      const sending = send(waiting)
        .then(() => {
          running.delete(sending);
          if (left.toWrite === 0) resolve();
        })
        .catch(reject);
      running.add(sending);
      waiting = [];
      if (running.size >= OVERLAPPING) await Promise.race(running);
    };
    const eachBatch: NonNullable<Parameters<typeof consumer.run>[0]>['eachBatch'] = async ({ batch }) => {
      startedAt ??= performance.now();
      for (const { key, value } of batch.messages) {
        waiting.push(`{"index":{"_id":"${key}"}}`, String(value));
        left.toRead--;
        if (waiting.length === 2 * BULK || left.toRead === 0) await flush();
      }
    };
    consumer.run({ eachBatch }).catch(reject);
  });
  return (performance.now() - (startedAt ?? 0)) / 1_000;
}

await consumer.connect();
await consumer.subscribe({ topics: [topic], fromBeginning: true });
const seconds = await shovel();
const { user, system } = process.cpuUsage();
console.log(JSON.stringify({ seconds, processorSeconds: (user + system) / 1e6 }));
await consumer.disconnect();
await client.close();
