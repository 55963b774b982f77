import type { Logger } from 'pino';
import type { Clock } from '../clock';
import type { Bus, OutgoingMessage, Subscription } from './bus';
import { type ConsumeContext, consumePartition, nameOf } from './consume-partition';
import { DEFAULT_RETRY_PAUSE, pauseAfter, type RetryPause } from './delivery';
import { followTopic } from './follow-topic';
import { createGroup, type Group } from './group';
import type { Append, Join, Position } from './log';
import { type LogOptions, type LogThread, openLog } from './open-log';
import { partitionOf } from './partition';
import { readTopic } from './read-topic';
import { createWake, type Wake } from './wake';

export type EmbeddedBusOptions = LogOptions & {
  readonly clock: Clock;
  readonly log: Logger;
  /** Default 100 ms to 30 s. */
  readonly retryPause?: RetryPause;
};

const DELETE_AT_ONCE = 5_000;

/** A bus in `<dataFolder>/bus.db`. Groups share partitions among the subscriptions of one process. */
export async function openEmbeddedBus(options: EmbeddedBusOptions): Promise<Bus> {
  return createBus(await openLog(options), options);
}

/** A bus on a log that is already open; closes it once on `close`. */
export function createBus(
  thread: LogThread,
  { clock, log, retryPause = DEFAULT_RETRY_PAUSE }: EmbeddedBusOptions,
): Bus {
  const wake = createWake();
  const publish = publisher(thread, wake, clock);
  const context = { thread, wake, publish, clock, log, pauseMs: pauseAfter(retryPause) };
  const groups = new Map<string, Group>();
  const groupOf = (name: string) => {
    const group = groups.get(name) ?? openGroup(name, context);
    groups.set(name, group);
    return group;
  };
  const followers = new Set<Subscription>();
  let isWatching = false;
  const watchOthers = () => {
    if (!isWatching) void watchOtherProcesses(thread, wake);
    isWatching = true;
  };
  return {
    partitionOf: (key) => partitionOf(key, thread.partitions),
    publish,
    subscribe: async (options) => {
      const { group, topics, from = 'start' } = options;
      await thread.call('join', { group, topics, from } satisfies Join);
      watchOthers();
      return groupOf(group).join(options);
    },
    read: (options) => readTopic(thread, options),
    follow: async (options) => {
      const follower = await followTopic(options, context);
      watchOthers();
      followers.add(follower);
      return follower;
    },
    lag: () => thread.call('lag', undefined),
    deleteOlderThan: (at) => deleteOlderThan(thread, at),
    close: async () => {
      await Promise.all([...followers].map(({ stop }) => stop()));
      await Promise.all([...groups.values()].map((group) => group.close()));
      await thread.close();
    },
  };
}

/** In steps, so that publishers in between need not wait for the whole. */
async function deleteOlderThan(thread: LogThread, at: number): Promise<number> {
  for (let total = 0; ; ) {
    const deleted = await thread.call<number>('deleteOlderThan', { at, max: DELETE_AT_ONCE });
    total += deleted;
    if (deleted < DELETE_AT_ONCE) return total;
  }
}

function publisher(thread: LogThread, wake: Wake, clock: Clock): Bus['publish'] {
  return async (topic, messages) => {
    if (messages.length === 0) return;
    const partitions = messages.map(({ key }) => partitionOf(key, thread.partitions));
    await thread.call('append', {
      topic,
      at: clock.now(),
      partitions,
      ...columnsOf(messages),
    } satisfies Append);
    for (const partition of new Set(partitions)) wake.appended(nameOf({ topic, partition }));
  };
}

function columnsOf(messages: readonly OutgoingMessage[]): Pick<Append, 'keys' | 'values' | 'headers'> {
  return {
    keys: messages.map(({ key }) => key),
    values: messages.map(({ value }) => value),
    headers: messages.map(({ headers }) => (headers ? JSON.stringify(headers) : null)),
  };
}

/** Ends when the thread is closed. */
async function watchOtherProcesses(thread: LogThread, wake: Wake): Promise<void> {
  try {
    for (;;) {
      await thread.call('otherWriter', undefined);
      wake.appendedAnywhere();
    }
  } catch {
    // The thread is gone, and with it everything to wait for.
  }
}

function openGroup(group: string, context: ConsumeContext): Group {
  const { thread, clock, log, pauseMs } = context;
  return createGroup({
    partitions: thread.partitions,
    consume: (place, options) => {
      const stopping = new AbortController();
      const done = consumePartition(place, options, context, stopping.signal);
      return {
        ...place,
        stop: () => {
          stopping.abort();
          return done;
        },
      };
    },
    setPosition: ({ topic, partition, offset }) =>
      thread.call('move', { group, topic, partition, next: offset } satisfies Position),
    assignFailed: async (error, owned) => {
      log.error({ err: error, group, owned }, 'could not take over partitions; trying again');
      await clock.sleep(pauseMs(3));
    },
  });
}
