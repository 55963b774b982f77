import { Readable } from 'node:stream';
import { CommanderError } from 'commander';
import { pino } from 'pino';
import { createProgram } from '../../commands/index';
import type { Terminal } from '../../commands/terminal';

/** What a command has printed, and the code that the process would have ended with. */
export type Ran = {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
  readonly progress: readonly string[];
};

/** Runs a command as `main.ts` does, in this process: starting one takes a second each time. */
export async function runCommand(
  args: readonly string[],
  input = '',
  env: Terminal['env'] = {},
): Promise<Ran> {
  let output = '';
  let errors = '';
  const progress: string[] = [];
  const terminal: Terminal = {
    write: (text) => {
      output += text;
    },
    line: (text) => {
      output += `${text}\n`;
    },
    errorLine: (text) => {
      errors += `${text}\n`;
    },
    progress: (text) => void progress.push(text),
    stdin: Readable.from([Buffer.from(input)]),
    env,
    isInteractive: false,
    log: () => pino({ level: 'silent' }),
    onReloadAsked: () => undefined,
    interrupted: () => new AbortController().signal,
  };
  Object.assign(globalThis, { __VIGIE_VERSION__: '0' });
  const before = process.exitCode;
  process.exitCode = 0;
  try {
    await createProgram(terminal).parseAsync(['node', 'vigie', ...args]);
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
    else {
      terminal.errorLine(`vigie: ${(error as Error).message}`);
      process.exitCode = 1;
    }
  }
  const code = Number(process.exitCode);
  process.exitCode = before;
  return { code, output, errors, progress };
}
