import { isDeepStrictEqual } from 'node:util';
import { type OutgoingMessage, TOPICS } from './bus/bus';
import type { CollectOptions, ConfiguredSource } from './collect';
import type { CollectorContext, Cursor } from './collector';
import type { Mention } from './mention';
import { pollForever } from './poll-source';
import { isUnreachable, type SourceStatus } from './source-status';
import { type OwnedState, StateConflictError } from './state/state';
import { createStatusKeeper, readSavedStatus, type StatusKeeper } from './status-keeper';
import { streamForever } from './stream-source';

const MAX_BATCH = 500;
const MAX_BATCH_CHARACTERS = 4_000_000;
const CURSORS_NAMESPACE = 'cursors';

export type RunningSource = {
  readonly status: () => SourceStatus;
  readonly pollNow: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

type Surroundings = CollectOptions & Pick<CollectorContext, 'listen'>;

/** What the two ways of running a source share. */
export type SourceRun = {
  readonly source: ConfiguredSource;
  readonly surroundings: Surroundings;
  readonly keeper: StatusKeeper;
  /** Publishes, then saves the cursor. Rejects when either failed; the saved cursor then stands. */
  readonly deliver: (mentions: readonly Mention[], cursor: Cursor) => Promise<void>;
  readonly cursor: () => Cursor | undefined;
  /** Shows what failed of a source that goes on otherwise. */
  readonly tellProblems: (problems: readonly Error[]) => void;
  /** Counts and shows a failure; returns how many there were in a row. */
  readonly fail: (error: unknown) => number;
  readonly signal: AbortSignal;
};

/** Starts one source; one that cannot start shows as `failed` with the reason. Throws only when the state is down. */
export async function startSource(
  source: ConfiguredSource,
  surroundings: Surroundings,
): Promise<RunningSource> {
  const { state, clock } = surroundings;
  const log = surroundings.log.child({ source: source.name });
  const stopping = new AbortController();
  const owned = await state.acquire(`source/${source.name}`);
  const onConflict = (error: StateConflictError) => {
    if (stopping.signal.aborted) return;
    stopping.abort();
    keeper.update(failure(error, clock.now()));
    log.error({ err: error }, 'source stopped: another process collects it now');
  };
  const keeper = createStatusKeeper({
    initial: firstStatus(source, await readSavedStatus(owned, source.name), clock.now()),
    owned,
    clock,
    log,
    signal: stopping.signal,
    onStatus: surroundings.onStatus,
    onConflict,
  });
  const run = await createRun({ source, surroundings, keeper, owned, onConflict, signal: stopping.signal });
  let pollNow = async (): Promise<void> => {
    throw new Error(`source "${source.name}" is a stream: it gives what it has without being asked`);
  };
  let ended: Promise<void> = Promise.resolve();
  try {
    const collector = source.definition.create(source.options, createContext(run, log));
    if (collector.mode === 'poll') ({ pollNow, ended } = pollForever(run, collector));
    else ended = streamForever(run, collector);
  } catch (error) {
    keeper.update(failure(error, clock.now()));
    log.error({ problem: inOneLine(error) }, 'source cannot start');
  }
  return {
    status: keeper.current,
    pollNow: () => pollNow(),
    stop: async () => {
      stopping.abort();
      await ended;
      await keeper.flush();
    },
  };
}

function createContext(run: SourceRun, log: CollectorContext['log']): CollectorContext {
  const { source, surroundings, keeper } = run;
  const { clock, random, http, feeds, allowedLatenessMs, listen, watchesHost, observe } = surroundings;
  return {
    source: source.name,
    clock,
    random,
    http,
    feeds,
    log,
    allowedLatenessMs,
    listen,
    ...(watchesHost && { watchesHost }),
    dropped: (reason) => {
      keeper.countDropped(reason);
      observe?.itemsDropped?.(source.name, reason, 1);
    },
  };
}

type RunParts = Pick<SourceRun, 'source' | 'surroundings' | 'keeper' | 'signal'> & {
  readonly owned: OwnedState;
  readonly onConflict: (error: StateConflictError) => void;
};

async function createRun({ source, surroundings, keeper, owned, onConflict, signal }: RunParts) {
  const { bus, clock, log, observe } = surroundings;
  let cursor = (await owned.get(CURSORS_NAMESPACE, source.name)) as Cursor | undefined;
  const run: SourceRun = {
    source,
    surroundings,
    keeper,
    signal,
    cursor: () => cursor,
    deliver: async (mentions, next) => {
      for (const batch of batchesOf(mentions, source)) await bus.publish(TOPICS.mentions, batch);
      if (!isDeepStrictEqual(next, cursor)) await saveCursor(owned, source.name, next, onConflict);
      cursor = next;
      if (mentions.length > 0) observe?.mentionsCollected?.(source.name, mentions.length);
      keeper.update(success(keeper.current(), mentions, clock.now()));
    },
    tellProblems: (problems) => {
      if (problems.length === 0) return;
      const problem = problems.map(inOneLine).join('; ');
      const lastError = { at: new Date(clock.now()).toISOString(), message: problem };
      keeper.update({ lastError });
      observe?.pollFailed?.(source.name);
      log.warn({ source: source.name, problem }, 'a part of the source failed; the rest goes on');
    },
    fail: (error) => {
      const consecutiveFailures = keeper.current().consecutiveFailures + 1;
      const state = isUnreachable(error) ? 'unreachable' : 'backing-off';
      keeper.update({ ...failure(error, clock.now()), state, consecutiveFailures });
      observe?.pollFailed?.(source.name);
      const problem = inOneLine(error);
      log.warn({ source: source.name, problem, consecutiveFailures }, 'source failed; it is tried again');
      log.debug({ source: source.name, err: error }, 'the failure in full');
      return consecutiveFailures;
    },
  };
  return run;
}

/** That a source fails is expected; where our code noticed it tells an operator nothing. */
function inOneLine(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function* batchesOf(mentions: readonly Mention[], source: ConfiguredSource): Generator<OutgoingMessage[]> {
  let batch: OutgoingMessage[] = [];
  let size = 0;
  for (const mention of mentions) {
    const value = JSON.stringify(mention);
    batch.push({ key: source.definition.inOrder ? source.name : mention.id, value });
    size += value.length;
    if (batch.length < MAX_BATCH && size < MAX_BATCH_CHARACTERS) continue;
    yield batch;
    batch = [];
    size = 0;
  }
  if (batch.length > 0) yield batch;
}

async function saveCursor(
  owned: OwnedState,
  key: string,
  value: Cursor,
  onConflict: (error: StateConflictError) => void,
): Promise<void> {
  try {
    await owned.commit({ puts: [{ namespace: CURSORS_NAMESPACE, key, value }] });
  } catch (error) {
    if (error instanceof StateConflictError) onConflict(error);
    throw error;
  }
}

function success(before: SourceStatus, mentions: readonly Mention[], now: number): Partial<SourceStatus> {
  const newest = mentions.reduce(
    (latest, { publishedAt }) => (publishedAt > latest ? publishedAt : latest),
    before.lastItemAt ?? '',
  );
  return {
    lastSuccessAt: new Date(now).toISOString(),
    lastItemAt: newest || undefined,
    mentions: before.mentions + mentions.length,
    consecutiveFailures: 0,
  };
}

function failure(error: unknown, now: number): Partial<SourceStatus> {
  const message = error instanceof Error ? error.message : String(error);
  return {
    state: 'failed',
    nextPollAt: undefined,
    lastError: { at: new Date(now).toISOString(), message },
  };
}

function firstStatus(source: ConfiguredSource, saved: SourceStatus | undefined, now: number): SourceStatus {
  const { name, definition, options } = source;
  const fresh = { mentions: 0, dropped: {}, ...(saved?.kind === definition.kind ? saved : {}) };
  return {
    ...fresh,
    name,
    kind: definition.kind,
    address: definition.address(options),
    state: 'waiting',
    nextPollAt: undefined,
    consecutiveFailures: 0,
    updatedAt: new Date(now).toISOString(),
  };
}
