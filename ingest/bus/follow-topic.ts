import type { FollowOptions, Subscription, TopicPartition } from './bus';
import { type ConsumeContext, messageOf, nameOf } from './consume-partition';
import type { Read, Row } from './log';
import { tellFollower } from './tell-follower';

const MAX_BATCH = 500;

/** Hands over what is appended to a topic from now on, or was since an instant; moves no group. */
export async function followTopic(options: FollowOptions, context: ConsumeContext): Promise<Subscription> {
  const { topic, since } = options;
  const { thread } = context;
  const stopping = new AbortController();
  const next = since === undefined ? await thread.call<number>('end', undefined) : 0;
  const places = Array.from({ length: thread.partitions }, (_, partition) => ({ topic, partition }));
  const following = places.map((place) => followPartition(place, next, options, context, stopping.signal));
  return {
    stop: async () => {
      stopping.abort();
      await Promise.all(following);
    },
  };
}

async function followPartition(
  place: TopicPartition,
  from: number,
  options: FollowOptions,
  { thread, wake, clock, log, pauseMs }: ConsumeContext,
  signal: AbortSignal,
): Promise<void> {
  const { since = 0 } = options;
  let failures = 0;
  for (let next = from; !signal.aborted; ) {
    const mark = wake.mark(nameOf(place));
    try {
      const rows = await thread.call<Row[]>('read', { ...place, next, max: MAX_BATCH } satisfies Read);
      if (signal.aborted) return;
      failures = 0;
      const messages = rows.map((row) => messageOf(place, row));
      await tellFollower(
        messages.filter(({ at }) => at >= since),
        options,
        log,
      );
      const last = messages.at(-1);
      if (last) next = last.offset + 1;
      else await wake.after(nameOf(place), mark, signal);
    } catch (error) {
      log.error({ err: error, ...place }, 'could not read the log; trying again');
      await clock.sleep(pauseMs(failures++), signal);
    }
  }
}
