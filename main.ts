#!/usr/bin/env node
import { CommanderError } from 'commander';
import { createProgram } from './commands';
import { processTerminal } from './commands/terminal';

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
