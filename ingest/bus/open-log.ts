import { join } from 'node:path';
import { startThread, type Thread } from '../thread';

export type LogOptions = {
  readonly dataFolder: string;
  /** Partitions a topic, fixed when the folder is first used. Default: what the folder has, 4 for a new one. */
  readonly partitions?: number;
  /** Called when the thread that owns the file dies: nothing more can be read or written, the process should end. */
  readonly onFailure?: (error: Error) => void;
};

/** The thread that owns `<dataFolder>/bus.db`, where the log and the state live. */
export type LogThread = Pick<Thread, 'call' | 'close'> & { readonly partitions: number };

/** Opens `<dataFolder>/bus.db` in a thread of its own. `users` is how many will each call `close` once. */
export async function openLog(options: LogOptions, users = 1): Promise<LogThread> {
  const thread = startThread('log', {
    workerData: { file: join(options.dataFolder, 'bus.db'), partitions: options.partitions },
    resourceLimits: { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 6 },
    onExit: options.onFailure,
  });
  let left = users;
  return {
    call: thread.call,
    partitions: await thread.call<number>('partitions', undefined),
    close: async () => {
      left -= 1;
      if (left !== 0) return;
      await thread.call('close', undefined);
      await thread.close();
    },
  };
}
