import type { Logger } from 'pino';
import type { Clock } from '#ingest/clock';
import type { State } from '#ingest/state/state';
import { createDeliverer } from '../deliver';
import type { DeliveryObservation } from '../delivery-outcomes';
import type { Notifier } from '../notifier';
import type { DependencyName, Page } from '../page';
import { planDeliveries } from '../plan-deliveries';
import type { Receiver } from '../policy';
import { createAsker } from './ask';
import { composeMistakesPage } from './compose-mistakes-page';
import { composeOutagePage } from './compose-outage-page';
import { decideTelling, type Telling } from './decide-telling';
import type { Dependency } from './dependency';
import {
  type Answers,
  EMPTY_NOTEBOOK,
  type Notebook,
  noteAnswers,
  noteSaved,
  noteTold,
  unsavedOutages,
} from './notebook';
import { TELLING_PARTITION } from './ownership';
import { type Outage, saveOutages } from './told-outages';

/** Who is told, and after how long a failure without a break, in milliseconds. */
export type Operators = { readonly receiver: string; readonly after: number };

export type SelfWatch = {
  readonly dependencies: readonly Dependency[];
  /** Undefined: nobody is told, only the log and metrics are. */
  readonly operators: Operators | undefined;
  /** Partitions that this process has now. */
  readonly partitions: () => ReadonlySet<number>;
  /** Keeps what was told, whenever it answers. */
  readonly state: Pick<State, 'acquire'>;
  readonly receivers: readonly Receiver[];
  readonly notifiers: ReadonlyMap<string, Notifier>;
  readonly clock: Clock;
  /** In [0, 1); spreads retries. */
  readonly random: () => number;
  readonly log: Logger;
  /** IANA zone in which people read the times. */
  readonly timezone: string;
  /** Told after each ask. */
  readonly observe?: (dependency: DependencyName, answers: boolean) => void;
  readonly observeDelivery?: (observation: DeliveryObservation) => void;
};

const ASK_EVERY_MS = 5_000;
const ASK_AT_MOST_EVERY_MS = 1_000;

/**
 * Asks what Vigie stands on every few seconds, and tells the operators when it has not answered for a while and when
 * it does again. Their messages go through no outbox, since the state may be what is down: one that still waits for
 * its channel when this process ends is lost.
 */
export function startSelfWatch(watch: SelfWatch): { stop(): Promise<void> } {
  const { clock, random, log, notifiers, receivers, operators, observeDelivery } = watch;
  const { dependencies, timezone } = watch;
  const deliverer = createDeliverer({
    notifiers,
    clock,
    random,
    log,
    record: async () => {},
    ...(observeDelivery && { observe: observeDelivery }),
  });
  const stopping = new AbortController();
  const serverOf = (name: DependencyName) => dependencies.find((one) => one.name === name)?.server ?? name;
  const askAll = createRound(dependencies, clock);
  let notebook = EMPTY_NOTEBOOK;
  const save = createAsker(async () => {
    const outages = unsavedOutages(notebook);
    await saveOutages(watch.state, outages);
    return outages;
  }, clock);

  const tell = (telling: Telling, { receiver }: Operators): void => {
    const now = clock.now();
    const isOfRules = telling.dependencies.includes('rules');
    const fresh = `${isOfRules ? 'rules' : 'outage'}-${new Date(now).toISOString()}`;
    const incident = telling.kind === 'outage' ? fresh : telling.incident;
    const compose = isOfRules ? composeMistakesPage : composeOutagePage;
    const page = compose({ ...notebook, telling, incident, dependencies, timezone });
    logPage(page, log);
    deliverer.enqueue(planDeliveries({ page, receiver, receivers, notifiers, now }));
    notebook = noteTold(notebook, telling, { incident, now });
  };

  const keep = async (): Promise<void> => {
    if (notebook.unsaved.size === 0 || !notebook.health.get('state')?.answers) return;
    const saved = await save();
    if (saved.ok) notebook = noteSaved(notebook, saved.value as readonly Outage[]);
    else log.warn({ error: saved.error }, 'what operators were told could not be kept; trying again');
  };

  const look = async (): Promise<void> => {
    const answers = await askAll();
    if (stopping.signal.aborted) return;
    const partitions = watch.partitions();
    const before = notebook;
    notebook = noteAnswers(before, answers, partitions);
    logChanges(before, notebook, log);
    for (const [name, { ok }] of answers) watch.observe?.(name, ok);
    if (operators)
      for (const telling of decideTelling({
        ...situationOf(notebook, partitions, operators, clock.now()),
        serverOf,
      }))
        tell(telling, operators);
    await keep();
  };

  const watching = async (): Promise<void> => {
    const everyMs = Math.min(
      ASK_EVERY_MS,
      Math.max(ASK_AT_MOST_EVERY_MS, (operators?.after ?? ASK_EVERY_MS) / 3),
    );
    while (!stopping.signal.aborted) {
      const startedAt = clock.now();
      await look().catch((error: unknown) =>
        log.error({ err: error }, 'watching what Vigie stands on failed'),
      );
      await clock.sleep(Math.max(0, startedAt + everyMs - clock.now()), stopping.signal);
    }
  };
  void watching();

  return {
    // An ask that hangs is not waited for: it has nothing to say any more.
    stop: () => {
      stopping.abort();
      return deliverer.stop();
    },
  };
}

/** Asks all at once; never one thing twice at a time. */
function createRound(dependencies: readonly Dependency[], clock: Clock): () => Promise<Answers> {
  const askers = dependencies.map(({ name, ask }) => ({ name, ask: createAsker(ask, clock) }));
  return async () =>
    new Map(await Promise.all(askers.map(async ({ name, ask }) => [name, await ask()] as const)));
}

function situationOf(
  { health, outages, ownership }: Notebook,
  partitions: ReadonlySet<number>,
  { after }: Operators,
  now: number,
) {
  const busAnswers = health.get('bus')?.answers ?? false;
  return {
    health,
    outages,
    tellsOutages: ownership.isOwner,
    // Once the bus answers, the next owner may be another, who tells the end of what is kept.
    tellsEnds: busAnswers ? partitions.has(TELLING_PARTITION) : ownership.isOwner,
    afterMs: after,
    now,
  };
}

function logChanges(before: Notebook, after: Notebook, log: Logger): void {
  for (const [dependency, { answers, error }] of after.health) {
    // Who reads the rule files says more of them.
    if (dependency === 'rules') continue;
    const did = before.health.get(dependency)?.answers ?? true;
    if (did && !answers) log.warn({ dependency, error }, 'what Vigie stands on does not answer');
    if (!did && answers) log.info({ dependency }, 'what Vigie stands on answers again');
  }
}

function logPage({ kind, headline }: Page, log: Logger): void {
  if (kind === 'outage') log.error({ headline }, 'operators are told of an outage');
  else log.info({ headline }, 'operators are told that an outage is over');
}
