import { Command } from 'commander';
import { addCheck } from './check';
import { addCollect } from './collect';
import { addDashboards } from './dashboards';
import { addDeadLetters } from './dead-letters';
import { addDetect } from './detect';
import { addDoctor } from './doctor';
import { addEnrich } from './enrich';
import { addEraseAuthor } from './erase-author';
import { addIncidents } from './incidents';
import { addReplay } from './replay';
import { addRules } from './rules';
import { addRun } from './run';
import { addSearch } from './search';
import { addSetup } from './setup';
import { addSources } from './sources';
import type { Terminal } from './terminal';
import { addVerify } from './verify';
import { addWorkers } from './workers';

/** Adds one command to the program; each file of this folder holds one. */
export type AddCommand = (program: Command, terminal: Terminal) => void;

const commands: readonly AddCommand[] = [
  addRun,
  addCheck,
  addSetup,
  addCollect,
  addEnrich,
  addVerify,
  addRules,
  addDetect,
  addReplay,
  addSearch,
  addIncidents,
  addSources,
  addEraseAuthor,
  addDeadLetters,
  addDashboards,
  addDoctor,
  addWorkers,
];

/** The `vigie` command with everything it can do. */
export function createProgram(terminal: Terminal): Command {
  const program = new Command('vigie')
    .description(
      "The lookout for a brand's reputation: collects mentions, scores them, pages the crisis team with the reasons.",
    )
    .version(__VIGIE_VERSION__)
    .option('-c, --config <folder>', 'configuration folder', 'config')
    .configureOutput({ writeOut: terminal.write, writeErr: (text) => terminal.errorLine(text.trimEnd()) })
    .showHelpAfterError('(vigie <command> --help shows what it takes)')
    .exitOverride();
  for (const add of commands) add(program, terminal);
  return program;
}
