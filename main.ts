#!/usr/bin/env -S node --single-threaded-gc
import { setFlagsFromString } from 'node:v8';
import { CommanderError } from 'commander';
import { createProgram } from './commands';
import { processTerminal } from './commands/terminal';

// Of every thread: V8 otherwise lets garbage grow to four times what is alive before it looks. A worker is one stage
// with a process to itself: it may take the memory and save the processor time.
if (!process.argv.some((argument) => argument.endsWith('-worker')))
  setFlagsFromString('--heap-growing-percent=25');

const terminal = processTerminal();
try {
  await createProgram(terminal).parseAsync(process.argv);
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else {
    terminal.errorLine(`vigie: ${error instanceof Error ? error.message : String(error)}`);
    if (process.env.VIGIE_TRACE) terminal.errorLine(error instanceof Error ? (error.stack ?? '') : '');
    process.exitCode = 1;
  }
}

// What a library has left open must not keep alive what has been stopped.
setTimeout(() => process.exit(), 5_000).unref();
