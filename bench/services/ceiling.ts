import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { TOPICS } from '#ingest/bus/bus';
import type { Mention } from '#ingest/mention';
import { packageRoot } from '#ingest/thread';
import { stormConfig } from '../storm-config';
import { fill } from './fill';
import { readServers, usedPer } from './processors';
import type { Site } from './site';
import type { Throughput } from './throughput';

const PARTITIONS = 4;
/** So often the mentions are in the topic, under other ids: once through would be over in a second or two. */
const COPIES = 3;
const Told = z.object({ seconds: z.number(), processorSeconds: z.number() });

const keyword = { type: 'keyword' } as const;
const date = { type: 'date' } as const;
/** What anybody would write for such mentions. */
const MAPPINGS = {
  dynamic: 'strict',
  properties: {
    id: keyword,
    source: keyword,
    channel: keyword,
    url: keyword,
    text: { type: 'text' },
    author: { properties: { id: keyword, handle: keyword, followers: { type: 'long' } } },
    publishedAt: date,
    collectedAt: date,
  },
} as const;

/** How fast the two clients alone bring the mentions from a topic into a plain index, in a process of their own. */
export async function measureCeiling(site: Site, mentions: readonly Mention[]): Promise<Throughput> {
  const { servers } = site;
  const { bus, prefix, elasticsearch } = await site.install({
    name: 'ceiling',
    partitions: PARTITIONS,
    files: (adapters) => stormConfig({ sources: [], adapters }),
  });
  for (let copy = 0; copy < COPIES; copy++)
    await fill(
      bus,
      mentions.map((mention) => ({ ...mention, id: `${mention.id}-${copy}` })),
    );
  const count = mentions.length * COPIES;
  const index = `${prefix}-plain`;
  await elasticsearch.call('making the plain index', (client) =>
    client.indices.create({
      index,
      settings: { number_of_shards: 1, number_of_replicas: 0 },
      mappings: MAPPINGS,
    }),
  );
  const before = readServers(servers);
  const shovel = join(packageRoot(), 'dist/bench/services/shovel.js');
  const topic = `${prefix}.${TOPICS.mentions}`;
  const args = [shovel, servers.broker, servers.elasticsearch, topic, index, String(count)];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  const told = Told.parse(JSON.parse(stdout));
  const used = usedPer(count, before, readServers(servers));
  await site.clear();
  return {
    perSecond: count / told.seconds,
    processors: new Map([['shovel', told.processorSeconds / count], ...used]),
  };
}
