import { z } from 'zod';

/** How far one log has been read. */
export const LogPlace = z.object({
  next: z.number().int().nonnegative().describe('index of the first entry that has not been read'),
  size: z.number().int().nonnegative().describe('of the largest tree that the log has shown'),
  root: z.string().describe('hash of that tree'),
  seenAt: z.number().describe('when the log showed it, epoch milliseconds'),
});
export type LogPlace = z.infer<typeof LogPlace>;

/** What is remembered of all logs between polls. Logs that are no longer configured keep their place. */
export const LogCursor = z.object({
  logs: z.record(z.string(), LogPlace).default({}).describe('by address'),
  told: z
    .array(z.string())
    .default([])
    .describe('ids of the last mentions: the same certificate stands in several logs'),
});
export type LogCursor = z.infer<typeof LogCursor>;

const MAX_TOLD = 500;

/** Leaves out what was told before, and remembers the rest. The first sighting counts. */
export function pickUntold<Told extends { readonly id: string }>(
  found: readonly Told[],
  told: readonly string[],
): { readonly fresh: readonly Told[]; readonly told: string[] } {
  const known = new Set(told);
  const fresh = found.filter(({ id }) => !known.has(id) && known.add(id));
  return { fresh, told: [...known].slice(-MAX_TOLD) };
}
