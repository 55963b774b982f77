import { intentOf } from './elasticsearch-owned';
import type { OwnerDocument } from './elasticsearch-owner';
import type { FoundRecord, StateRecords } from './elasticsearch-records';
import type { State } from './state';

const TRIES = 10;

/**
 * The records of a namespace with every commit whole. An owner writes the records of a commit before it begins the
 * next; so unless a commit to this namespace came and went while we read, what its document said before and after
 * makes it whole.
 */
export async function readAcrossOwners(
  records: StateRecords,
  namespace: string,
  keyPrefix: string,
): ReturnType<State['read']> {
  for (let tries = 1; ; tries++) {
    const before = await records.owners();
    const stored = await records.findByKey(namespace, keyPrefix);
    const after = await records.owners();
    if (tries < TRIES && [...after.values()].some((owner) => hasRunAhead(owner, before, namespace))) continue;
    const found = new Map(stored.map((record) => [placeOf(record), record]));
    for (const owner of [...before.values(), ...after.values()]) lay(found, owner, namespace, keyPrefix);
    return [...found.values()]
      .sort((a, b) => compare(a.key, b.key) || compare(a.owner, b.owner))
      .map(({ owner, key, value }) => ({ owner, namespace, key, value: JSON.parse(value) }));
  }
}

function hasRunAhead(
  { owner, commit, touched }: OwnerDocument,
  before: ReadonlyMap<string, OwnerDocument>,
  namespace: string,
): boolean {
  const from = before.get(owner)?.commit ?? 0;
  if (!touched) return commit - from > 1;
  const [last, earlier] = touched[namespace] ?? [0, 0];
  // What the last commit writes is in the document.
  return (last === commit ? earlier : last) > from;
}

function lay(
  found: Map<string, FoundRecord>,
  document: OwnerDocument,
  namespace: string,
  keyPrefix: string,
): void {
  const { owner } = document;
  for (const { key, value, ...entry } of intentOf(document)) {
    if (entry.namespace !== namespace || !key.startsWith(keyPrefix)) continue;
    if (value === undefined) found.delete(placeOf({ owner, key }));
    else found.set(placeOf({ owner, key }), { owner, key, value });
  }
}

function placeOf({ owner, key }: Pick<FoundRecord, 'owner' | 'key'>): string {
  return JSON.stringify([owner, key]);
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
