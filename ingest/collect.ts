import type { Logger } from 'pino';
import type { Bus } from './bus/bus';
import type { Clock } from './clock';
import type { CollectorContext, CollectorDefinition } from './collector';
import type { FeedParser } from './feed/feed-parser';
import type { HttpClient } from './http/http-client';
import { createListeners } from './http/listener';
import type { Cron } from './schedule';
import { type RunningSource, startSource } from './source';
import type { SourceStatus } from './source-status';
import type { State } from './state/state';

/** A source as configured: what it is called, what kind it is, its checked options and when it is asked. */
export type ConfiguredSource = {
  readonly name: string;
  readonly definition: CollectorDefinition;
  /** Output of the definition's options schema. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly everyMs?: number;
  readonly cron?: Cron;
};

/** Told of what happens, to count it. */
export type CollectObserver = {
  readonly mentionsCollected?: (source: string, count: number) => void;
  readonly itemsDropped?: (source: string, reason: string, count: number) => void;
  readonly pollFailed?: (source: string) => void;
};

export type CollectOptions = {
  readonly sources: readonly ConfiguredSource[];
  readonly bus: Pick<Bus, 'publish'>;
  readonly state: Pick<State, 'acquire'>;
  readonly clock: Clock;
  readonly random: () => number;
  readonly http: HttpClient;
  readonly feeds: FeedParser;
  readonly log: Logger;
  readonly allowedLatenessMs: number;
  readonly onStatus?: (status: SourceStatus) => void;
  readonly observe?: CollectObserver;
  /** Which brands a host imitates; for sources that see names of hosts. */
  readonly watchesHost?: CollectorContext['watchesHost'];
  /** Listeners shared with others; default: its own, closed on `stop`. */
  readonly listen?: CollectorContext['listen'];
};

export type Collecting = {
  readonly statuses: () => readonly SourceStatus[];
  /** Asks a waiting source now; resolves when that poll is over. Throws for an unknown or a streaming source. */
  readonly pollNow: (name: string) => Promise<void>;
  /** Lets running publishes finish and save their cursors, then stops every source. */
  readonly stop: () => Promise<void>;
};

/**
 * Runs the sources: what they give goes to the bus, and only then is their cursor saved, so that nothing is lost.
 * One source's failure never stops another. Throws when two sources share a name.
 */
export async function startCollecting(options: CollectOptions): Promise<Collecting> {
  const names = options.sources.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice) throw new Error(`two sources are called "${twice}": their cursors would mix; rename one`);
  const listeners = createListeners(options.log);
  const { listen = listeners.listen } = options;
  const running = new Map<string, RunningSource>();
  const stop = async () => {
    await Promise.all([...running.values()].map((source) => source.stop()));
    await listeners.close();
  };
  try {
    for (const source of options.sources)
      running.set(source.name, await startSource(source, { ...options, listen }));
  } catch (error) {
    await stop();
    throw new Error('collecting cannot start: the state cannot be opened', { cause: error });
  }
  return {
    statuses: () => names.flatMap((name) => running.get(name)?.status() ?? []),
    pollNow: async (name) => {
      const source = running.get(name);
      if (!source) throw new Error(`no source is called "${name}"; there are: ${names.join(', ')}`);
      await source.pollNow();
    },
    stop,
  };
}
