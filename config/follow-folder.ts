import { watch } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Clock } from '#ingest/clock';
import { changedPaths, type FileRead, type FolderRead, readFolder } from './read-folder';

export type FollowFolder = {
  /** The configuration folder. */
  readonly folder: string;
  readonly clock: Clock;
  readonly log: Logger;
  /** Given what stands in the folder: at the start, after a change that has come to rest, and when it is asked for. */
  readonly take: (read: FolderRead) => Promise<void>;
};

export type FollowedFolder = { readonly lookNow: () => void; readonly stop: () => void };

/** Network file systems, and folders that are put in another's place, tell nobody: then this finds it. */
const POLL_MS = 3_000;
/** What happens within so long is looked at once. */
const GATHER_MS = 100;
/** So long the folder must stay as it is: editors and deployments write in several steps. */
const REST_MS = 300;
/** What is only missing for a moment is not gone, and half a file can be sound: rules must not end for either. */
const UNFINISHED_REST_MS = 2_000;
/** A folder that never rests is taken as it is. */
const MOST_LOOKS = 8;

/**
 * Follows the files of a configuration folder by their contents, so that it matters to nobody how they are written:
 * in place, by rename, through symbolic links. What tells of changes only makes it look sooner.
 */
export function followFolder({ folder, clock, log, take }: FollowFolder): FollowedFolder {
  const stopping = new AbortController();
  let alarm = new AbortController();
  let isAsked = false;
  let known: FolderRead | undefined;
  const rouse = () => alarm.abort();
  let closeWatchers = watchFolders(folder, rouse);

  const look = async (isForced: boolean): Promise<void> => {
    const read = await readFolder(folder);
    if (!isForced && known && changedPaths(known, read).length === 0) return;
    const atRest = known ? await waitForRest(known, read) : read;
    if (stopping.signal.aborted) return;
    known = atRest;
    closeWatchers();
    // A folder that was put in another's place is not the one that was watched.
    closeWatchers = watchFolders(folder, rouse);
    await take(atRest);
  };

  const waitForRest = async (before: FolderRead, first: FolderRead): Promise<FolderRead> => {
    let read = first;
    for (let looks = 0; looks < MOST_LOOKS && !stopping.signal.aborted; looks += 1) {
      await clock.sleep(looksUnfinished(before, read) ? UNFINISHED_REST_MS : REST_MS, stopping.signal);
      const next = await readFolder(folder);
      if (changedPaths(read, next).length === 0) return next;
      read = next;
    }
    return read;
  };

  const following = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      alarm = new AbortController();
      const isForced = isAsked;
      isAsked = false;
      await look(isForced).catch((error: unknown) =>
        log.error({ err: error }, 'the configuration folder could not be looked at; trying again'),
      );
      await clock.sleep(POLL_MS, alarm.signal);
      await clock.sleep(GATHER_MS, stopping.signal);
    }
  };
  void following();

  return {
    lookNow: () => {
      isAsked = true;
      rouse();
    },
    stop: () => {
      stopping.abort();
      rouse();
      closeWatchers();
    },
  };
}

/** Whether a file is missing, or no longer ends with a line break: somebody may be about to write it. */
function looksUnfinished(before: FolderRead, now: FolderRead): boolean {
  const endsLine = (read: FileRead | undefined) => read?.ok === true && read.text.endsWith('\n');
  return [...before].some(([path, read]) => !now.has(path) || (endsLine(read) && !endsLine(now.get(path))));
}

/** Calls when something happens in the folder or in those of brands and rules, where the system tells; gives the end. */
function watchFolders(folder: string, onEvent: () => void): () => void {
  const watchers = ['.', 'brands', 'rules'].flatMap((below) => {
    try {
      const watcher = watch(join(folder, below), { persistent: false }, onEvent);
      watcher.on('error', () => watcher.close());
      return [watcher];
    } catch {
      // No such folder yet, or no watches left: looking every few seconds finds it too.
      return [];
    }
  });
  return () => {
    for (const watcher of watchers) watcher.close();
  };
}
