import type { Clock } from '../clock';
import { startThread, type Thread } from '../thread';
import { type Feed, FeedError, type FeedInfo } from './feed-entry';
import type { FeedAnswer } from './feed-thread';

/** Reads feeds off the main thread. One that takes too long, or too much memory, costs only itself. */
export type FeedParser = {
  /** Rejects with FeedError when the bytes are no feed, or cannot be read within the deadline. */
  readonly parse: (bytes: Uint8Array, info: FeedInfo) => Promise<Feed>;
  /** Ends the thread; feeds that wait are refused. */
  readonly close: () => Promise<void>;
};

export type FeedParserOptions = {
  readonly clock: Clock;
  /** Longest time for one feed, from when the thread takes it. */
  readonly deadlineMs?: number;
  /** The thread ends after this long without work, and starts again when there is some. */
  readonly idleMs?: number;
  /** Heap of the thread. */
  readonly maxHeapMb?: number;
};

/** Starting a thread loads its code; that is not the feed's fault. */
const START_MS = 5_000;

/** Parses one feed at a time, in the order in which they come. */
export function createFeedParser({
  clock,
  deadlineMs = 2_000,
  idleMs = 30_000,
  maxHeapMb = 256,
}: FeedParserOptions): FeedParser {
  let thread: Promise<Thread> | undefined;
  let queue: Promise<unknown> = Promise.resolve();
  let idle = new AbortController();
  let closed = false;

  const end = async () => {
    const ending = thread;
    thread = undefined;
    await (await ending?.catch(() => undefined))?.close();
  };
  const started = (): Promise<Thread> => {
    thread ??= startWarm(maxHeapMb, () => {
      thread = undefined;
    });
    return thread;
  };
  const endWhenIdle = () => {
    idle = new AbortController();
    const { signal } = idle;
    const timer = setTimeout(() => {
      if (!signal.aborted) void end();
    }, idleMs);
    timer.unref();
    signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  };
  const parseNow = async (bytes: Uint8Array, info: FeedInfo): Promise<Feed> => {
    if (closed) throw new FeedError('the feed reader is closed');
    idle.abort();
    try {
      const call = (await started()).call<FeedAnswer>('parse', { bytes, info });
      const answer = await within(call, deadlineMs, clock);
      if (!answer.ok) throw new FeedError(answer.message);
      return answer.feed;
    } catch (error) {
      if (error instanceof FeedError) throw error;
      await end();
      throw new FeedError(explain(error, deadlineMs), { cause: error });
    } finally {
      endWhenIdle();
    }
  };

  return {
    parse: (bytes, info) => {
      const parsed = queue.then(() => parseNow(bytes, info));
      queue = parsed.catch(() => undefined);
      return parsed;
    },
    close: async () => {
      closed = true;
      idle.abort();
      await end();
    },
  };
}

async function startWarm(maxHeapMb: number, onExit: () => void): Promise<Thread> {
  const thread = startThread('feed', {
    resourceLimits: { maxOldGenerationSizeMb: maxHeapMb, stackSizeMb: 4 },
    onExit,
  });
  const ready = thread.call('parse', { bytes: new Uint8Array(), info: { url: 'http://localhost/' } });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the feed thread does not start')), START_MS);
  });
  try {
    await Promise.race([ready, late]);
    return thread;
  } catch (error) {
    onExit();
    await thread.close();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

class DeadlineError extends Error {}

async function within<Result>(promise: Promise<Result>, deadlineMs: number, clock: Clock): Promise<Result> {
  const answered = new AbortController();
  const late = clock.sleep(deadlineMs, answered.signal).then(() => {
    if (!answered.signal.aborted) throw new DeadlineError(`no answer within ${deadlineMs} ms`);
    return promise;
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    answered.abort();
    late.catch(() => undefined);
  }
}

function explain(error: unknown, deadlineMs: number): string {
  if (error instanceof DeadlineError)
    return `reading the feed took longer than ${deadlineMs / 1000} s; it is refused`;
  return `reading the feed failed, perhaps it needs too much memory (${(error as Error).message})`;
}
