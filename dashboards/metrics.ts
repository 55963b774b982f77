import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { DeliveryObservation } from '#alerting/delivery-outcomes';
import type { DependencyName } from '#alerting/page';
import type { WatchObservation } from '#alerting/watched-partition';
import type { EnrichedBatch } from '#enrich/enrich';
import type { Bus } from '#ingest/bus/bus';
import type { Clock } from '#ingest/clock';
import type { CollectObserver } from '#ingest/collect';
import { SOURCES_NAMESPACE, SourceStatus } from '#ingest/source-status';
import type { State } from '#ingest/state/state';

export type Health = {
  readonly ready: boolean;
  readonly problems: readonly string[];
};

export type Metrics = {
  readonly collect: CollectObserver;
  readonly enrich: (batch: EnrichedBatch) => void;
  readonly alerting: (observation: WatchObservation) => void;
  readonly delivery: (observation: DeliveryObservation) => void;
  readonly dependency: (name: DependencyName, answers: boolean) => void;
  /** The Prometheus text of everything. */
  readonly text: () => Promise<string>;
  readonly health: () => Promise<Health>;
};

const SLOW_ANSWER_MS = 5_000;

/** The counters that the stages feed, and what is read from bus and state when somebody asks. One registry a pipeline. */
export function createMetrics({ bus, state, clock }: { bus: Bus; state: State; clock: Clock }): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'vigie_' });
  const counter = <Label extends string>(name: string, help: string, labelNames: Label[] = []) =>
    new Counter({ name: `vigie_${name}`, help, labelNames, registers: [registry] });
  const collected = counter('mentions_collected_total', 'Mentions that the bus took from collectors.', [
    'source',
  ]);
  const dropped = counter('items_dropped_total', 'Items of a source that could not be read.', [
    'source',
    'reason',
  ]);
  const failed = counter('polls_failed_total', 'Polls of a source that failed.', ['source']);
  const enriched = counter('mentions_enriched_total', 'Mentions that have been through the enrichers.');
  const unreadable = counter(
    'mentions_unreadable_total',
    'Messages that were no mention, now in dead letters.',
  );
  const matched = counter('brand_mentions_total', 'Brand mentions stored and published.', ['brand']);
  const failures = counter('enricher_failures_total', 'Failures recorded on brand mentions.', ['enricher']);
  const evaluated = counter(
    'mentions_evaluated_total',
    'What became of brand mentions before the rules: counted, duplicate, backfill, or late for a rule.',
    ['outcome'],
  );
  const alerts = counter('alerts_total', 'Alerts by rule and status.', ['rule', 'status']);
  const pages = counter('pages_total', 'Pages decided, by kind.', ['kind']);
  const deliveries = counter('deliveries_total', 'Outcomes of attempts to deliver.', [
    'notifier',
    'outcome',
    'reason',
  ]);
  const seconds = new Histogram({
    name: 'vigie_delivery_seconds',
    help: 'From the making of a page to the channel taking it.',
    labelNames: ['notifier'],
    buckets: [0.1, 0.5, 1, 2, 5, 15, 60, 300, 3_600],
    registers: [registry],
  });
  // What is read elsewhere must not keep everything else from being read while that is away.
  const orNothing = <Item>(ask: () => Promise<readonly Item[]>): Promise<readonly Item[]> =>
    inTime(ask, clock).catch(() => []);
  const up = new Gauge({
    name: 'vigie_dependency_up',
    help: 'Whether what Vigie stands on answered when it was asked last, and every rule file is in force: 1 or 0. Where alerts are raised only.',
    labelNames: ['dependency'],
    registers: [registry],
  });
  new Gauge({
    name: 'vigie_bus_lag',
    help: 'Messages that a group has not committed yet.',
    labelNames: ['group', 'topic', 'partition'],
    registers: [registry],
    async collect() {
      this.reset();
      for (const { group, topic, partition, lag } of await orNothing(() => bus.lag()))
        this.set({ group, topic, partition }, lag);
    },
  });
  new Gauge({
    name: 'vigie_source_last_item_age_seconds',
    help: 'Age of the newest item that a source has given.',
    labelNames: ['source'],
    registers: [registry],
    async collect() {
      this.reset();
      for (const { value } of await orNothing(() => state.read(SOURCES_NAMESPACE))) {
        const { data } = SourceStatus.safeParse(value);
        if (!data?.lastItemAt) continue;
        this.set({ source: data.name }, (clock.now() - Date.parse(data.lastItemAt)) / 1_000);
      }
    },
  });
  return {
    collect: {
      mentionsCollected: (source, count) => collected.inc({ source }, count),
      itemsDropped: (source, reason, count) => dropped.inc({ source, reason }, count),
      pollFailed: (source) => failed.inc({ source }),
    },
    enrich: (batch) => {
      enriched.inc(batch.mentions);
      unreadable.inc(batch.unreadable);
      for (const mention of batch.brandMentions) {
        matched.inc({ brand: mention.brand });
        for (const enricher of mention.failed) failures.inc({ enricher });
      }
    },
    alerting: (observation) => {
      if (observation.kind === 'unreadable') unreadable.inc();
      if (observation.kind === 'evaluated')
        for (const [outcome, count] of Object.entries(observation.mentions))
          evaluated.inc({ outcome }, count);
      if (observation.kind === 'alert')
        alerts.inc({ rule: observation.alert.rule, status: observation.alert.status });
      if (observation.kind === 'paged') pages.inc({ kind: observation.page.kind });
    },
    delivery: ({ notifier, outcome, reason, elapsedMs }) => {
      deliveries.inc({ notifier, outcome, reason });
      if (outcome === 'delivered') seconds.observe({ notifier }, elapsedMs / 1_000);
    },
    dependency: (dependency, answers) => up.set({ dependency }, answers ? 1 : 0),
    text: () => registry.metrics(),
    health: () => examineHealth({ bus, state, clock }),
  };
}

/** Ready: bus and state answer in time. A source that is down does not make Vigie unready; the console shows it. */
async function examineHealth({
  bus,
  state,
  clock,
}: {
  bus: Bus;
  state: State;
  clock: Clock;
}): Promise<Health> {
  const answer = async (what: string, ask: () => Promise<unknown>): Promise<string[]> => {
    try {
      await inTime(ask, clock);
      return [];
    } catch (error) {
      return [`${what}: ${error instanceof Error ? error.message : String(error)}`];
    }
  };
  const problems = (
    await Promise.all([answer('bus', () => bus.lag()), answer('state', () => state.read(SOURCES_NAMESPACE))])
  ).flat();
  return { ready: problems.length === 0, problems };
}

async function inTime<Result>(ask: () => Promise<Result>, clock: Clock): Promise<Result> {
  const answered = new AbortController();
  const late = clock.sleep(SLOW_ANSWER_MS, answered.signal).then((): never => {
    throw new Error(`no answer within ${SLOW_ANSWER_MS / 1_000} s`);
  });
  late.catch(() => undefined);
  try {
    return await Promise.race([ask(), late]);
  } finally {
    answered.abort();
  }
}
