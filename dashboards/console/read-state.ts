import { Incident } from '#alerting/incident';
import { Delivery } from '#alerting/notifier';
import { CURRENT_INCIDENTS } from '#alerting/partition-records';
import { RULES, RulesStatus } from '#alerting/self-watch/rules-status';
import type { Clock } from '#ingest/clock';
import { SOURCES_NAMESPACE, SourceStatus } from '#ingest/source-status';
import type { State } from '#ingest/state/state';
import type { DeliveryRow, ReplayView, RulesView, SourceRow } from './api';
import { summarizeIncident } from './incident-summary';

const LEFT_BEHIND_MS = 60_000;

/** Whether the status speaks of a source that runs, but nobody of this run (since `since`) has written it. */
function isLeftBehind({ state, updatedAt, nextPollAt }: SourceStatus, since: number, now: number): boolean {
  if (state === 'ended' || state === 'failed') return false;
  const newest = Math.max(Date.parse(updatedAt), Date.parse(nextPollAt ?? updatedAt));
  return Date.parse(updatedAt) < since && newest < now - LEFT_BEHIND_MS;
}

export type ReadSources = () => Promise<readonly SourceRow[]>;

/** Reads every source's row, ordered by name. A record that cannot be read is left out. `since`: when this run began. */
export function createReadSources(state: State, clock: Clock, since: number): ReadSources {
  return async () => {
    const records = await state.read(SOURCES_NAMESPACE);
    return records
      .flatMap(({ value }) => {
        const parsed = SourceStatus.safeParse(value);
        return parsed.success ? [toRow(parsed.data, isLeftBehind(parsed.data, since, clock.now()))] : [];
      })
      .sort((a, b) => a.name.localeCompare(b.name));
  };
}

function toRow({ updatedAt: _, dropped, ...status }: SourceStatus, leftBehind: boolean): SourceRow {
  return {
    ...status,
    ...(leftBehind ? { state: 'not-running', nextPollAt: undefined } : {}),
    dropped: Object.values(dropped).reduce((sum, count) => sum + count, 0),
  };
}

/** What the process that evaluates rules says of their files; undefined where none has run yet. */
export async function readRules(state: State): Promise<RulesView | undefined> {
  const [record] = await state.read(RULES);
  return RulesStatus.safeParse(record?.value).data;
}

/** The replay that is running, or else one that has ended. */
export function findReplay(sources: readonly SourceRow[]): ReplayView | undefined {
  const replays = sources.filter(({ kind }) => kind === 'replay');
  const replay = replays.find(({ state }) => state === 'running') ?? replays[0];
  if (!replay) return undefined;
  return {
    source: replay.name,
    running: replay.state === 'running',
    ...(replay.lastItemAt === undefined ? {} : { at: Date.parse(replay.lastItemAt) }),
    ...(replay.progress === undefined ? {} : { progress: replay.progress }),
  };
}

/** The incidents, of one brand or of all. A record that cannot be read is left out. */
export async function readIncidents(state: State, brand?: string): Promise<readonly Incident[]> {
  const records = await state.read('incidents');
  return records.flatMap(({ value }) => {
    const parsed = Incident.safeParse(value);
    return parsed.success && (brand === undefined || parsed.data.brand === brand) ? [parsed.data] : [];
  });
}

export async function readIncident(state: State, id: string): Promise<Incident | undefined> {
  const records = await state.read('incidents', { keyPrefix: id });
  const record = records.find(({ key }) => key === id);
  return record === undefined ? undefined : Incident.parse(record.value);
}

export async function readIncidentSummaries(state: State, brand?: string) {
  return (await readIncidents(state, brand)).map(summarizeIncident);
}

/**
 * The incidents that may change: open, or ended lately. However many lie in the past, it costs no more. One that
 * cannot be read is left out.
 */
export async function readCurrentSummaries(state: State) {
  const current = await state.read(CURRENT_INCIDENTS);
  const found = await Promise.all(current.map(({ key }) => state.read('incidents', { keyPrefix: key })));
  return found.flat().flatMap(({ value }) => {
    const parsed = Incident.safeParse(value);
    return parsed.success ? [summarizeIncident(parsed.data)] : [];
  });
}

const MAX_DELIVERIES = 100;

/** The newest deliveries of the incident, the newest first. One that cannot be read is left out. */
export async function readDeliveries(state: State, { events }: Incident): Promise<readonly Delivery[]> {
  const ids = events.flatMap((event) => (event.kind === 'paged' ? event.deliveries : []));
  const found = await Promise.all(
    ids.slice(-MAX_DELIVERIES).map((id) => state.read('deliveries', { keyPrefix: id })),
  );
  return found
    .flat()
    .flatMap(({ value }) => {
      const parsed = Delivery.safeParse(value);
      return parsed.success ? [parsed.data] : [];
    })
    .reverse();
}

export function toDeliveryRow(delivery: Delivery): DeliveryRow {
  const { id, notifier, destination, state, attempts, createdAt, notBefore, page } = delivery;
  const { lastError, reference } = delivery;
  return {
    id,
    page: page.number,
    reason: page.reason,
    notifier,
    destination,
    state,
    attempts,
    createdAt,
    notBefore,
    ...(lastError === undefined ? {} : { lastError }),
    ...(reference === undefined ? {} : { reference }),
  };
}
