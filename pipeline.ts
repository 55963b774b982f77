import { join } from 'node:path';
import type { Logger } from 'pino';
import { createNotifiers } from '#alerting/create-notifiers';
import { detectors } from '#alerting/detectors/index';
import { OUTBOX } from '#alerting/partition-records';
import { startWatching } from '#alerting/watch';
import type { Config } from '#config/config';
import { startConsole } from '#dashboards/console/console-server';
import { createMetrics, type Metrics } from '#dashboards/metrics';
import { startEnriching } from '#enrich/enrich';
import { createEnrichmentPool } from '#enrich/enrichment-pool';
import { startRetention } from '#enrich/store/retention';
import type { Store } from '#enrich/store/store';
import type { Bus } from '#ingest/bus/bus';
import { lockDataFolder } from '#ingest/bus/lock-data-folder';
import type { Clock } from '#ingest/clock';
import { type Collecting, startCollecting } from '#ingest/collect';
import { createFeedParser, type FeedParser } from '#ingest/feed/feed-parser';
import type { HttpClient } from '#ingest/http/http-client';
import { createPoliteHttpClient } from '#ingest/http/polite-http-client';
import type { State } from '#ingest/state/state';
import { packageRoot } from '#ingest/thread';
import { openBusAndState, openStore } from './adapters';

export type PipelineOptions = {
  readonly config: Config;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Logger;
  /** Where the terminal notifier writes. */
  readonly write: (text: string) => void;
};

export type Pipeline = {
  readonly consoleUrl: string;
  readonly statuses: Collecting['statuses'];
  /** Resolves when every stream has ended, every group has read everything and every page is out; or on abort. */
  readonly drained: (options: { signal: AbortSignal; progress: (text: string) => void }) => Promise<void>;
  /** Stops from the sources down, so that what was taken is finished. */
  readonly stop: () => Promise<void>;
};

/**
 * The pipeline in one process, as the picture in the README draws it. Stages start from the end, so that whoever
 * speaks is heard. Rejects when a stage cannot start; what had been started is then stopped.
 */
export async function startPipeline(options: PipelineOptions): Promise<Pipeline> {
  const stages = createStages();
  try {
    const line = await openLine(options, stages);
    const consoleUrl = await startDashboards(line);
    await startAlerting(line, consoleUrl);
    await startEnrichment(line);
    const collecting = await startIngest(line);
    const { bus, state } = line;
    return {
      consoleUrl,
      statuses: collecting.statuses,
      drained: (look) => untilDrained({ bus, state, collecting, clock: options.clock, ...look }),
      stop: stages.stop,
    };
  } catch (error) {
    await stages
      .stop()
      .catch((failure: unknown) => options.log.error({ err: failure }, 'a stage did not stop'));
    throw error;
  }
}

/** What every stage stands on. */
type Line = PipelineOptions & {
  readonly bus: Bus;
  readonly state: State;
  readonly store: Store;
  readonly metrics: Metrics;
  readonly stages: Stages;
};

async function openLine(options: PipelineOptions, stages: Stages): Promise<Line> {
  const { config, log, clock } = options;
  stages.add(lockDataFolder(config.settings.data));
  const { bus, state, close } = await openBusAndState(config, log);
  stages.add(close);
  const store = await openStore(config, log);
  stages.add(store.close);
  return { ...options, bus, state, store, stages, metrics: createMetrics({ bus, state, clock }) };
}

/** Stored data → people. Resolves to the console's address. */
async function startDashboards({ config, stages, metrics, ...line }: Line): Promise<string> {
  const { settings, brands } = config;
  const { url, stop } = await startConsole({
    ...line,
    ...settings.console,
    brands,
    timezone: settings.timezone,
    metrics: metrics.text,
    health: metrics.health,
    pageFolder: join(packageRoot(), 'dist', 'console'),
  });
  stages.add(stop);
  return url;
}

