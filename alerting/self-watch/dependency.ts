import type { Store } from '#enrich/store/store';
import type { Bus } from '#ingest/bus/bus';
import type { State } from '#ingest/state/state';
import type { DependencyName, FoundationName } from '../page';
import { OUTAGES } from './told-outages';

/** One thing that Vigie stands on, how it is asked, and what to look at when it does not answer. */
export type Dependency = {
  readonly name: DependencyName;
  /** What runs it, in one word: `Kafka`. Things on one server fail together. */
  readonly server: string;
  /** Where that is: an address or a file, without secrets. */
  readonly at: string;
  /** What to look at first. */
  readonly advice: string;
  /** Cheap, and changes nothing. Rejects when there is no good answer. */
  readonly ask: () => Promise<unknown>;
};

/** An adapter as configured: its kind, and where its server or file is. */
export type Place = { readonly kind: 'embedded' | 'kafka' | 'elasticsearch'; readonly at: string };

export type Foundations = {
  readonly bus: Pick<Bus, 'lag'>;
  readonly state: Pick<State, 'read'>;
  readonly store: Pick<Store, 'get'>;
  readonly places: Readonly<Record<FoundationName, Place>>;
};

/** The bus, the state and the store. The state is asked for what operators were told of, which is needed anyway. */
export function dependenciesOf({ bus, state, store, places }: Foundations): readonly Dependency[] {
  const asks: Readonly<Record<FoundationName, Dependency['ask']>> = {
    bus: () => bus.lag(),
    state: () => state.read(OUTAGES),
    // One look-up by an id that nothing has: an extent would count every mention.
    store: () => store.get('no-mention'),
  };
  return (['bus', 'state', 'store'] as const).map((name) => ({
    name,
    server: serverOf(name, places[name]),
    at: places[name].at,
    advice: adviceOn(places[name].kind),
    ask: asks[name],
  }));
}

/** The rule files of a folder. Its ask rejects with the mistakes that stand in them now, one a line. */
export function ruleFilesOf(folder: string, mistakes: () => readonly string[]): Dependency {
  return {
    name: 'rules',
    server: 'rules',
    at: folder,
    advice: 'mend the file and save it: it is read again within seconds. `vigie check` lists every mistake.',
    ask: async () => {
      if (mistakes().length > 0) throw new Error(mistakes().join('\n'));
    },
  };
}

function serverOf(name: FoundationName, { kind }: Place): string {
  switch (kind) {
    case 'kafka':
      return 'Kafka';
    case 'elasticsearch':
      return 'Elasticsearch';
    case 'embedded':
      return name === 'store' ? 'store.db' : 'bus.db';
  }
}

function adviceOn(kind: Place['kind']): string {
  switch (kind) {
    case 'kafka':
      return 'are the brokers up? Then their disks, the network, and the log-in under bus in vigie.yaml. Workers end after five minutes without Kafka: see that they are started again.';
    case 'elasticsearch':
      return 'is the cluster up? Then its disks, its memory, and the API key or password under store in vigie.yaml.';
    case 'embedded':
      return 'is the disk full, or the folder not writable? The log of Vigie says more; if it says that a thread has ended, start Vigie again.';
  }
}
