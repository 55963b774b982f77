import { z } from 'zod';
import { Incident } from '#alerting/incident';
import { Page, type Sample } from '#alerting/page';
import type { State } from '#ingest/state/state';
import type { ReplayView, SourceRow } from './api';
import { summarizeIncident } from './incident-summary';

/** A source's status as the collect shell saves it; only what the console shows. */
const SourceStatus = z.object({
  name: z.string(),
  kind: z.string(),
  address: z.string().default(''),
  state: z.string(),
  lastSuccessAt: z.string().optional(),
  lastItemAt: z.string().optional(),
  nextPollAt: z.string().optional(),
  lastError: z.object({ at: z.string(), message: z.string() }).optional(),
  mentions: z.number().default(0),
  dropped: z
    .union([z.number(), z.record(z.string(), z.number())])
    .default(0)
    .transform((dropped) =>
      typeof dropped === 'number' ? dropped : Object.values(dropped).reduce((sum, count) => sum + count, 0),
    ),
  progress: z.string().optional(),
  consecutiveFailures: z.number().default(0),
});

/** Every source's row, ordered by name. A record that cannot be read is left out. */
export async function readSources(state: State): Promise<readonly SourceRow[]> {
  const records = await state.read('sources');
  return records
    .flatMap(({ value }) => {
      const parsed = SourceStatus.safeParse(value);
      return parsed.success ? [parsed.data] : [];
    })
    .sort((a, b) => a.name.localeCompare(b.name));
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

const StoredDelivery = z.object({ incident: z.string(), createdAt: z.string(), page: Page });

/** The mentions that the last page of the incident quoted; none before the first page. */
export async function readSamples(state: State, incident: string): Promise<readonly Sample[]> {
  const deliveries = (await state.read('deliveries'))
    .flatMap(({ value }) => {
      const parsed = StoredDelivery.safeParse(value);
      return parsed.success && parsed.data.incident === incident ? [parsed.data] : [];
    })
    .sort((a, b) => b.createdAt.localeCompare(a.createdAt));
  return deliveries.find(({ page }) => page.samples.length > 0)?.page.samples ?? [];
}
