import type { Admin, ConfigEntries } from 'kafkajs';
import type { Logger } from 'pino';

/** Of Kafka's protocol; the client's own names for them cannot be imported from an ES module. */
const RESOURCE_TOPIC = 2;
const SET_FOR_TOPIC = 1;

/** Settings of a topic by Kafka's own names. */
export type TopicSettings = Readonly<Record<string, string>>;

/** A topic as the cluster has it. */
export type KafkaTopic = {
  readonly name: string;
  readonly partitions: number;
  readonly replication: number;
  /** Those set for this topic, whoever set them; the cluster's defaults are not among them. */
  readonly settings: TopicSettings;
};

type Wanted = {
  readonly replication: number;
  readonly retentionMs: number;
  readonly compression: 'gzip' | 'none';
};

/** What is ours to set. A topic with fewer copies than wanted must not ask for more than it has: nobody could write. */
export function wantedSettings(
  { replication, retentionMs, compression }: Wanted,
  copies: number,
): TopicSettings {
  return {
    'retention.ms': String(retentionMs),
    // Not `producer`: a codec that this client cannot read would stop every consumer.
    'compression.type': compression === 'gzip' ? 'gzip' : 'uncompressed',
    'min.insync.replicas': String(Math.min(2, replication, copies)),
  };
}

/** How topics that are there are set, in the order of their names given. Rejects when the cluster does not let us see that. */
export async function readTopics(
  admin: Pick<Admin, 'fetchTopicMetadata' | 'describeConfigs'>,
  names: readonly string[],
): Promise<KafkaTopic[]> {
  if (names.length === 0) return [];
  const [{ topics }, { resources }] = await Promise.all([
    admin.fetchTopicMetadata({ topics: [...names] }),
    admin.describeConfigs({
      resources: names.map((name) => ({ type: RESOURCE_TOPIC, name })),
      includeSynonyms: false,
    }),
  ]);
  const entries = new Map(resources.map(({ resourceName, configEntries }) => [resourceName, configEntries]));
  const found = topics.map(({ name, partitions }) => ({
    name,
    partitions: partitions.length,
    replication: Math.min(...partitions.map(({ replicas }) => replicas.length)),
    settings: settingsOf(entries.get(name) ?? []),
  }));
  return found.sort((a, b) => names.indexOf(a.name) - names.indexOf(b.name));
}

function settingsOf(entries: readonly ConfigEntries[]): TopicSettings {
  const own = entries.filter(({ configSource }) => configSource === SET_FOR_TOPIC);
  return Object.fromEntries(own.map(({ configName, configValue }) => [configName, configValue]));
}

/**
 * Brings the settings that are ours in line with the configuration, where topics were made under another one. What
 * else is set for a topic stays. A cluster that does not let us keeps its topics as they are; the log says so.
 */
export async function alignSettings(
  names: readonly string[],
  wanted: Wanted,
  { admin, log }: { readonly admin: Admin; readonly log: Logger },
): Promise<void> {
  try {
    for (const topic of await readTopics(admin, names)) await alignTopic(topic, wanted, { admin, log });
  } catch (error) {
    if (!(error instanceof Error && 'retriable' in error)) throw error;
    log.warn(
      { err: error, topics: names },
      'retention and compression of topics could not be brought in line with bus in vigie.yaml',
    );
  }
}

async function alignTopic(
  { name, replication, settings }: KafkaTopic,
  wanted: Wanted,
  { admin, log }: { readonly admin: Admin; readonly log: Logger },
): Promise<void> {
  const changed = Object.entries(wantedSettings(wanted, replication)).filter(
    ([key, value]) => settings[key] !== value,
  );
  if (changed.length === 0) return;
  // The request replaces all that is set for the topic: whatever it leaves out goes back to its default.
  const all = { ...settings, ...Object.fromEntries(changed) };
  await admin.alterConfigs({
    validateOnly: false,
    resources: [
      {
        type: RESOURCE_TOPIC,
        name,
        configEntries: Object.entries(all).map(([key, value]) => ({ name: key, value })),
      },
    ],
  });
  const changes = Object.fromEntries(
    changed.map(([key, value]) => [key, `${settings[key] ?? 'default'} → ${value}`]),
  );
  log.info({ topic: name, ...changes }, 'settings of a topic brought in line with vigie.yaml');
}
