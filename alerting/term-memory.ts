import { hashId } from './seen-mentions';

/**
 * Which terms were heard, and the newest bucket of event time that each was heard in; plain JSON. Terms are kept as
 * hashes of 40 bits, which also keeps what outsiders write out of the state: among ten thousand the chance that a new
 * one passes for a known one is one in a hundred million.
 */
export type TermMemory = { size: number; last: Record<string, number> };

/** What is let go at once when a memory is full, as a share of it: sorting is dear. */
const SHARE_LET_GO = 0.25;

export function emptyTerms(): TermMemory {
  return { size: 0, last: {} };
}

/** The key of a term. Upper and lower case are one. */
export function termKey(term: string): string {
  return (hashId(term.normalize('NFC').toLowerCase()) % 2 ** 40).toString(36);
}

/**
 * Notes that a term was heard in this bucket; a late one never makes it older. A memory of `most` terms lets the quarter
 * that was heard longest ago go first, and gives the newest bucket among those; otherwise `undefined`.
 */
export function rememberTerm(
  memory: TermMemory,
  key: string,
  bucket: number,
  most: number,
): number | undefined {
  const known = memory.last[key];
  if (known !== undefined) {
    if (bucket > known) memory.last[key] = bucket;
    return undefined;
  }
  const forgotten = memory.size >= most ? letGo(memory, Math.ceil(most * SHARE_LET_GO)) : undefined;
  memory.last[key] = bucket;
  memory.size += 1;
  return forgotten;
}

/** Forgets what was last heard before this bucket. */
export function forgetTerms(memory: TermMemory, before: number): void {
  for (const [key, bucket] of Object.entries(memory.last)) if (bucket < before) forget(memory, key);
}

function letGo(memory: TermMemory, count: number): number {
  const oldest = Object.entries(memory.last)
    .sort(([a, early], [b, late]) => early - late || (a < b ? -1 : 1))
    .slice(0, count);
  for (const [key] of oldest) forget(memory, key);
  return oldest.at(-1)?.[1] ?? 0;
}

function forget(memory: TermMemory, key: string): void {
  delete memory.last[key];
  memory.size -= 1;
}
