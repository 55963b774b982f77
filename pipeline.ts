import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { createNotifiers } from '#alerting/create-notifiers';
import { detectors } from '#alerting/detectors/index';
import { OUTBOX } from '#alerting/partition-records';
import { dependenciesOf } from '#alerting/self-watch/dependency';
import { openInTime } from '#alerting/self-watch/open-in-time';
import { startSelfWatch } from '#alerting/self-watch/self-watch';
import { startWatching } from '#alerting/watch';
import type { Config } from '#config/config';
import { enrichmentOf } from '#config/enrichment-of';
import { placesOf } from '#config/places';
import { type RulesReload, watchRules } from '#config/watch-rules';
import { startConsole } from '#dashboards/console/console-server';
import { startHealthServer } from '#dashboards/health-server';
import { createMetrics, type Metrics } from '#dashboards/metrics';
import { startEnriching } from '#enrich/enrich';
import { createEnrichmentPool } from '#enrich/enrichment-pool';
import { startRetention } from '#enrich/store/retention';
import type { Store } from '#enrich/store/store';
import { followStories, tellStories } from '#enrich/story-sharing';
import { watchHosts } from '#enrich/watch-hosts';
import type { Bus } from '#ingest/bus/bus';
import { lockDataFolder } from '#ingest/bus/lock-data-folder';
import type { Clock } from '#ingest/clock';
import { type Collecting, startCollecting } from '#ingest/collect';
import { startSharedCollecting } from '#ingest/share-sources';
import type { State } from '#ingest/state/state';
import { packageRoot } from '#ingest/thread';
import { untilDrained } from '#ingest/until-drained';
import { isShared, openBusAndState, openStore, openWorld } from './adapters';
import { createStages, type Stages } from './stages';

export type PipelineOptions = {
  readonly config: Config;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Logger;
  /** Where the terminal notifier writes. */
  readonly write: (text: string) => void;
  /** Where given, rule files are put in force as they change. */
  readonly reload?: RulesReload;
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
      drained: (look) =>
        untilDrained({ bus, state, collecting, clock: options.clock, outbox: OUTBOX, ...look }),
      stop: stages.stop,
    };
  } catch (error) {
    await stages
      .stop()
      .catch((failure: unknown) => options.log.error({ err: failure }, 'a stage did not stop'));
    throw error;
  }
}

export type WorkerKind = 'collect' | 'enrich' | 'alert' | 'console';

export type WorkerOptions = PipelineOptions & {
  /** Where health and metrics answer; the console has its own address. */
  readonly listen: { readonly host: string; readonly port: number };
};

/**
 * One stage of the same pipeline as a process of its own; any number of each may run. Rejects on embedded
 * adapters, which one process holds.
 */
