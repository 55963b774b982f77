import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { Incident } from '#alerting/incident';
import { loadConfig } from '#config/load-config';
import { plugins } from '#config/plugins';
import type { Mention } from '#ingest/mention';
import { openBusAndState, openStore } from '../../adapters';
import { allIds } from '../all-ids';
import { until } from '../contract/until';
import { type RealProcess, startVigie } from '../real-process';
import { temporaryFolder } from '../temporary-folder';
import { brandNames, configureBrands, mentionOf } from './brand-day';
import { startPageReceiver } from './page-receiver';
import { startElasticsearch } from './start-elasticsearch';
import { startKafka } from './start-kafka';

/** How long each server is away; `npm run campaign:outages` takes 60. */
const AWAY_S = Number(process.env.AWAY_S ?? 12);
const CALM_S = Math.max(8, AWAY_S / 3);
const PER_SECOND = 500;
const DURATION_S = 3 * CALM_S + 2 * AWAY_S;
/** What a process may take more than before while it waits. */
const MORE_MEMORY_MIB = 150;

const log = pino({ level: 'silent' });
const [everyday = '', ...struck] = brandNames('Uv', 6);

/** 500 mentions a second of one brand, and in each phase five of another, which make a page. */
function recording(startAt: number): Mention[] {
  const phaseStarts = [0, CALM_S, CALM_S + AWAY_S, 2 * CALM_S + AWAY_S, 2 * CALM_S + 2 * AWAY_S];
  const mentions: Mention[] = [];
  for (let number = 0; number < DURATION_S * PER_SECOND; number++)
    mentions.push(mentionOf(everyday, number, startAt + (number * 1_000) / PER_SECOND));
  for (const [phase, second] of phaseStarts.entries())
    for (let number = 0; number < 5; number++)
      mentions.push(mentionOf(struck[phase] ?? '', number, startAt + (second + 4) * 1_000 + number));
  return mentions.sort((a, b) => a.collectedAt.localeCompare(b.collectedAt));
}

function residentMiB({ child }: RealProcess): number {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1_024;
}

/** The most memory of each worker since the last call. */
function watchMemory(workers: Readonly<Record<string, RealProcess>>) {
  let peaks: Record<string, number> = {};
  const look = () => {
    for (const [name, worker] of Object.entries(workers))
      peaks[name] = Math.max(peaks[name] ?? 0, residentMiB(worker));
  };
  const timer = setInterval(look, 500);
  return {
    take: () => {
      look();
      const taken = peaks;
      peaks = {};
      return taken;
    },
    stop: () => clearInterval(timer),
  };
}

const inWords = (peaks: Readonly<Record<string, number>>) =>
  Object.entries(peaks)
    .map(([name, peak]) => `${name} ${Math.round(peak)} MiB`)
    .join(', ');

describe('a server away under 500 mentions a second', () => {
  const folder = temporaryFolder();

  it(`loses nothing, doubles nothing, keeps its memory and tells the operators, with Kafka and then Elasticsearch stopped for ${AWAY_S} s`, async () => {
    const [hook, operators] = [await startPageReceiver(), await startPageReceiver()];
    const [kafka, elasticsearch] = await Promise.all([startKafka(), startElasticsearch()]);
    const config = configureBrands({
      folder: folder(),
      adapters: `bus: { kind: kafka, brokers: ["${kafka.broker}"], partitions: 4, replication: 1 }
store: { kind: elasticsearch, node: "${elasticsearch.url}" }`,
      hook: hook.url,
      operators: operators.url,
      brands: [everyday, ...struck],
      filter: `brand!="${everyday.toLowerCase()}"`,
      more: 'sources: [{ name: recording, kind: replay, file: recording.ndjson, speed: 1 }]',
    });
    writeFileSync(join(config, 'recording.ndjson'), '');
    const kinds = ['alert-worker', 'enrich-worker', 'console'];
    const workers: Record<string, RealProcess> = {};
    for (const kind of kinds) workers[kind] = startVigie([kind, '--config', config]);
    for (const kind of kinds) await workers[kind]?.printed(/is at work/, 60_000);
    const mentions = recording(Date.now());
    writeFileSync(
      join(config, 'recording.ndjson'),
      mentions.map((one) => `${JSON.stringify(one)}\n`).join(''),
    );
    workers['collect-worker'] = startVigie(['collect-worker', '--config', config]);
    await workers['collect-worker'].printed(/is at work/, 60_000);

    const memory = watchMemory(workers);
    await sleep(CALM_S * 1_000);
    const before = memory.take();
    await kafka.halt();
    await sleep(AWAY_S * 1_000);
    await kafka.resume();
    await sleep(CALM_S * 1_000);
    await until(() => operators.received.length >= 2, 60_000);
    const withoutKafka = memory.take();
    await elasticsearch.halt();
    await sleep(AWAY_S * 1_000);
    await elasticsearch.resume();
    const backAt = Date.now();

    const { config: loaded } = await loadConfig({ folder: config, env: {}, plugins });
    if (!loaded) throw new Error('the configuration is not sound');
    const { bus, state, close } = await openBusAndState(loaded, log);
    const store = await openStore(loaded, log);
    await until(
      async () => {
        await sleep(500);
        const [source] = await state.read('sources');
        const ended = (source?.value as { state?: string } | undefined)?.state === 'ended';
        return ended && (await bus.lag()).every(({ lag }) => lag === 0);
      },
      (180 + 3 * AWAY_S) * 1_000,
    );
    await until(() => hook.keys().size >= struck.length, 30_000);
    await until(() => operators.received.length >= 4, 30_000);
    const caughtUpS = Math.round((Date.now() - backAt) / 1_000);
    const withoutElasticsearch = memory.take();
    memory.stop();
    const stored = await allIds(store);
    const incidents = (await state.read('incidents')).map(({ value }) => Incident.parse(value));
    console.info(
      `${stored.length} of ${mentions.length} mentions stored, ${hook.received.length} pages, all done ${caughtUpS} s after the last return\n` +
        `most memory before: ${inWords(before)}\nKafka away ${AWAY_S} s: ${inWords(withoutKafka)}\n` +
        `Elasticsearch away ${AWAY_S} s: ${inWords(withoutElasticsearch)}\n` +
        operators.received.map(({ headline }) => `operators: ${headline}`).join('\n'),
    );

    expect(stored.length).toBe(mentions.length);
    expect(new Set(stored).size).toBe(mentions.length);
    expect(incidents.map(({ brand }) => brand).sort()).toEqual(
      struck.map((name) => name.toLowerCase()).sort(),
    );
    expect(hook.received.length).toBe(struck.length);
    expect(hook.keys().size).toBe(struck.length);
    expect(operators.received.map(({ kind }) => kind)).toEqual([
      'outage',
      'outage-over',
      'outage',
      'outage-over',
    ]);
    for (const peaks of [withoutKafka, withoutElasticsearch])
      for (const [name, peak] of Object.entries(peaks))
        expect({ name, isBounded: peak < (before[name] ?? 0) + MORE_MEMORY_MIB }).toEqual({
          name,
          isBounded: true,
        });
    expect(Object.values(workers).map(({ child }) => child.exitCode)).toEqual([null, null, null, null]);
    const stoppingAt = Date.now();
    await Promise.all(Object.values(workers).map((worker) => worker.kill()));
    expect(Date.now() - stoppingAt).toBeLessThan(25_000);
    await store.close();
    await Promise.all([close(), hook.close(), operators.close()]);
    await Promise.all([kafka.stop(), elasticsearch.stop()]);
  }, 900_000);
});
