import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { Incident } from '#alerting/incident';
import { openEmbeddedStore } from '#enrich/store/embedded';
import { systemClock } from '#ingest/clock';
import { openEmbeddedBusAndState } from '#ingest/open-embedded';
import { seededRandom, syntheticMentions } from '../../bench/synthetic-mentions';
import { allIds } from '../all-ids';
import { until } from '../contract/until';
import { startVigie, writeConfig } from '../real-process';

/** `npm run campaign:kill` runs 200. */
const KILLS = Number(process.env.KILLS ?? 6);
const MENTIONS = 20_000;
const SEED = Number(process.env.SEED ?? 22_112_016);
const START = Date.parse('2026-03-02T08:00:00.000Z');

type Received = { readonly key: string; readonly incident: string; readonly kind: string };

async function receiver() {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const page = JSON.parse(body) as { incident: string; kind: string };
      received.push({
        key: String(request.headers['idempotency-key']),
        incident: page.incident,
        kind: page.kind,
      });
      response.end('ok');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/pages`;
  return { received, url, close: () => new Promise((resolve) => server.close(resolve)) };
}

/** Quiet, a storm in the middle, quiet again: the gaps between mentions, as milliseconds of event time. */
const gapMs = (position: number) => (position > 0.4 && position < 0.6 ? 60 : 1_000);

function configFor(hook: string, speed: string) {
  return {
    'vigie.yaml': `
data: data
console: { listen: { port: 0 } }
log: { level: warn }
sources:
  - { name: recording, kind: replay, file: recording.ndjson, speed: ${speed} }
notifiers:
  - { name: hook, kind: webhook, url: "${hook}", allowPrivateNetwork: true }
receivers:
  - { name: team, notifiers: [hook] }
route: { receiver: team }
`,
    'brands/acme.yaml': 'id: acme\nname: Acme\nnames: [Acme]\n',
    'brands/globex.yaml': 'id: globex\nname: Globex\nnames: [Globex]\n',
    'rules/storms.yaml': `
version: 1
rules:
  - { name: acme-storm, type: spike, filter: ['brand="acme"'], timeframe: 10m, spike_height: 3, threshold_cur: 300, threshold_ref: 10, severity: critical }
  - { name: globex-storm, type: spike, filter: ['brand="globex"'], timeframe: 10m, spike_height: 3, threshold_cur: 300, threshold_ref: 10, severity: critical }
`,
  };
}

describe('kill -9 while a recording is replayed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-kill-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it(`keeps every mention exactly once and pages every incident once, after ${KILLS} kills at random moments`, async () => {
    const random = seededRandom(SEED);
    const hook = await receiver();
    const mentions = [
      ...syntheticMentions({
        count: MENTIONS,
        brands: ['Acme', 'Globex'],
        seed: SEED,
        startAt: START,
        gapMs,
      }),
    ];
    const eventMs = Date.parse(mentions.at(-1)?.publishedAt ?? '') - START;
    const config = writeConfig(
      join(folder, 'config'),
      configFor(hook.url, (eventMs / (KILLS * 1_100)).toFixed(1)),
    );
    writeFileSync(
      join(config, 'recording.ndjson'),
      mentions.map((mention) => `${JSON.stringify(mention)}\n`).join(''),
    );

    for (let kill = 0; kill < KILLS; kill += 1) {
      const vigie = startVigie(['run', '--config', config]);
      // From the first moments of starting up to the middle of the work.
      await systemClock.sleep(500 + random() * 2_500);
      await vigie.kill('SIGKILL');
    }
    const last = startVigie(['run', '--config', config]);
    await last.printed(/Console:/);
    const dataFolder = join(folder, 'data');
    const { bus, state } = await openEmbeddedBusAndState({
      dataFolder,
      clock: systemClock,
      log: pino({ level: 'silent' }),
    });
    await untilDrained(bus, state);
    await last.kill('SIGTERM');

    const about = mentions.flatMap(({ id, text }) => [
      ...(text.includes('Acme') ? [`${id}~acme`] : []),
      ...(text.includes('Globex') ? [`${id}~globex`] : []),
    ]);
    const store = await openEmbeddedStore({ dataFolder, clock: systemClock });
    const stored = await allIds(store);
    expect(stored.length).toBe(about.length);
    expect(new Set(stored)).toEqual(new Set(about));

    const incidents = (await state.read('incidents')).map(({ value }) => Incident.parse(value));
    expect(incidents.map(({ brand }) => brand).sort()).toEqual(['acme', 'globex']);
    for (const incident of incidents) {
      const first = hook.received.filter(({ incident: id, kind }) => id === incident.id && kind === 'first');
      expect(new Set(first.map(({ key }) => key)).size).toBe(1);
      expect(incident.events.filter(({ kind }) => kind === 'paged').length).toBe(incident.pages);
    }
    // A kill between the receiver's answer and our record of it repeats a request under the same key.
    const repeated = hook.received.length - new Set(hook.received.map(({ key }) => key)).size;
    expect(repeated).toBeLessThanOrEqual(1);
    console.info(
      `${KILLS} kills, ${stored.length} mentions stored, ${incidents.length} incidents, ${hook.received.length} requests received, ${repeated} repeated under their key`,
    );
    await Promise.all([store.close(), bus.close(), state.close(), hook.close()]);
  }, 600_000);
});

type Opened = Awaited<ReturnType<typeof openEmbeddedBusAndState>>;

async function untilDrained(bus: Opened['bus'], state: Opened['state']): Promise<void> {
  await until(async () => {
    const [source] = await state.read('sources');
    const ended = (source?.value as { state?: string } | undefined)?.state === 'ended';
    const behind = (await bus.lag()).reduce((sum, { lag }) => sum + lag, 0);
    const queued = (await state.read('deliveries')).filter(
      ({ value }) => (value as { state: string }).state === 'queued',
    ).length;
    return ended && behind === 0 && queued === 0;
  }, 60_000);
}