export async function startWorker(
  kind: WorkerKind,
  options: WorkerOptions,
): Promise<{ url: string; stop: () => Promise<void> }> {
  if (!isShared(options.config))
    throw new Error(
      'workers are processes of their own: set bus.kind: kafka and store.kind: elasticsearch in vigie.yaml, or use `vigie run`',
    );
  const stages = createStages();
  try {
    const line = await openLine(options, stages);
    if (kind === 'console') return { url: await startSharedDashboards(line), stop: stages.stop };
    const health = await startHealthServer({ listen: options.listen, metrics: line.metrics });
    stages.add(health.stop);
    const { host, port } = options.config.settings.console.listen;
    if (kind === 'alert') await startAlerting(line, `http://${host}:${port}`);
    if (kind === 'enrich') await startEnrichment(line);
    if (kind === 'collect') await startSharedIngest(line);
    return { url: health.url, stop: stages.stop };
  } catch (error) {
    await stages.stop();
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
  readonly inForce: { rules: Config['rules'] };
};

async function openLine(options: PipelineOptions, stages: Stages): Promise<Line> {
  const { config, log, clock } = options;
  if (!isShared(config)) stages.add(lockDataFolder(config.settings.data));
  const { bus: busPlace, store: storePlace } = placesOf(config.settings);
  // First the store, so that what does not answer has a name: the state may be in the same cluster.
  const store = await openInTime(openStore(config, log), storePlace, clock);
  stages.add(store.close);
  const { bus, state, close } = await openInTime(openBusAndState(config, log), busPlace, clock);
  stages.add(close);
  const kept = { inForce: { rules: config.rules }, metrics: createMetrics({ bus, state, clock }) };
  return { ...options, bus, state, store, stages, ...kept };
}

/** Stored data → people. Resolves to the console's address. */
async function startDashboards({ config, stages, metrics, ...line }: Line): Promise<string> {
  const { settings } = config;
  const { url, stop } = await startConsole({
    ...line,
    ...config,
    ...settings.console,
    rulesInForce: () => line.inForce.rules,
    fetch,
    detectors,
    timezone: settings.timezone,
    metrics: metrics.text,
    health: metrics.health,
    pageFolder: join(packageRoot(), 'dist', 'console'),
  });
  stages.add(stop);
  return url;
}

/** The same beside alert workers: it follows the rule files too, and leaves it to them to tell what is wrong there. */
async function startSharedDashboards(line: Line): Promise<string> {
  const { state: _told, reload, ...watch } = line;
  if (reload) line.stages.add(watchRules({ ...watch, ...reload, apply: async () => {} }).stop);
  return startDashboards(line);
}

/** brand-mentions → alerts → incidents → people. */
async function startAlerting({ config, stages, metrics, ...line }: Line, consoleUrl: string): Promise<void> {
  const { settings, brands, rules, moments } = config;
  const notifiers = createNotifiers(config.notifiers, line);
  for (const { close } of notifiers.values()) if (close) stages.add(close);
  const watching = await startWatching({
    ...line,
    brands,
    rules,
    moments,
    detectors,
    notifiers,
    receivers: settings.receivers,
    route: settings.route,
    timezone: settings.timezone,
    consoleUrl: settings.console.publicUrl ?? consoleUrl,
    observe: metrics.alerting,
    observeDelivery: metrics.delivery,
  });
  stages.add(watching.stop);
  const ruleFiles = line.reload && watchRules({ ...line, ...line.reload, config, apply: watching.reload });
  if (ruleFiles) stages.add(ruleFiles.stop);
  const selfWatch = startSelfWatch({
    ...line,
    dependencies: [
      ...dependenciesOf({ ...line, places: placesOf(settings) }),
      ...(ruleFiles ? [ruleFiles.dependency] : []),
    ],
    operators: settings.operators,
    partitions: watching.partitions,
    receivers: settings.receivers,
    notifiers,
    timezone: settings.timezone,
    observe: metrics.dependency,
    observeDelivery: metrics.delivery,
  });
  stages.add(selfWatch.stop);
}

/** mentions → brand-mentions, into the store and on to the rules. */
async function startEnrichment({ config, stages, metrics, ...line }: Line): Promise<void> {
  const shared = isShared(config);
  const origin = randomUUID();
  const pool = createEnrichmentPool({
    config: enrichmentOf(config),
    ...(shared && { tell: tellStories(line.bus, origin), youngGenerationMb: 48 }),
  });
  stages.add(pool.close);
  if (shared) stages.add((await followStories({ ...line, pool, origin })).stop);
  const { stop } = await startEnriching({ ...line, pool, observe: metrics.enrich });
  stages.add(stop);
  const { bus, store } = config.settings;
  stages.add(startRetention({ ...line, busMs: bus.retention, storeMs: store.retention }).stop);
}

/** The world → mentions. */
async function startIngest(line: Line): Promise<Collecting> {
  const collecting = await startCollecting(ingestOf(line));
  line.stages.add(collecting.stop);
  return collecting;
}

/** The world → mentions, the sources shared with every other collect worker. */
async function startSharedIngest(line: Line): Promise<void> {
  const { bus } = line.config.settings;
  const partitions = 'partitions' in bus ? bus.partitions : 1;
  const collecting = await startSharedCollecting({ ...ingestOf(line), partitions });
  line.stages.add(collecting.stop);
}

function ingestOf({ config, stages, metrics, ...line }: Line) {
  const { settings, sources, brands } = config;
  const world = openWorld({ ...line, settings });
  stages.add(world.close);
  return {
    ...line,
    ...world,
    sources,
    watchesHost: watchHosts(brands),
    allowedLatenessMs: settings.ingest.allowedLateness,
    observe: metrics.collect,
  };
}
