import { join } from 'node:path';
import { pino } from 'pino';
import { loadConfig } from '#config/load-config';
import { plugins } from '#config/plugins';
import { formatProblem } from '#config/problem';
import type { Bus } from '#ingest/bus/bus';
import { createKafkaClient } from '#ingest/bus/kafka-client';
import { connectElasticsearch, type Elasticsearch } from '#ingest/elasticsearch-client';
import { openBusAndState } from '../../adapters';
import { writeConfig } from '../../test/real-process';
import type { Servers } from './servers';

export type InstallationPlan = {
  /** Short, in lower case; part of the names of topics and indices. */
  readonly name: string;
  readonly partitions: number;
  /** The configuration on given adapters (YAML of `bus` and `store`): file → content. */
  readonly files: (adapters: string) => Readonly<Record<string, string>>;
};

/** A configuration with topics and indices of its own on the servers. */
export type Installation = {
  /** Folder of the configuration. */
  readonly config: string;
  /** Start of the names of its indices; of its topics and groups with a point behind. */
  readonly prefix: string;
  readonly bus: Bus;
  readonly elasticsearch: Elasticsearch;
  /** How many writes the indices of mentions have taken; one that is written again counts again. */
  readonly mentionsWritten: () => Promise<number>;
  /** How many mentions the indices hold. */
  readonly mentionsHeld: () => Promise<number>;
  /** Deletes what it has on the servers; no process may use it any more. */
  readonly remove: () => Promise<void>;
};

const log = pino({ level: 'silent' });

/** Makes the topics and writes the configuration. */
export async function install(
  { name, partitions, files }: InstallationPlan,
  { servers, folder }: { readonly servers: Servers; readonly folder: string },
): Promise<Installation> {
  const prefix = `vigie-bench-${process.pid}-${name}`;
  const adapters = `bus: { kind: kafka, brokers: ["${servers.broker}"], prefix: "${prefix}.", partitions: ${partitions}, replication: 1 }
store: { kind: elasticsearch, node: "${servers.elasticsearch}", indexPrefix: ${prefix} }`;
  const config = writeConfig(join(folder, name, 'config'), files(adapters));
  const loaded = await loadConfig({ folder: config, env: {}, plugins });
  if (!loaded.config)
    throw new Error(
      `the benchmark's configuration has mistakes: ${loaded.problems.map(formatProblem).join('; ')}`,
    );
  const { bus, close } = await openBusAndState(loaded.config, log);
  const elasticsearch = await connectElasticsearch({ nodes: [servers.elasticsearch] });
  const index = `${prefix}-mentions-*`;
  return {
    config,
    prefix,
    bus,
    elasticsearch,
    mentionsWritten: async () => {
      const { _all } = await elasticsearch.call('counting writes', (client) =>
        client.indices.stats({
          index,
          metric: 'indexing',
          filter_path: '_all.primaries.indexing.index_total',
        }),
      );
      return _all?.primaries?.indexing?.index_total ?? 0;
    },
    mentionsHeld: async () => {
      await elasticsearch.call('refreshing', (client) => client.indices.refresh({ index }));
      return (await elasticsearch.call('counting', (client) => client.count({ index }))).count;
    },
    remove: async () => {
      await close();
      await removeIndices(elasticsearch, prefix).finally(elasticsearch.close);
      await removeTopics(servers.broker, `${prefix}.`);
    },
  };
}

async function removeIndices(elasticsearch: Elasticsearch, prefix: string): Promise<void> {
  const found = await elasticsearch.call('listing indices', (client) =>
    client.cat.indices({ index: `${prefix}*`, format: 'json' }),
  );
  // One by one: servers refuse to delete by a pattern.
  for (const { index = '' } of found)
    await elasticsearch.call(`deleting ${index}`, (client) => client.indices.delete({ index }));
  await elasticsearch.call('deleting templates', (client) =>
    client.indices.deleteIndexTemplate({ name: `${prefix}*` }, { ignore: [404] }),
  );
}

async function removeTopics(broker: string, prefix: string): Promise<void> {
  const admin = createKafkaClient({ brokers: [broker], clientId: 'vigie-bench', log }).admin();
  await admin.connect();
  try {
    const groups = (await admin.listGroups()).groups.map(({ groupId }) => groupId);
    await admin.deleteGroups(groups.filter((name) => name.startsWith(prefix)));
    const topics = (await admin.listTopics()).filter((name) => name.startsWith(prefix));
    if (topics.length > 0) await admin.deleteTopics({ topics });
  } finally {
    await admin.disconnect();
  }
}
