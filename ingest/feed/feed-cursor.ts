import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { FeedEntry } from './feed-entry';

/** What is remembered of a feed between polls. */
export const FeedCursor = z.object({
  /** Which address this is about, hashed: addresses may carry keys. */
  address: z.string(),
  etag: z.string().optional(),
  lastModified: z.string().optional(),
  body: z.string().optional().describe('hash of the last body'),
  unmodified: z.number().int().default(0).describe('304 answers in a row'),
  everyMs: z.number().optional().describe('the wait that the feed asks for'),
  movedTo: z.string().optional().describe('hash of where the address has moved for good'),
  seen: z.array(z.string()).default([]).describe('entry:revision, newest body first'),
});
export type FeedCursor = z.infer<typeof FeedCursor>;

/** An entry that was not seen before, or not like this. */
export type NewEntry = {
  readonly entry: FeedEntry;
  readonly nativeId: string;
  /** Empty at first sight; of a corrected entry, what tells this version from the others. */
  readonly revision: string;
};

/** Entries remembered beyond those of the last body: feeds reorder, and bring back, what they dropped. */
const MAX_SEEN = 1_000;

/** Short, stable stand-in for a text. */
export function hashText(text: string | Uint8Array, length = 16): string {
  return createHash('sha256').update(text).digest('hex').slice(0, length);
}

/** Picks the entries to tell of, and what to remember so that they are not told of again. */
export function pickNewEntries(
  entries: readonly FeedEntry[],
  seen: readonly string[],
): { readonly fresh: readonly NewEntry[]; readonly seen: readonly string[] } {
  const before = new Map(seen.map((mark) => mark.split(':') as [string, string]));
  const now = new Map<string, string>();
  const fresh: NewEntry[] = [];
  const uses = countIds(entries);
  for (const entry of entries) {
    const nativeId = nativeIdOf(entry, uses);
    const key = hashText(nativeId);
    if (now.has(key)) continue;
    const revision = revisionOf(entry);
    now.set(key, revision);
    const known = before.get(key);
    if (known === revision) continue;
    fresh.push({ entry, nativeId, revision: known === undefined ? '' : revision });
  }
  const older = [...before].filter(([key]) => !now.has(key)).slice(0, MAX_SEEN);
  return { fresh, seen: [...now, ...older].map(([key, revision]) => `${key}:${revision}`) };
}

/** The feed's id of the entry, else its address, else its words. An id that several entries share is no id. */
function nativeIdOf(entry: FeedEntry, uses: ReadonlyMap<string, number>): string {
  const words = () => hashText(`${entry.title ?? ''}\u0000${entry.text}`, 32);
  if (entry.id === undefined) return entry.link ?? words();
  return (uses.get(entry.id) ?? 0) > 1 ? `${entry.id} ${entry.link ?? words()}` : entry.id;
}

function countIds(entries: readonly FeedEntry[]): ReadonlyMap<string, number> {
  const uses = new Map<string, number>();
  for (const { id } of entries) if (id !== undefined) uses.set(id, (uses.get(id) ?? 0) + 1);
  return uses;
}

/** A feed that dates its changes means them; elsewhere the text wobbles (counters, advertisements) and only titles count. */
function revisionOf({ title, text, updatedAt }: FeedEntry): string {
  return hashText(`${title ?? ''}\u0000${updatedAt === undefined ? '' : text}`, 8);
}
