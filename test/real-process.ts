import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '#ingest/thread';

/** A configuration folder on disk: file name → content. */
export function writeConfig(folder: string, files: Readonly<Record<string, string>>): string {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

export type RealProcess = {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly errors: () => string;
  /** Resolves to the first match in standard output; rejects, with everything printed, when the process ends or time is up. */
  readonly printed: (pattern: RegExp, withinMs?: number) => Promise<RegExpExecArray>;
  readonly kill: (signal?: NodeJS.Signals) => Promise<void>;
  readonly ended: Promise<number | null>;
};

/** Starts the built `vigie` command as a process of its own. */
export function startVigie(args: readonly string[], env: Readonly<Record<string, string>> = {}): RealProcess {
  const child = spawn(
    process.execPath,
    ['--single-threaded-gc', join(packageRoot(), 'dist', 'main.js'), ...args],
    {
      env: { ...process.env, NODE_OPTIONS: '', ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    },
  );
  // A test that fails leaves nothing running.
  const killLeft = () => child.kill('SIGKILL');
  process.once('exit', killLeft);
  let output = '';
  let errors = '';
  const listeners = new Set<() => void>();
  const changed = () => {
    for (const listener of [...listeners]) listener();
  };
  child.stdout.on('data', (chunk) => {
    output += chunk;
    changed();
  });
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  const ended = new Promise<number | null>((resolve) =>
    child.on('close', (code) => {
      process.off('exit', killLeft);
      resolve(code);
      changed();
    }),
  );
  const printed = (pattern: RegExp, withinMs = 30_000) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const finish = (end: () => void) => {
        listeners.delete(look);
        clearTimeout(timer);
        end();
      };
      const fail = (why: string) =>
        finish(() => reject(new Error(`${why} before ${pattern} was printed:\n${output}\n${errors}`)));
      const look = () => {
        const match = pattern.exec(output);
        if (match) finish(() => resolve(match));
        else if (child.exitCode !== null || child.signalCode !== null) fail('vigie ended');
      };
      const timer = setTimeout(() => fail(`${withinMs} ms passed`), withinMs);
      listeners.add(look);
      look();
    });
  return {
    child,
    output: () => output,
    errors: () => errors,
    printed,
    ended,
    kill: async (signal = 'SIGTERM') => {
      child.kill(signal);
      await ended;
    },
  };
}
