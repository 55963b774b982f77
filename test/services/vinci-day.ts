import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { Incident } from '#alerting/incident';
import { loadConfig } from '#config/load-config';
import { plugins } from '#config/plugins';
import { packageRoot } from '#ingest/thread';
import { openBusAndState, openStore } from '../../adapters';
import { allIds } from '../all-ids';
import { until } from '../contract/until';
import { writeConfig } from '../real-process';

const log = pino({ level: 'silent' });
const shipped = join(packageRoot(), 'config');

export type VinciDay = {
  readonly folder: string;
  /** Lines of `vigie.yaml` that choose bus and store; empty: embedded. */
  readonly adapters: string;
  /** Address that gets the pages. */
  readonly hook: string;
  /** Fields of the replay source as YAML, for example `speed: max`. */
  readonly pace?: string;
};

/** `bus` and `store` on the real servers, under a name of their own. */
export function sharedAdapters(name: string, { partitions = 4 } = {}): string {
  return `bus: { kind: kafka, brokers: ["${process.env.KAFKA_BROKERS}"], prefix: "${name}.", partitions: ${partitions}, replication: 1 }
store: { kind: elasticsearch, node: "${process.env.ELASTICSEARCH_URL}", indexPrefix: ${name} }`;
}

/** The shipped brand and rules and the recording of 22 November 2016, on the adapters named. Gives the folder. */
export function configureVinciDay({ folder, adapters, hook, pace = 'speed: max' }: VinciDay): string {
  const config = writeConfig(folder, {
    'vigie.yaml': `
timezone: Europe/Paris
${adapters}
console: { listen: { port: 0 } }
log: { level: warn }
sources: [{ name: vinci-2016, kind: replay, file: vinci-2016.ndjson, timezone: Europe/Paris, ${pace} }]
notifiers: [{ name: hook, kind: webhook, url: "${hook}", allowPrivateNetwork: true }]
receivers: [{ name: team, notifiers: [hook] }]
route: { receiver: team }
`,
    // The feeds of the brand are not part of the story.
    'brands/vinci.yaml': readFileSync(join(shipped, 'brands/vinci.yaml'), 'utf8').replace(
      /^newsroom:.*$/m,
      '',
    ),
    'rules/vinci.yaml': readFileSync(join(shipped, 'rules/vinci.yaml'), 'utf8'),
  });
  copyFileSync(join(shipped, 'replays/vinci-2016.ndjson'), join(config, 'vinci-2016.ndjson'));
  return config;
}

export type Outcome = {
  /** Ids of what the store holds, sorted. */
  readonly mentions: readonly string[];
  /** Of each incident, its alerts and when they began. */
  readonly incidents: readonly (readonly string[])[];
  /** How many pages the incidents say were decided. */
  readonly pages: number;
};

/** Waits until a run has read, stored and sent everything, and gives what it came to. */
export async function outcomeOf(folder: string, withinMs = 120_000): Promise<Outcome> {
  const { config } = await loadConfig({ folder, env: {}, plugins });
  if (!config) throw new Error('the configuration is not sound');
  const { bus, state, close } = await openBusAndState(config, log);
  const store = await openStore(config, log);
  await until(async () => {
    await sleep(500);
    const [source] = await state.read('sources');
    const ended = (source?.value as { state?: string } | undefined)?.state === 'ended';
    const behind = (await bus.lag()).reduce((sum, { lag }) => sum + lag, 0);
    return ended && behind === 0 && (await state.read('outbox')).length === 0;
  }, withinMs);
  const incidents = (await state.read('incidents')).map(({ value }) => Incident.parse(value));
  const mentions = await allIds(store);
  await store.close();
  await close();
  const alerts = incidents.map((incident) =>
    incident.alerts.map(({ id, startedAt }) => `${id} ${startedAt}`).sort(),
  );
  const pages = incidents.reduce((sum, incident) => sum + incident.pages, 0);
  return { mentions: mentions.sort(), incidents: alerts.sort(), pages };
}
