import { pino } from 'pino';
import { Incident } from '#alerting/incident';
import { loadConfig } from '#config/load-config';
import { plugins } from '#config/plugins';
import { openBusAndState, openStore } from '../../adapters';
import { allIds } from '../all-ids';
import { until } from '../contract/until';
import { type RealProcess, startVigie } from '../real-process';
import { temporaryFolder } from '../temporary-folder';
import { brandNames, configureBrands, mentionOf, publishMentions } from './brand-day';
import { startPageReceiver } from './page-receiver';
import { readMetric } from './read-metric';
import { sharedAdapters } from './vinci-day';

const log = pino({ level: 'silent' });
const TAKEN_OVER_WITHIN_MS = 30_000;
const STORM = 5;

async function openAll(folder: string) {
  const { config } = await loadConfig({ folder, env: {}, plugins });
  if (!config) throw new Error('the configuration is not sound');
  const shared = await openBusAndState(config, log);
  const store = await openStore(config, log);
  return {
    ...shared,
    store,
    close: async () => {
      await store.close();
      await shared.close();
    },
  };
}

async function startWorker(kind: string, folder: string): Promise<RealProcess & { readonly url: string }> {
  const worker = startVigie([kind, '--config', folder]);
  const [, url = ''] = await worker.printed(/is at work: (\S+)/, 60_000);
  return { ...worker, url };
}

const storms = (brands: readonly string[]) =>
  brands.flatMap((brand) => Array.from({ length: STORM }, (_, number) => mentionOf(brand, number)));

describe('several workers of a kind', () => {
  const folder = temporaryFolder();

  it('take over the brands of an alert worker that was killed, and of one that stopped; no page is lost or doubled', async () => {
    const hook = await startPageReceiver();
    const groups = ['Zu', 'Qu', 'Wy'].map((prefix) => brandNames(prefix, 8));
    const [first = [], second = [], third = []] = groups;
    const config = configureBrands({
      folder: folder(),
      adapters: sharedAdapters(`t${Date.now()}`),
      hook: hook.url,
      brands: groups.flat(),
    });
    const { bus, state, close } = await openAll(config);
    const enrich = await startWorker('enrich-worker', config);
    const [doomed, other] = [
      await startWorker('alert-worker', config),
      await startWorker('alert-worker', config),
    ];

    /** Milliseconds from now until each of these brands has its page. */
    const paged = async (brands: readonly string[]) => {
      const from = Date.now();
      const before = hook.received.length;
      await publishMentions(bus, storms(brands));
      await until(() => hook.received.length >= before + brands.length, TAKEN_OVER_WITHIN_MS);
      return Math.max(...hook.received.slice(before).map(({ at }) => at - from));
    };
    const quiet = await paged(first);
    const shares = await Promise.all(
      [doomed, other].map(({ url }) => readMetric(url, 'mentions_evaluated_total')),
    );
    await doomed.kill('SIGKILL');
    const afterKill = await paged(second);
    const heir = await startWorker('alert-worker', config);
    await until(async () => (await bus.lag()).every(({ lag }) => lag === 0));
    const stopping = other.kill('SIGTERM');
    const afterStop = await paged(third);
    await stopping;
    console.info(
      `all of 8 brands paged: ${quiet} ms with both workers, ${afterKill} ms after kill -9 of one, ${afterStop} ms after a stop`,
    );

    expect(shares.every((share) => share > 0)).toBe(true);
    const incidents = (await state.read('incidents')).map(({ value }) => Incident.parse(value));
    expect(incidents.map(({ brand }) => brand).sort()).toEqual(
      groups
        .flat()
        .map((name) => name.toLowerCase())
        .sort(),
    );
    expect(hook.received.map(({ incident }) => incident).sort()).toEqual(
      incidents.map(({ id }) => id).sort(),
    );
    expect(hook.keys().size).toBe(hook.received.length);
    await Promise.all([heir.kill(), enrich.kill()]);
    await Promise.all([close(), hook.close()]);
  }, 180_000);

  it('share the work of enriching, and one that is killed leaves nothing undone', async () => {
    const hook = await startPageReceiver();
    const brands = brandNames('Xo', 4);
    const config = configureBrands({
      folder: folder(),
      adapters: sharedAdapters(`e${Date.now()}`),
      hook: hook.url,
      brands,
    });
    const { bus, store, close } = await openAll(config);
    const [one, other] = [
      await startWorker('enrich-worker', config),
      await startWorker('enrich-worker', config),
    ];
    const mentions = Array.from({ length: 8_000 }, (_, number) =>
      mentionOf(brands[number % brands.length] ?? '', number),
    );
    await publishMentions(bus, mentions.slice(0, 4_000));
    const caughtUp = () => until(async () => (await bus.lag()).every(({ lag }) => lag === 0), 60_000);
    await caughtUp();
    const shares = await Promise.all(
      [one, other].map(({ url }) => readMetric(url, 'mentions_enriched_total')),
    );
    await publishMentions(bus, mentions.slice(4_000));
    await one.kill('SIGKILL');
    await caughtUp();
    const stored = await allIds(store);

    expect(shares.reduce((sum, share) => sum + share)).toBe(4_000);
    expect(Math.min(...shares)).toBeGreaterThan(1_000);
    expect(stored.length).toBe(mentions.length);
    expect(new Set(stored).size).toBe(mentions.length);
    await other.kill();
    await Promise.all([close(), hook.close()]);
  }, 180_000);
});
