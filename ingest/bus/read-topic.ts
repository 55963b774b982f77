import type { ReadOptions } from './bus';
import { messageOf } from './consume-partition';
import type { Read, Row } from './log';
import type { LogThread } from './open-log';

const MAX_BATCH = 500;

/** Hands over what a topic holds now, one partition after the other; moves no group. */
export async function readTopic(
  thread: LogThread,
  { topic, since = 0, onBatch }: ReadOptions,
): Promise<void> {
  const end = await thread.call<number>('end', undefined);
  for (let partition = 0; partition < thread.partitions; partition++) {
    const place = { topic, partition };
    for (let next = 0; next < end; ) {
      const rows = await thread.call<Row[]>('read', { ...place, next, max: MAX_BATCH } satisfies Read);
      const messages = rows.map((row) => messageOf(place, row));
      const wanted = messages.filter(({ offset, at }) => offset < end && at >= since);
      if (wanted.length > 0) await onBatch(wanted);
      next = (messages.at(-1)?.offset ?? end) + 1;
    }
  }
}
