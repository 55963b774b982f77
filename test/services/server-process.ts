import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

export type ServerProcess = {
  readonly pid: number;
  /** SIGSTOP: the server keeps its connections and answers nothing. */
  readonly freeze: () => void;
  readonly thaw: () => void;
  /** Ends the process by its id; by force when it has not ended after 20 s. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<void>;
};

export type ServerCommand = {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Told everything printed so far; the server is ready once it says true. */
  readonly isReady: (printed: string) => boolean | Promise<boolean>;
};

const START_WITHIN_MS = 90_000;
const STOP_WITHIN_MS = 20_000;
const LOOK_EVERY_MS = 50;
const TAIL = 4_000;

/** Starts a server and waits until it is ready. Throws with the end of its log when it ends or takes too long. */
export async function startServer(server: ServerCommand): Promise<ServerProcess> {
  const { name, command, args, cwd, env } = server;
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  const keep = (chunk: Buffer) => {
    printed = (printed + chunk).slice(-200_000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const ended = once(child, 'close').catch((error) => keep(Buffer.from(String(error))));
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  void ended.then(() => process.off('exit', kill));
  for (const deadline = Date.now() + START_WITHIN_MS; !(await server.isReady(printed)); ) {
    const why = hasEnded(child) ? 'ended' : Date.now() > deadline ? 'took too long' : undefined;
    if (why) {
      kill();
      throw new Error(`${name} ${why} while starting; the end of its log:\n${printed.slice(-TAIL)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  return {
    pid: child.pid ?? 0,
    freeze: () => child.kill('SIGSTOP'),
    thaw: () => child.kill('SIGCONT'),
    stop: async (signal = 'SIGTERM') => {
      if (hasEnded(child)) return;
      child.kill('SIGCONT');
      child.kill(signal);
      const timer = setTimeout(kill, STOP_WITHIN_MS);
      await ended;
      clearTimeout(timer);
    },
  };
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
}
