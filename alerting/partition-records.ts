import { isRetriable, RetriableError } from '#ingest/bus/bus';
import { type OwnedState, StateConflictError, type StateRecord } from '#ingest/state/state';
import type { Incident } from './incident';
import { Delivery } from './notifier';

/**
 * Changes of one partition that are not stored yet. A failed commit keeps them for the next, so that what was
 * counted in memory is neither lost nor counted again.
 */
export type PartitionRecords = {
  readonly put: (record: StateRecord) => void;
  readonly delete: (place: Omit<StateRecord, 'value'>) => void;
  readonly putIncident: (incident: Incident) => void;
  readonly putDelivery: (delivery: Delivery) => void;
  /** Next offset to read of a topic; undefined where none was ever stored or read. */
  readonly position: (topic: string) => number | undefined;
  readonly moveTo: (topic: string, offset: number) => void;
  readonly commit: () => Promise<void>;
};

/** Ids of incidents that are open or ended lately: what is loaded at the start. */
export const CURRENT_INCIDENTS = 'current-incidents';
/** Ids of deliveries that are queued: what is sent on at the start. */
export const OUTBOX = 'outbox';

const KEEP_PAGES_MS = 30 * 86_400_000;

export function createPartitionRecords(owned: OwnedState, partition: number): PartitionRecords {
  const puts = new Map<string, StateRecord>();
  const deletes = new Map<string, Omit<StateRecord, 'value'>>();
  const stored = owned.positions().filter((position) => position.partition === partition);
  const positions = new Map(stored.map(({ topic, offset }) => [topic, offset]));

  const put = (record: StateRecord): void => {
    const key = `${record.namespace}\u0000${record.key}`;
    puts.set(key, record);
    deletes.delete(key);
  };
  const remove = (place: Omit<StateRecord, 'value'>): void => {
    const key = `${place.namespace}\u0000${place.key}`;
    deletes.set(key, place);
    puts.delete(key);
  };

  return {
    put,
    delete: remove,
    putIncident: (incident) => {
      put({ namespace: 'incidents', key: incident.id, value: incident });
      put({ namespace: CURRENT_INCIDENTS, key: incident.id, value: { state: incident.state } });
    },
    putDelivery: (delivery) => {
      put({ namespace: 'deliveries', key: delivery.id, value: delivery });
      if (delivery.state === 'queued') put({ namespace: OUTBOX, key: delivery.id, value: {} });
      else remove({ namespace: OUTBOX, key: delivery.id });
    },
    position: (topic) => positions.get(topic),
    moveTo: (topic, offset) => positions.set(topic, Math.max(offset, positions.get(topic) ?? 0)),
    commit: async () => {
      const moved = [...positions].map(([topic, offset]) => ({ topic, partition, offset }));
      try {
        await owned.commit({ puts: [...puts.values()], deletes: [...deletes.values()], positions: moved });
      } catch (error) {
        if (error instanceof StateConflictError || isRetriable(error)) throw error;
        throw new RetriableError(`alerting/${partition}: state could not be stored`, { cause: error });
      }
      puts.clear();
      deletes.clear();
    },
  };
}

/**
 * Deletes the deliveries that are done and were made thirty days before now (epoch milliseconds): their pages quote
 * what people wrote. Incidents stay; they quote nobody.
 */
export async function forgetDeliveries(
  owned: Pick<OwnedState, 'list'>,
  records: Pick<PartitionRecords, 'delete'>,
  now: number,
): Promise<void> {
  for (const { namespace, key, value } of await owned.list('deliveries')) {
    const { data } = Delivery.safeParse(value);
    if (data && data.state !== 'queued' && now - Date.parse(data.createdAt) > KEEP_PAGES_MS)
      records.delete({ namespace, key });
  }
}
