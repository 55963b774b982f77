import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const LOOK_EVERY_MS = 300;
const LONGEST_FETCH_MS = 15 * 60_000;

/** Where fetched servers are kept between runs, outside the tree. */
export function cacheFolder(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'vigie-test-services');
}

/**
 * The folder `name` in the cache; the first who asks fills it, anybody else waits. A fetch that fails leaves
 * nothing behind.
 */
export async function fetchOnce(name: string, fill: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(cacheFolder(), name);
  if (existsSync(folder)) return folder;
  const unlock = await lock(`${folder}.lock`);
  try {
    if (existsSync(folder)) return folder;
    const unfinished = `${folder}.unfinished`;
    rmSync(unfinished, { recursive: true, force: true });
    mkdirSync(unfinished, { recursive: true });
    await fill(unfinished);
    renameSync(unfinished, folder);
    return folder;
  } finally {
    unlock();
  }
}

/** Runs Maven with a repository inside the cache. Throws with what it printed. */
export async function maven(args: readonly string[]): Promise<void> {
  const repository = `-Dmaven.repo.local=${join(cacheFolder(), 'maven-repository')}`;
  try {
    await run('mvn', ['-q', '-B', repository, ...args], { maxBuffer: 1 << 26, timeout: LONGEST_FETCH_MS });
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`mvn ${args.join(' ')} failed; is Maven Central reachable?\n${stdout}${stderr}`, {
      cause: error,
    });
  }
}

/** Held by a process id in a file; the lock of a process that died is taken over. */
async function lock(file: string): Promise<() => void> {
  mkdirSync(cacheFolder(), { recursive: true });
  for (const deadline = Date.now() + LONGEST_FETCH_MS; Date.now() < deadline; ) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      if (!isHeld(file)) rmSync(file, { force: true });
      else await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }
  throw new Error(`another process has held ${file} for too long: delete it if that process is gone`);
}

function isHeld(file: string): boolean {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    // Just made, its number not written yet.
    if (pid === 0) return true;
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
