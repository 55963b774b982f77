import { setTimeout as sleep } from 'node:timers/promises';
import { type RealProcess, startVigie } from '../real-process';

export type KilledWorker = {
  /** Resolves when the last kill is done; the worker that was started after it runs on. */
  readonly done: Promise<void>;
  readonly stop: () => Promise<void>;
  /** What all its lives wrote to standard error. */
  readonly errors: () => string;
};

/**
 * Keeps one worker alive as a supervisor does, and kills it by force so many times, each after a life of random length
 * (milliseconds) counted from its spawning: while it starts, joins its group, or works.
 */
export function killWorker(options: {
  readonly args: readonly string[];
  readonly kills: number;
  readonly lifeMs: () => number;
}): KilledWorker {
  const { args, kills, lifeMs } = options;
  const lives: RealProcess[] = [startVigie(args)];
  const last = () => lives.at(-1) as RealProcess;
  const kill = async () => {
    for (let killed = 0; killed < kills; killed++) {
      await sleep(lifeMs());
      await last().kill('SIGKILL');
      lives.push(startVigie(args));
    }
  };
  return {
    done: kill(),
    stop: () => last().kill(),
    errors: () => lives.map((life) => life.errors()).join(''),
  };
}
