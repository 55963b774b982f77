import type { Clock } from '../clock';
import type { TopicPartition } from './bus';
import type { PartitionReader } from './kafka-partition';

/** A consumer that has made no progress for too long, and why. */
export type Stall = {
  readonly group: string;
  readonly why: 'nothing was fetched' | 'a handler does not end';
  readonly place?: TopicPartition;
  readonly forMs: number;
};

export type Watchdog = { readonly fetched: () => void; readonly stop: () => void };

/** Looks whether the consumer fetches and its handlers end; reports a stall once, then again when it lasts on. */
export function watchProgress(options: {
  readonly group: string;
  readonly clock: Clock;
  readonly stalledMs: number;
  readonly readers: () => readonly PartitionReader[];
  readonly onStalled: (stall: Stall) => void;
}): Watchdog {
  const { group, clock, stalledMs, readers, onStalled } = options;
  const stopping = new AbortController();
  let fetchedAt = clock.now();

  const findStall = (): Stall | undefined => {
    const now = clock.now();
    if (now - fetchedAt > stalledMs) return { group, why: 'nothing was fetched', forMs: now - fetchedAt };
    for (const { busySince, place } of readers()) {
      const since = busySince();
      if (since !== undefined && now - since > stalledMs)
        return { group, why: 'a handler does not end', place, forMs: now - since };
    }
    return undefined;
  };
  const watch = async () => {
    while (!stopping.signal.aborted) {
      const stall = findStall();
      if (stall) onStalled(stall);
      await clock.sleep(stall ? stalledMs : stalledMs / 10, stopping.signal);
    }
  };
  void watch();
  return {
    fetched: () => {
      fetchedAt = clock.now();
    },
    stop: () => stopping.abort(),
  };
}
