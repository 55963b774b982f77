import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isConfigFile, isTestFile } from './load-config';

/** Nothing that runs follows from the tests of rules. */
const isRead = (name: string): boolean => isConfigFile(name) && !isTestFile(name);

/** The text of a file, or why it cannot be read: `EACCES`. */
export type FileRead =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly why: string };

/**
 * What stands in a configuration folder, by path below it: `vigie.yaml`, `rules/acme.yaml`. A subfolder that cannot be
 * listed stands there itself, as `rules`.
 */
export type FolderRead = ReadonlyMap<string, FileRead>;

/** Reads the files that `loadConfig` reads; never rejects. */
export async function readFolder(folder: string): Promise<FolderRead> {
  const [brands, rules] = await Promise.all([readBelow(folder, 'brands'), readBelow(folder, 'rules')]);
  return new Map([['vigie.yaml', await read(join(folder, 'vigie.yaml'))], ...brands, ...rules]);
}

type Entry = readonly [path: string, read: FileRead];

async function readBelow(folder: string, below: string): Promise<readonly Entry[]> {
  try {
    const names = (await readdir(join(folder, below))).filter(isRead).sort();
    const entry = async (name: string): Promise<Entry> => [
      `${below}/${name}`,
      await read(join(folder, below, name)),
    ];
    return await Promise.all(names.map(entry));
  } catch (error) {
    return [[below, failed(error)]];
  }
}

function read(path: string): Promise<FileRead> {
  return readFile(path, 'utf8').then((text) => ({ ok: true, text }) as const, failed);
}

function failed(error: unknown): FileRead {
  return { ok: false, why: (error as NodeJS.ErrnoException).code ?? String(error) };
}

/** Paths that are new, gone or read otherwise than before. */
export function changedPaths(before: FolderRead, after: FolderRead): readonly string[] {
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths].filter((path) => !isSame(before.get(path), after.get(path)));
}

function isSame(one: FileRead | undefined, other: FileRead | undefined): boolean {
  if (!one || !other) return one === other;
  if (one.ok && other.ok) return one.text === other.text;
  return !one.ok && !other.ok && one.why === other.why;
}
