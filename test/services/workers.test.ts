import { copyFileSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { Incident } from '#alerting/incident';
import { loadConfig } from '#config/load-config';
import { plugins } from '#config/plugins';
import { packageRoot } from '#ingest/thread';
import { openBusAndState, openStore } from '../../adapters';
import { until } from '../contract/until';
import { type RealProcess, startVigie, writeConfig } from '../real-process';
import { temporaryFolder } from '../temporary-folder';

const log = pino({ level: 'silent' });
const shipped = join(packageRoot(), 'config');

/** The shipped brand and rules, the recording at full speed, on the adapters named. */
function configure(folder: string, adapters: string, hook: string): string {
  const config = writeConfig(join(folder, 'config'), {
    'vigie.yaml': `
timezone: Europe/Paris
${adapters}
console: { listen: { port: 0 } }
log: { level: warn }
sources: [{ name: vinci-2016, kind: replay, file: vinci-2016.ndjson, timezone: Europe/Paris, speed: max }]
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

async function receiver() {
  const keys: string[] = [];
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      keys.push(String(request.headers['idempotency-key']));
      response.end('ok');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { keys, url, close: () => new Promise((resolve) => server.close(resolve)) };
}

/** What a run came to: the alerts of each incident, and how many mentions the store holds. */
async function outcomeOf(folder: string) {
  const { config } = await loadConfig({ folder, env: {}, plugins });
  if (!config) throw new Error('the configuration is not sound');
  const { bus, state, close } = await openBusAndState(config, log);
  const store = await openStore(config, log);
  await until(async () => {
    const [source] = await state.read('sources');
    const ended = (source?.value as { state?: string } | undefined)?.state === 'ended';
    const behind = (await bus.lag()).reduce((sum, { lag }) => sum + lag, 0);
    const rest = ended && behind === 0 ? (await state.read('outbox')).length : 1;
    await sleep(500);
    return rest === 0;
  }, 120_000);
  const incidents = (await state.read('incidents')).map(({ value }) => Incident.parse(value));
  const { count } = await store.extent({});
  await store.close();
  await close();
  const alerts = incidents.map((incident) =>
    incident.alerts.map(({ id, startedAt }) => `${id} ${startedAt}`).sort(),
  );
  const pages = incidents.reduce((sum, incident) => sum + incident.pages, 0);
  return { count, incidents: alerts.sort(), pages };
}

describe('one process a stage, on Kafka and Elasticsearch', () => {
  const folder = temporaryFolder();

  it('raises the alerts of one process on embedded adapters, and sends each page once', async () => {
    const [alone, shared] = [await receiver(), await receiver()];
    const prefix = `w${Date.now()}`;
    const adapters = `bus: { kind: kafka, brokers: ["${process.env.KAFKA_BROKERS}"], prefix: "${prefix}.", partitions: 4, replication: 1 }
store: { kind: elasticsearch, node: "${process.env.ELASTICSEARCH_URL}", indexPrefix: ${prefix} }`;
    const embedded = configure(join(folder(), 'embedded'), '', alone.url);
    const scaled = configure(join(folder(), 'scaled'), adapters, shared.url);

    const whole = startVigie(['run', '--config', embedded]);
    await whole.printed(/Console:/);
    const expected = await outcomeOf(embedded);
    await whole.kill();

    const kinds = ['alert-worker', 'enrich-worker', 'collect-worker', 'console'];
    const workers: RealProcess[] = kinds.map((kind) => startVigie([kind, '--config', scaled]));
    await Promise.all(workers.map((worker) => worker.printed(/is at work/, 60_000)));
    const seen = await outcomeOf(scaled);
    await Promise.all(workers.map((worker) => worker.kill()));

    expect(expected.count).toBeGreaterThan(3_000);
    expect(expected.incidents.flat().length).toBeGreaterThanOrEqual(3);
    expect(seen.count).toBe(expected.count);
    expect(seen.incidents).toEqual(expected.incidents);
    expect(shared.keys.length).toBe(new Set(shared.keys).size);
    expect(shared.keys.length).toBe(seen.pages);
    await Promise.all([alone.close(), shared.close()]);
  }, 300_000);
});
