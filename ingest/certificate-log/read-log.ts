import type { CollectorContext, WatchedHost } from '../collector';
import type { Mention } from '../mention';
import { type Hit, hostOfName, mentionOfCertificate } from './certificate-mention';
import type { LogPlace } from './log-cursor';
import { type Leaf, LogError, type LogReader, type TreeHead } from './log-reader';
import { openCertificate } from './read-certificate';

/** Where a log is begun that was never read: at its end, at its beginning, or at an index. */
export type Beginning = 'now' | 'start' | number;

export type LogReading = {
  readonly address: string;
  readonly log: LogReader;
  /** Undefined for a log that was never read. */
  readonly place: LogPlace | undefined;
  readonly from: Beginning;
  readonly maxEntries: number;
  readonly watchesHost: (host: string) => readonly WatchedHost[];
  readonly context: Pick<CollectorContext, 'source' | 'clock' | 'allowedLatenessMs' | 'dropped' | 'log'>;
  readonly signal: AbortSignal;
};

/** What one turn at a log gave. `place` is how far it came, also where it failed on the way. */
export type LogTurn = {
  readonly place: LogPlace | undefined;
  readonly mentions: readonly Mention[];
  /** Entries that wait. */
  readonly behind: number;
  readonly waitMs?: number;
  readonly failure?: Error;
};

/** A turn ends after this long, so that what was found is told; the rest comes with the next. */
const TURN_MS = 15_000;
const MAX_HITS = 500;

/** Reads on in one log. A failure ends the turn; only an abort rejects. */
export async function readLog(reading: LogReading): Promise<LogTurn> {
  const { log, from, maxEntries, context, signal } = reading;
  const mentions: Mention[] = [];
  let place = reading.place;
  let waitMs: number | undefined;
  const behind = () => (place ? place.size - place.next : 0);
  try {
    const head = await log.head(signal);
    const before = refuseShrunken(reading, head);
    const { clock } = context;
    const startedAt = clock.now();
    ({ waitMs } = head);
    place = {
      size: head.size,
      root: head.root,
      next: before?.next ?? firstIndex(from, head.size),
      seenAt: startedAt,
    };
    const to = Math.min(head.size, place.next + maxEntries);
    while (place.next < to && clock.now() - startedAt < TURN_MS && mentions.length < MAX_HITS) {
      const leaves = await log.read({ from: place.next, to, size: head.size }, signal);
      for (const leaf of leaves) mentions.push(...mentionsOf(leaf, reading));
      place = { ...place, next: place.next + leaves.length };
    }
    return { place, mentions, behind: behind(), waitMs };
  } catch (error) {
    signal.throwIfAborted();
    return { place, mentions, behind: behind(), waitMs, failure: error as Error };
  }
}

function firstIndex(from: Beginning, size: number): number {
  if (from === 'now') return size;
  return from === 'start' ? 0 : Math.min(from, size);
}

/** A log only ever grows: one that does not is no witness. What comes later may still be read. */
function refuseShrunken({ address, place }: LogReading, { size, root }: TreeHead): LogPlace | undefined {
  if (!place) return undefined;
  if (size < place.size)
    throw new LogError(
      address,
      `the log has shrunk from ${place.size} entries to ${size}: an old copy, or entries were taken away; it is read on when it has grown again`,
    );
  if (size === place.size && root !== place.root)
    throw new LogError(address, `the log shows two different trees of ${size} entries: do not trust it`);
  return place;
}

function mentionsOf(leaf: Leaf, { address, place, watchesHost, context }: LogReading): readonly Mention[] {
  const { source, clock, allowedLatenessMs, dropped, log } = context;
  if (!leaf.ok) {
    dropped(leaf.reason);
    return [];
  }
  const { index, timestamp } = leaf;
  try {
    const { names, facts } = openCertificate(leaf.certificate);
    const hits = hitsAmong(names, watchesHost);
    if (hits.length === 0) return [];
    const sighting = {
      source,
      place: `${address}#${index}`,
      loggedAt: timestamp,
      notYetAt: place && index >= place.size ? place.seenAt : undefined,
      collectedAt: clock.now(),
      allowedLatenessMs,
    };
    return [mentionOfCertificate(facts(), hits, sighting)];
  } catch (error) {
    log.debug({ log: address, index, problem: (error as Error).message }, 'damaged certificate');
    dropped('damaged certificate');
    return [];
  }
}

function hitsAmong(names: readonly string[], watchesHost: LogReading['watchesHost']): readonly Hit[] {
  return names.flatMap((name) => {
    const found = watchesHost(hostOfName(name));
    return found.length > 0 ? [{ name, likenesses: found.map(({ lookAlike }) => lookAlike) }] : [];
  });
}
