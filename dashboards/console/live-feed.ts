import type { Logger } from 'pino';
import type { Store } from '#enrich/store/store';
import type { Clock } from '#ingest/clock';
import type { State } from '#ingest/state/state';
import type { LiveEvent } from './api';
import { findReplay, type ReadSources, readCurrentSummaries, readRules } from './read-state';

const LOOK_EVERY_MS = 1_000;
const MINUTE_MS = 60_000;
const NEWEST_MINUTES = 5;

type Listener = { readonly brand?: string; readonly send: (event: LiveEvent) => void };

/** Tells listeners what has changed. It looks once a second, and only while somebody listens. */
export type LiveFeed = {
  /** What may change is sent first, then what does. Returns how to stop listening. */
  readonly listen: (listener: Listener) => () => void;
  readonly stop: () => Promise<void>;
};

export type LiveFeedOptions = {
  readonly store: Store;
  readonly state: State;
  readonly clock: Clock;
  readonly log: Logger;
  readonly readSources: ReadSources;
};

export function createLiveFeed({ store, state, clock, log, readSources }: LiveFeedOptions): LiveFeed {
  /** What each listener was sent last, by subject, as JSON. */
  const listeners = new Map<Listener, Map<string, string>>();
  const stopping = new AbortController();
  let looking: Promise<void> | undefined;

  function tell(listener: Listener, sent: Map<string, string>, subject: string, event: LiveEvent) {
    const text = JSON.stringify(event);
    if (sent.get(subject) === text) return;
    sent.set(subject, text);
    listener.send(event);
  }

  async function look() {
    const watched = new Set(
      [...listeners.keys()].flatMap(({ brand }) => (brand === undefined ? [] : [brand])),
    );
    const [incidents, sources, rules, ...counts] = await Promise.all([
      readCurrentSummaries(state),
      readSources(),
      readRules(state),
      ...[...watched].map((brand) => readCounts(store, brand)),
    ]);
    const replay = findReplay(sources);
    for (const [listener, sent] of listeners) {
      const changed = incidents.filter((incident) => {
        const text = JSON.stringify(incident);
        const known = sent.get(`incident ${incident.id}`) === text;
        sent.set(`incident ${incident.id}`, text);
        return !known;
      });
      if (changed.length > 0) listener.send({ kind: 'incidents', incidents: changed });
      tell(listener, sent, 'sources', {
        kind: 'sources',
        sources,
        ...(replay && { replay }),
        ...(rules && { rules }),
      });
      for (const event of counts)
        if (event.kind === 'counts' && event.brand === listener.brand) tell(listener, sent, 'counts', event);
    }
  }

  async function keepLooking() {
    while (listeners.size > 0 && !stopping.signal.aborted) {
      await look().catch((error) => log.warn({ err: error }, 'the console could not read what is new'));
      await clock.sleep(LOOK_EVERY_MS, stopping.signal);
    }
    looking = undefined;
  }

  return {
    listen: (listener) => {
      listeners.set(listener, new Map());
      looking ??= keepLooking();
      return () => {
        listeners.delete(listener);
      };
    },
    stop: async () => {
      stopping.abort();
      listeners.clear();
      await looking;
    },
  };
}

async function readCounts(store: Store, brand: string): Promise<LiveEvent> {
  const { count, newest } = await store.extent({ brand });
  if (newest === undefined) return { kind: 'counts', brand, count, minutes: [] };
  const to = Math.floor(newest / MINUTE_MS) * MINUTE_MS + MINUTE_MS;
  const minutes = await store.countPerBucket({ brand, from: to - NEWEST_MINUTES * MINUTE_MS, to }, MINUTE_MS);
  return { kind: 'counts', brand, count, newest, minutes };
}
