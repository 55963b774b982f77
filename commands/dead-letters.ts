import type { Command } from 'commander';
import { TOPICS } from '#ingest/bus/bus';
import {
  type DeadLetter,
  type DeadLetterFilter,
  readDeadLetters,
  replayDeadLetters,
} from '#ingest/bus/dead-letter';
import { requireConfig } from './configuration';
import type { AddCommand } from './index';
import { countOption, durationOption } from './option-values';
import { formatTable } from './table';
import type { Terminal } from './terminal';

type FilterOptions = { origin?: string; error?: string; since?: number };
type ListOptions = FilterOptions & { limit: number; json?: boolean };
type ReplayOptions = FilterOptions & { all?: boolean; yes?: boolean };

const LETTER_ID = /^\d+-\d+$/;
const LONGEST_CELL = 100;
/** Of what would be replayed, so many are shown. */
const SHOWN = 10;

const cell = (text: string) =>
  text.length > LONGEST_CELL ? `${text.slice(0, LONGEST_CELL - 1)}…` : text || '-';
const letters = (count: number) => `${count} ${count === 1 ? 'letter' : 'letters'}`;

async function withBus<Result>(
  command: Command,
  terminal: Terminal,
  use: (bus: Awaited<ReturnType<typeof openBus>>['bus']) => Promise<Result>,
): Promise<Result> {
  const { bus, close } = await openBus(command, terminal);
  try {
    return await use(bus);
  } finally {
    await close();
  }
}

async function openBus(command: Command, terminal: Terminal) {
  const { openBusAndState } = await import('../adapters');
  const config = await requireConfig(command, terminal, { withoutSecrets: true });
  return openBusAndState(config, terminal.log('warn'));
}

function toFilter({ origin, error, since }: FilterOptions, ids: readonly string[] = []): DeadLetterFilter {
  const wrong = ids.find((id) => !LETTER_ID.test(id));
  if (wrong !== undefined)
    throw new Error(
      `"${wrong}" is no id of a dead letter; vigie dead-letters list shows them, such as 2-1743`,
    );
  return {
    ...(origin !== undefined && { origin }),
    ...(error !== undefined && { error }),
    ...(since !== undefined && { since: Date.now() - since }),
    ...(ids.length > 0 && { ids: new Set(ids) }),
  };
}

function addFilters(command: Command): Command {
  return command
    .option('--origin <topic>', `only what came from this topic, for example ${TOPICS.mentions}`)
    .option('--error <text>', 'only where the error has this text in it, in any case')
    .option('--since <duration>', 'only what was set aside in the last 2h, 7d …', durationOption);
}

function tableOf(found: readonly DeadLetter[]): string {
  const rows = found.map(({ id, at, origin, group, key, error }) => [
    ...[id, new Date(at).toISOString(), origin ?? '?', group || '-', cell(key), cell(error)],
  ]);
  return formatTable(['id', 'set aside', 'origin', 'group', 'key', 'error'], rows);
}

/** Keeps the newest of what goes by. */
function newestOf(limit: number) {
  let kept: DeadLetter[] = [];
  let total = 0;
  const newest = () => kept.sort((a, b) => b.at - a.at).slice(0, limit);
  return {
    add: (found: readonly DeadLetter[]) => {
      total += found.length;
      kept.push(...found);
      if (kept.length > 4 * limit) kept = newest();
    },
    newest,
    total: () => total,
  };
}

async function list(options: ListOptions, command: Command, terminal: Terminal): Promise<void> {
  const found = newestOf(options.limit);
  await withBus(command, terminal, (bus) => readDeadLetters(bus, toFilter(options), found.add));
  const newest = found.newest();
  if (options.json) for (const letter of newest) terminal.line(JSON.stringify(letter));
  else terminal.line(newest.length === 0 ? 'no dead letters' : tableOf(newest));
  if (found.total() > newest.length) terminal.errorLine(`the newest ${newest.length} of ${found.total()}`);
}

