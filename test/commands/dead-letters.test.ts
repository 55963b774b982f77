import { join } from 'node:path';
import pino from 'pino';
import type { Message } from '#ingest/bus/bus';
import {
  type DeadLetter,
  type DeadLetterFilter,
  deadLetterOf,
  readDeadLetters,
} from '#ingest/bus/dead-letter';
import { openEmbeddedBus } from '#ingest/bus/embedded';
import { systemClock } from '#ingest/clock';
import { startVigie, writeConfig } from '../real-process';
import { temporaryFolder } from '../temporary-folder';

const folder = temporaryFolder();
const HOUR_MS = 3_600_000;
const now = Date.now();
const VIGIE_YAML = `notifiers: [{ name: terminal, kind: console }]
receivers: [{ name: team, notifiers: [terminal] }]
route: { receiver: team }
`;

function openBus(at = now) {
  const clock = { ...systemClock, now: () => at };
  return openEmbeddedBus({ dataFolder: join(folder(), 'data'), clock, log: pino({ level: 'silent' }) });
}

const letter = (topic: string, key: string, value: string, error: string) => {
  const message: Message = {
    ...{ topic, partition: 1, offset: 7, at: now - 2 * HOUR_MS },
    ...{ key, value, headers: { 'x-trace': key } },
  };
  return deadLetterOf(message, 'enrich', new Error(error));
};

/** Three letters, the first of which is three hours old, and one message that somebody else put there. */
async function setAside(): Promise<void> {
  const early = await openBus(now - 3 * HOUR_MS);
  await early.publish('dead-letters', [letter('mentions', 'old', '{"id":"old"}', 'Not JSON: x')]);
  await early.close();
  const bus = await openBus();
  await bus.publish('dead-letters', [letter('mentions', 'a', 'garbage', 'not JSON: y')]);
  await bus.publish('dead-letters', [letter('commands', 'vinci', '{"do":1}', 'no such incident')]);
  await bus.publish('dead-letters', [{ key: 'stray', value: 'stray' }]);
  await bus.close();
}

async function vigie(...args: string[]) {
  const config = writeConfig(join(folder(), 'config'), { 'vigie.yaml': VIGIE_YAML });
  const { ended, output, errors } = startVigie(['--config', config, 'dead-letters', ...args]);
  const code = await ended;
  return { code, output: output(), errors: errors().trim() };
}

async function held(topic: string): Promise<Pick<Message, 'key' | 'value' | 'headers'>[]> {
  const bus = await openBus();
  const found: Message[] = [];
  await bus.read({ topic, onBatch: async (messages) => void found.push(...messages) });
  await bus.close();
  return found.map(({ key, value, headers }) => ({ key, value, headers }));
}

async function find(filter: DeadLetterFilter): Promise<DeadLetter[]> {
  const bus = await openBus();
  const found: DeadLetter[] = [];
  await readDeadLetters(bus, filter, (letters) => void found.push(...letters));
  await bus.close();
  return found;
}

describe('vigie dead-letters', () => {
  it('lists letters by where they came from, why they died and when', async () => {
    await setAside();
    const table = await vigie('list', '--limit', '3');
    expect(table.output).toMatch(/^id {2,}set aside {2,}origin {2,}group {2,}key {2,}error\n/);
    expect(table.errors).toBe('the newest 3 of 4');
    expect(table.code).toBe(0);
    const wanted: [DeadLetterFilter, string[]][] = [
      [{}, ['a', 'old', 'stray', 'vinci']],
      [{ origin: 'mentions' }, ['a', 'old']],
      [{ error: 'NOT json', since: now - HOUR_MS }, ['a']],
      [{ origin: 'elsewhere' }, []],
    ];
    for (const [filter, keys] of wanted)
      expect((await find(filter)).map(({ key }) => key).sort()).toEqual(keys);
  }, 60_000);

  it('shows one letter whole, and replays it by its id', async () => {
    await setAside();
    const [{ id } = { id: '' }] = await find({ error: 'no such incident' });
    const shown = await vigie('show', id);
    expect(shown.output.replace(/set aside: .*/, 'set aside: …')).toBe(`id: ${id}
set aside: …
origin: commands
place there: 1-7
group: enrich
key: vinci
error: Error: no such incident
x-trace: vinci

{
  "do": 1
}
`);
    const done = await vigie('replay', id, '--yes');
    expect(done).toEqual({ code: 0, output: 'published 1 letter to commands\n', errors: '' });
    expect(await held('commands')).toEqual([
      { key: 'vinci', value: '{"do":1}', headers: { 'x-trace': 'vinci' } },
    ]);
  }, 60_000);

  it('says what a replay would do before it does it, and leaves out what has no origin', async () => {
    await setAside();
    const would = await vigie('replay', '--all');
    expect(would.output).toContain('would publish 2 letters to mentions\n');
    expect(would.output).toContain('would publish 1 letter to commands\n');
    expect(would.output).toContain('1 letter would be left out: their origin is not known\n');
    expect(would.errors).toBe('Nothing was published; add --yes to do it.');
    expect(await held('mentions')).toEqual([]);
    const done = await vigie('replay', '--all', '--yes');
    expect(done.code).toBe(0);
    expect((await held('mentions')).map(({ key }) => key).sort()).toEqual(['a', 'old']);
    expect(await held('dead-letters')).toHaveLength(4);
  }, 60_000);

  it.each([
    [['replay'], 'vigie: which letters? Name their ids, or --origin, --error or --since, or --all'],
    [
      ['replay', 'all'],
      'vigie: "all" is no id of a dead letter; vigie dead-letters list shows them, such as 2-1743',
    ],
    [
      ['show', '0-999'],
      'vigie: no dead letter has the id "0-999"; vigie dead-letters list shows those there are',
    ],
  ])(
    '%j says what is wrong',
    async (args, errors) => {
      expect(await vigie(...args)).toEqual({ code: 1, output: '', errors });
    },
    60_000,
  );

  it('has nothing to list where nothing died', async () => {
    expect(await vigie('list')).toEqual({ code: 0, output: 'no dead letters\n', errors: '' });
  }, 60_000);
});
