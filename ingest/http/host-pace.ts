import type { Clock } from '../clock';

/** Spaces requests to one host; requests wait in the order in which they came. */
export type HostPace = {
  /**
   * Resolves when the host may be asked; rejects with the signal's reason on abort. The next one waits `gapMs`, where
   * that is not `minGapMs`.
   */
  readonly turn: (host: string, signal: AbortSignal, gapMs?: number) => Promise<void>;
  /** Counts a request that could not wait, such as the next hop of a redirect. */
  readonly note: (host: string) => void;
};

type Host = { freeAt: number; tail: Promise<void>; waiting: number };

const PRUNE_ABOVE_HOSTS = 500;

/** `minGapMs` is from the start of one request to the start of the next. */
export function createHostPace(clock: Clock, minGapMs: number): HostPace {
  const hosts = new Map<string, Host>();
  const hostOf = (name: string): Host => {
    if (hosts.size > PRUNE_ABOVE_HOSTS)
      for (const [key, host] of hosts)
        if (host.waiting === 0 && host.freeAt <= clock.now()) hosts.delete(key);
    const host = hosts.get(name) ?? { freeAt: 0, tail: Promise.resolve(), waiting: 0 };
    hosts.set(name, host);
    return host;
  };

  return {
    turn: async (name, signal, gapMs = minGapMs) => {
      signal.throwIfAborted();
      const host = hostOf(name);
      host.waiting++;
      const before = host.tail;
      let leave: () => void = () => undefined;
      const left = new Promise<void>((resolve) => {
        leave = resolve;
      });
      // Who gives up must not let the next one pass those still before it.
      host.tail = before.then(() => left);
      try {
        await untilAborted(before, signal);
        await clock.sleep(Math.max(0, host.freeAt - clock.now()), signal);
        signal.throwIfAborted();
        host.freeAt = clock.now() + gapMs;
      } finally {
        host.waiting--;
        leave();
      }
    },
    note: (name) => {
      const host = hostOf(name);
      // Not added up: many feeds that redirect to one host would put off those who wait for it for ever.
      host.freeAt = Math.max(host.freeAt, clock.now() + minGapMs);
    },
  };
}

function untilAborted(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    promise.then(() => {
      signal.removeEventListener('abort', abort);
      resolve();
    }, reject);
  });
}
