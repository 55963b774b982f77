import { readFile } from 'node:fs/promises';
import type { Terminal } from './terminal';

/** The bytes of a file, or of standard input where it is `-`; `what` names the option or argument in an error. */
export async function readInput(path: string, what: string, terminal: Terminal): Promise<Buffer> {
  if (path === '-') {
    const parts: Buffer[] = [];
    for await (const part of terminal.stdin) parts.push(Buffer.from(part));
    return Buffer.concat(parts);
  }
  try {
    return await readFile(path);
  } catch (cause) {
    throw new Error(`${path} cannot be read: ${(cause as Error).message}; name ${what}`, { cause });
  }
}
