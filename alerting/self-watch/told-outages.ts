import { z } from 'zod';
import type { State, StateRecord } from '#ingest/state/state';
import { DependencyName } from '../page';

/** What operators were told of one thing last. Times are epoch milliseconds. */
export const Outage = z.object({
  dependency: DependencyName,
  /** Of the message that told of it; one message can tell of several things. */
  incident: z.string(),
  since: z.number(),
  toldAt: z.number(),
  /** Of rule files: the mistakes that were told, one a line. */
  mistakes: z.string().optional(),
  /** When they were told that it answers again; absent while they wait for that. */
  endToldAt: z.number().optional(),
});
export type Outage = z.infer<typeof Outage>;

export type Outages = ReadonlyMap<DependencyName, Outage>;

/** Namespace in the state, and the name of its owner. */
export const OUTAGES = 'outages';
const OWNER = 'operators';

/** What a read of the namespace holds; what cannot be read is left out, and then at worst told again. */
export function outagesIn(records: unknown): Outages {
  const list = (Array.isArray(records) ? records : []) as readonly Pick<StateRecord, 'value'>[];
  return new Map(
    list.flatMap(({ value }) => {
      const { data } = Outage.safeParse(value);
      return data ? [[data.dependency, data] as const] : [];
    }),
  );
}

/** Keeps what was told, so that whoever watches next neither tells it again nor forgets to tell its end. */
export async function saveOutages(state: Pick<State, 'acquire'>, outages: readonly Outage[]): Promise<void> {
  const owned = await state.acquire(OWNER);
  await owned.commit({
    puts: outages.map((outage) => ({ namespace: OUTAGES, key: outage.dependency, value: outage })),
  });
}
