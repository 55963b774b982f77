import { type Command, Option } from 'commander';
import type { Config } from '#config/config';
import { type Clock, systemClock } from '#ingest/clock';
import type { Made } from '#ingest/made';
import { requireConfig } from './configuration';
import type { AddCommand } from './index';
import { durationOption } from './option-values';
import { formatAge } from './table';
import type { Terminal } from './terminal';

type SetupOptions = { kibana?: boolean; wait: number };

const DEFAULT_WAIT_MS = 120_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 5_000;
const NO_ENTRY: ReadonlySet<unknown> = new Set([401, 403]);

/** Whether waiting may be enough; who is not let in will not be let in later. */
function mayHeal(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('status' in error && NO_ENTRY.has(error.status)) return false;
  return ('retriable' in error && error.retriable === true) || mayHeal(error.cause);
}

/** Tries until it works, time is up, or the error is one that waiting does not mend. */
async function patiently<Result>(
  attempt: () => Promise<Result>,
  { waitMs, clock, tell }: { waitMs: number; clock: Clock; tell: (text: string) => void },
): Promise<Result> {
  const deadline = clock.now() + waitMs;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    try {
      return await attempt();
    } catch (error) {
      const leftMs = deadline - clock.now();
      if (!mayHeal(error)) throw error;
      const text = error instanceof Error ? error.message : String(error);
      if (leftMs <= 0) throw new Error(`${text} Waited ${formatAge(waitMs)}.`, { cause: error });
      tell(`waiting, ${formatAge(leftMs)} left: ${text}`);
      await clock.sleep(Math.min(pauseMs, leftMs));
    }
  }
}

/** One line for each thing that is there, with what setting up did to it. */
function describeMade(before: readonly Made[], after: readonly Made[]) {
  const earlier = new Map(before.map((made) => [made.what, made]));
  return after.map((made) => {
    const was = earlier.get(made.what);
    if (!was) return { did: 'made', text: [made.what, inWords(made.settings)].filter(Boolean).join(': ') };
    const changes = Object.entries(made.settings).filter(([key, value]) => was.settings[key] !== value);
    if (changes.length === 0) return { did: 'there', text: made.what };
    const texts = changes.map(([key, value]) => `${key} ${was.settings[key]} → ${value}`);
    return { did: 'changed', text: `${made.what}: ${texts.join(', ')}` };
  });
}

function inWords(settings: Made['settings']): string {
  return Object.entries(settings)
    .map(([key, value]) => `${key} ${value}`)
    .join(', ');
}

/** What could not be brought in line: the server did not let us, or it takes more than a setting. */
function differences(made: readonly Made[]): string[] {
  return made.flatMap(({ what, settings, wanted }) =>
    Object.entries(wanted)
      .filter(([key, value]) => settings[key] !== value)
      .map(([key, value]) => `${what} has ${key} ${settings[key]}, not ${value} as configured`),
  );
}

/** Opening makes what is missing; looking before and after tells what that was. */
async function makeAll(config: Config, terminal: Terminal, seen: { before?: readonly Made[] }) {
  const { lookAtMade, openBusAndState, openStore } = await import('../adapters');
  const log = terminal.log('warn');
  seen.before ??= await lookAtMade(config, log);
  const { close } = await openBusAndState(config, log);
  try {
    await (await openStore(config, log)).close();
  } finally {
    await close();
  }
  return { before: seen.before, after: await lookAtMade(config, log) };
}

async function putBoards(config: Config, terminal: Terminal): Promise<void> {
  const { installBoards } = await import('./dashboards');
  const { url, outcomes, installed } = await installBoards(config.settings);
  const refused = outcomes.filter((outcome) => !outcome.ok);
  const failed = refused.filter(({ isConflict }) => !isConflict);
  const kept = refused.length - failed.length;
  if (installed.length > 0) terminal.line(`made     ${installed.length} objects in Kibana at ${url}`);
  if (kept > 0)
    terminal.line(
      `there    ${kept} objects in Kibana at ${url}; vigie dashboards install --overwrite renews them`,
    );
  for (const { type, title, error } of failed) terminal.errorLine(`${type} "${title}": ${error}`);
  if (failed.length > 0) throw new Error(`${failed.length} objects were not installed in Kibana at ${url}`);
}

async function setUp({ kibana, wait }: SetupOptions, command: Command, terminal: Terminal): Promise<void> {
  const config = await requireConfig(command, terminal);
  terminal.line(`checked  configuration in ${config.folder}`);
  const tell = terminal.isInteractive ? terminal.progress : terminal.errorLine;
  const patience = { waitMs: wait, clock: systemClock, tell };
  const seen = {};
  const { before, after } = await patiently(() => makeAll(config, terminal, seen), patience);
  for (const { did, text } of describeMade(before, after)) terminal.line(`${did.padEnd(7)}  ${text}`);
  const wrong = differences(after);
  for (const text of wrong) terminal.errorLine(text);
  if (wrong.length > 0)
    throw new Error('some things are there that are not as configured: change them, or vigie.yaml');
  if (kibana) await patiently(() => putBoards(config, terminal), patience);
}

/** `vigie setup`: makes what the pipeline keeps its data in, before anything else starts. */
export const addSetup: AddCommand = (program, terminal) => {
  program
    .command('setup')
    .description(
      'check the configuration, and make topics, indices or files; run again, it makes what is missing',
    )
    .option('--kibana', 'install the boards in Kibana as well; those that are there stay as they are')
    .addOption(
      new Option('--wait <duration>', 'how long servers may be away')
        .argParser(durationOption)
        .default(DEFAULT_WAIT_MS, '2m'),
    )
    .addHelpText('after', '\nExample:\n  vigie setup --kibana --wait 5m')
    .action((options: SetupOptions, command: Command) => setUp(options, command, terminal));
};