async function show(id: string, command: Command, terminal: Terminal): Promise<void> {
  const found: DeadLetter[] = [];
  const filter = toFilter({}, [id]);
  await withBus(command, terminal, (bus) => readDeadLetters(bus, filter, (some) => void found.push(...some)));
  const [letter] = found;
  if (!letter)
    throw new Error(`no dead letter has the id "${id}"; vigie dead-letters list shows those there are`);
  const facts = Object.entries({
    id: letter.id,
    'set aside': new Date(letter.at).toISOString(),
    origin: letter.origin ?? '? (it cannot be replayed)',
    'place there': letter.originPlace ?? '?',
    group: letter.group || '-',
    key: letter.key || '-',
    error: letter.error || '-',
    ...letter.headers,
  });
  for (const [name, value] of facts) terminal.line(`${name}: ${value}`);
  terminal.line(`\n${indented(letter.value)}`);
}

function indented(value: string): string {
  try {
    return JSON.stringify(JSON.parse(value), null, 2);
  } catch {
    // What is no JSON is what it died of, perhaps.
    return value;
  }
}

async function replay(
  ids: readonly string[],
  options: ReplayOptions,
  command: Command,
  terminal: Terminal,
): Promise<void> {
  const filter = toFilter(options, ids);
  if (Object.keys(filter).length === 0 && !options.all)
    throw new Error('which letters? Name their ids, or --origin, --error or --since, or --all');
  const found = newestOf(SHOWN);
  const counts = new Map<string, number>();
  await withBus(command, terminal, (bus) =>
    readDeadLetters(bus, filter, async (some) => {
      found.add(some);
      for (const { origin = '?' } of some) counts.set(origin, (counts.get(origin) ?? 0) + 1);
      if (options.yes) await replayDeadLetters(bus, some);
    }),
  );
  const missing = ids.length > found.total() ? ids.length - found.total() : 0;
  if (found.total() === 0)
    throw new Error('no dead letter matches; vigie dead-letters list shows those there are');
  if (!options.yes) terminal.line(`${tableOf(found.newest())}\n`);
  for (const [origin, count] of counts) terminal.line(replayLine(origin, count, options.yes === true));
  if (!options.yes) terminal.errorLine('Nothing was published; add --yes to do it.');
  if (missing > 0) throw new Error(`${letters(missing)} of the ${ids.length} that were named are not there`);
}

function replayLine(origin: string, count: number, isDone: boolean): string {
  if (origin === '?')
    return `${letters(count)} ${isDone ? '' : 'would be '}left out: their origin is not known`;
  return `${isDone ? 'published' : 'would publish'} ${letters(count)} to ${origin}`;
}

/** `vigie dead-letters`: messages that no stage could handle; look at them, and give them back once it is mended. */
export const addDeadLetters: AddCommand = (program, terminal) => {
  const parent = program
    .command('dead-letters')
    .description('list, show and replay the messages that could not be handled');
  addFilters(parent.command('list').description('the letters, newest first'))
    .option('--limit <n>', 'how many', countOption, 20)
    .option('--json', 'letters as NDJSON')
    .addHelpText('after', '\nExample:\n  vigie dead-letters list --origin mentions --since 2h')
    .action((options: ListOptions, command: Command) => list(options, command, terminal));
  parent
    .command('show <id>')
    .description('one letter: where it came from, why it died, and what it says')
    .addHelpText('after', '\nExample:\n  vigie dead-letters show 2-1743')
    .action((id: string, _options, command: Command) => show(id, command, terminal));
  addFilters(
    parent
      .command('replay [ids...]')
      .description(
        'publish letters again to the topic that they came from; without --yes only says what it would do',
      ),
  )
    .option('--all', 'every letter')
    .option('--yes', 'do it')
    .addHelpText(
      'after',
      '\nLetters stay in dead-letters until the retention of the bus ends. Replaying one twice is safe. What still\ncannot be handled is set aside again, as a new letter.\n\nExample:\n  vigie dead-letters replay --origin mentions --error "not JSON" --yes',
    )
    .action((ids: string[], options: ReplayOptions, command: Command) =>
      replay(ids, options, command, terminal),
    );
};
