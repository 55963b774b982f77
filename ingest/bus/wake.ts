/** Lets readers that found nothing wait for the next append without missing one. */
export type Wake = {
  /** To be taken before reading. */
  readonly mark: (place: string) => number;
  /** Resolves at once if something was appended since the mark, else at the next append or on abort. */
  readonly after: (place: string, mark: number, signal: AbortSignal) => Promise<void>;
  readonly appended: (place: string) => void;
  readonly appendedAnywhere: () => void;
};

export function createWake(): Wake {
  const marks = new Map<string, number>();
  const sleepers = new Map<string, Set<() => void>>();
  let everywhere = 0;
  const mark = (place: string) => everywhere + (marks.get(place) ?? 0);
  const rouse = (place: string) => {
    for (const wakeUp of sleepers.get(place) ?? []) wakeUp();
  };
  return {
    mark,
    after: (place, seen, signal) =>
      new Promise((resolve) => {
        if (signal.aborted || mark(place) !== seen) return resolve();
        const here = sleepers.get(place) ?? new Set();
        sleepers.set(place, here);
        const wakeUp = () => {
          here.delete(wakeUp);
          signal.removeEventListener('abort', wakeUp);
          resolve();
        };
        here.add(wakeUp);
        signal.addEventListener('abort', wakeUp, { once: true });
      }),
    appended: (place) => {
      marks.set(place, (marks.get(place) ?? 0) + 1);
      rouse(place);
    },
    appendedAnywhere: () => {
      everywhere += 1;
      for (const place of sleepers.keys()) rouse(place);
    },
  };
}
