import type { IncomingMessage } from 'node:http';
import { readBody } from './read-body';

/** A body of at most the allowed size, or why there is none. */
export type ReadBody =
  | { readonly kind: 'read'; readonly body: Buffer }
  | { readonly kind: 'too-large' | 'too-slow' | 'busy' };

export type BodyReaderOptions = {
  readonly maxBytes: number;
  /** Bodies read at the same time; with `maxBytes` this bounds the memory that strangers can take. */
  readonly maxReading: number;
  /** The whole body must be in within this time. */
  readonly deadlineMs?: number;
  /** A body that has taken this long gives its place to a newcomer when all places are taken. */
  readonly yieldAfterMs?: number;
};

type Reading = { readonly since: number; readonly giveUp: () => void };

/**
 * Reads bodies of callers who have not yet shown a key: whoever sends slowly loses the place to whoever comes next,
 * so that a few slow bodies never shut out the rest. Rejects when a client goes away before its body is complete.
 */
export function createBodyReader({
  maxBytes,
  maxReading,
  deadlineMs = 10_000,
  yieldAfterMs = 1_000,
}: BodyReaderOptions): (request: IncomingMessage) => Promise<ReadBody> {
  const readings = new Set<Reading>();

  function hasRoom(): boolean {
    if (readings.size < maxReading) return true;
    const [oldest] = readings;
    if (!oldest || performance.now() - oldest.since < yieldAfterMs) return false;
    readings.delete(oldest);
    oldest.giveUp();
    return true;
  }

  return async (request) => {
    if (!hasRoom()) return { kind: 'busy' };
    let giveUp = () => {};
    const gaveUp = new Promise<ReadBody>((resolve) => {
      giveUp = () => {
        request.pause();
        resolve({ kind: 'too-slow' });
      };
    });
    const reading = { since: performance.now(), giveUp };
    readings.add(reading);
    const deadline = setTimeout(giveUp, deadlineMs);
    try {
      const read = readBody(request, maxBytes).then(
        (body): ReadBody => (body ? { kind: 'read', body } : { kind: 'too-large' }),
      );
      return await Promise.race([read, gaveUp]);
    } finally {
      clearTimeout(deadline);
      readings.delete(reading);
    }
  };
}