/** brand-mentions → alerts → incidents → people. */
async function startAlerting({ config, stages, metrics, ...line }: Line, consoleUrl: string): Promise<void> {
  const { settings, brands, rules } = config;
  const notifiers = createNotifiers(config.notifiers, line);
  for (const { close } of notifiers.values()) if (close) stages.add(close);
  const { stop } = await startWatching({
    ...line,
    brands,
    rules,
    detectors,
    notifiers,
    receivers: settings.receivers,
    route: settings.route,
    timezone: settings.timezone,
    consoleUrl: settings.console.publicUrl ?? consoleUrl,
    observe: metrics.alerting,
    observeDelivery: metrics.delivery,
  });
  stages.add(stop);
}

/** mentions → brand-mentions, into the store and on to the rules. */
async function startEnrichment({ config, stages, metrics, ...line }: Line): Promise<void> {
  const pool = createEnrichmentPool({ config: enrichmentOf(config) });
  stages.add(pool.close);
  const { stop } = await startEnriching({ ...line, pool, observe: metrics.enrich });
  stages.add(stop);
  const { bus, store } = config.settings;
  stages.add(startRetention({ ...line, busMs: bus.retention, storeMs: store.retention }).stop);
}

/** The world → mentions. */
async function startIngest({ config, stages, metrics, ...line }: Line): Promise<Collecting> {
  const { settings, sources } = config;
  const world = openWorld({ ...line, settings });
  stages.add(world.close);
  const collecting = await startCollecting({
    ...line,
    ...world,
    sources,
    allowedLatenessMs: settings.ingest.allowedLateness,
    observe: metrics.collect,
  });
  stages.add(collecting.stop);
  return collecting;
}

/** What an enrichment needs to know, as the configuration says. */
export function enrichmentOf({ brands, enrichers }: Config) {
  return {
    brands,
    options: Object.fromEntries(enrichers.map(({ definition, options }) => [definition.kind, options])),
  };
}

/** The way out to the web: the polite HTTP client, and the feed parser with its thread. */
export function openWorld({
  log,
  clock,
  settings,
}: {
  log: Logger;
  clock: Clock;
  settings?: Config['settings'];
}): {
  http: HttpClient;
  feeds: FeedParser;
  close: () => Promise<void>;
} {
  const { hostGap, userAgent } = settings?.ingest ?? {};
  const http = createPoliteHttpClient({ clock, log, minHostGapMs: hostGap, userAgent });
  const feeds = createFeedParser({ clock });
  return { http, feeds, close: feeds.close };
}

type Stop = () => void | Promise<void>;

/** What has been started; `stop` ends it in reverse order, each once, and rejects with the first failure at the end. */
type Stages = { readonly add: (stop: Stop) => void; readonly stop: () => Promise<void> };

function createStages(): Stages {
  const stops: Stop[] = [];
  return {
    add: (stop) => void stops.push(stop),
    stop: async () => {
      const failures: unknown[] = [];
      // A stage that cannot stop must not keep the bus and the store from being closed.
      for (let stop = stops.pop(); stop; stop = stops.pop())
        await Promise.resolve()
          .then(stop)
          .catch((error: unknown) => failures.push(error));
      if (failures.length > 0) throw failures[0];
    },
  };
}

const DRAINED_LOOK_MS = 100;

async function untilDrained(options: {
  bus: Bus;
  state: State;
  collecting: Collecting;
  clock: Clock;
  signal: AbortSignal;
  progress: (text: string) => void;
}): Promise<void> {
  const { bus, state, collecting, clock, signal, progress } = options;
  while (!signal.aborted) {
    const statuses = collecting.statuses();
    const ended = statuses.every((status) => status.state === 'ended' || status.state === 'failed');
    const behind = (await bus.lag()).reduce((sum, { lag }) => sum + lag, 0);
    const waiting = ended && behind === 0 ? (await state.read(OUTBOX)).length : 0;
    if (ended && behind === 0 && waiting === 0) break;
    progress(`${statuses.map((status) => status.progress ?? status.state).join(', ')}; ${behind} behind`);
    await clock.sleep(DRAINED_LOOK_MS, signal);
  }
  progress('');
}
