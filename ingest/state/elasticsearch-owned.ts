import type { Clock } from '../clock';
import type { Entry, OwnerDocument, Owners } from './elasticsearch-owner';
import type { StateRecords } from './elasticsearch-records';
import type { OwnedState, StateChange, StatePosition } from './state';

export type OwnedStateOptions = {
  readonly owners: Owners;
  readonly records: StateRecords;
  readonly clock: Clock;
};

/** Who was stopped for longer in the middle of a commit asks whether it is still the owner before it goes on. */
const STALLED_MS = 60_000;
/** Fits into an indexed term of Elasticsearch. */
const LONGEST_NAME = 8_000;

/** Takes an owner name over and finishes the commit that its former holder may have died in. */
export async function createOwnedState(name: string, options: OwnedStateOptions): Promise<OwnedState> {
  const { owners, records, clock } = options;
  let held = await owners.fence(name);
  let isApplied = false;
  let running: Promise<unknown> = Promise.resolve();

  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const result = running.then(work);
    running = result.catch(() => undefined);
    return result;
  };

  const finish = async (): Promise<void> => {
    if (isApplied) return;
    await records.apply(held.document, intentOf(held.document));
    isApplied = true;
  };

  const write = async (change: StateChange, entries: readonly Entry[]): Promise<void> => {
    for (;;) {
      await finish();
      const sentAt = clock.now();
      const written = await owners.write(nextDocument(held.document, { change, entries, sentAt }), held);
      isApplied = false;
      if (written) {
        held = written;
        if (clock.now() - sentAt > STALLED_MS) await owners.readOwn(held);
        return finish();
      }
      // Either somebody took over, or an earlier attempt of ours went through though its answer was lost.
      held = await owners.readOwn(held);
    }
  };

  await finish();
  await records.purge(name);
  return {
    positions: () => held.document.positions,
    get: async (namespace, key) => {
      if (!isApplied) await inTurn(finish);
      const value = await records.get(name, namespace, key);
      return value === undefined ? undefined : JSON.parse(value);
    },
    list: (namespace) =>
      inTurn(async () => {
        await finish();
        const found = await records.list(name, namespace);
        return found.map(({ key, value }) => ({ namespace, key, value: JSON.parse(value) }));
      }),
    commit: async (change) => {
      const entries = entriesOf(name, change);
      await inTurn(() => write(change, entries));
    },
  };
}

export function intentOf({ intent }: OwnerDocument): readonly Entry[] {
  return JSON.parse(intent) as readonly Entry[];
}

function nextDocument(
  document: OwnerDocument,
  { change, entries, sentAt }: { change: StateChange; entries: readonly Entry[]; sentAt: number },
): OwnerDocument {
  const { positions = [] } = change;
  const moved = new Map(
    [...document.positions, ...positions].map((position) => [placeOf(position), position]),
  );
  return {
    ...document,
    commit: document.commit + 1,
    committedAt: sentAt,
    positions: [...moved.values()],
    intent: JSON.stringify(entries),
    ...(document.touched && { touched: touch(document.touched, entries, document.commit + 1) }),
  };
}

function touch(
  touched: NonNullable<OwnerDocument['touched']>,
  entries: readonly Entry[],
  commit: number,
): OwnerDocument['touched'] {
  const now = [...new Set(entries.map(({ namespace }) => namespace))];
  return {
    ...touched,
    ...Object.fromEntries(now.map((name) => [name, [commit, touched[name]?.[0] ?? 0] as const])),
  };
}

/** One entry a record; what is put stays even if it is deleted in the same change. */
function entriesOf(owner: string, { puts = [], deletes = [] }: StateChange): readonly Entry[] {
  const entries = new Map<string, Entry>();
  const add = (entry: Entry) => {
    const { namespace, key } = entry;
    if (Buffer.byteLength(key) > LONGEST_NAME)
      throw new TypeError(`state "${owner}": a key in ${namespace} is longer than ${LONGEST_NAME} bytes`);
    entries.set(JSON.stringify([namespace, key]), entry);
  };
  for (const { namespace, key } of deletes) add({ namespace, key });
  for (const { namespace, key, value } of puts) {
    const json = JSON.stringify(value);
    if (json === undefined) throw new TypeError(`state "${owner}": ${namespace}/${key} has no JSON form`);
    add({ namespace, key, value: json });
  }
  return [...entries.values()];
}

function placeOf({ topic, partition }: StatePosition): string {
  return `${topic}/${partition}`;
}
