import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { DatabaseSync } from '@photostructure/sqlite';
import pino from 'pino';
import type { Bus } from '#ingest/bus/bus';
import { openEmbeddedBus } from '#ingest/bus/embedded';
import { lockDataFolder } from '#ingest/bus/lock-data-folder';
import { systemClock } from '#ingest/clock';
import { openDatabase, transaction } from '#ingest/database';
import { createGroupCommit } from '#ingest/group-commit';
import { packageRoot } from '#ingest/thread';
import { describeBus } from '../../contract/bus-contract';
import { until } from '../../contract/until';
import { temporaryFolder } from '../../temporary-folder';

const folder = temporaryFolder();
const log = pino({ level: 'silent' });
const open = (more: { partitions?: number; clock?: typeof systemClock } = {}) =>
  openEmbeddedBus({
    dataFolder: folder(),
    clock: systemClock,
    log,
    retryPause: { firstMs: 2, longestMs: 20 },
    ...more,
  });

describeBus('embedded', open);

/** Runs a script in a process of its own, with SQLite and a data folder at hand; gives its lines. */
function startProcess(script: string, ...args: string[]) {
  const child = spawn(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `import { DatabaseSync } from '@photostructure/sqlite';\n${script}`,
      ...args,
    ],
    { cwd: packageRoot(), stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const lines: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  return { child, lines };
}

async function valuesOf(bus: Bus, topic: string): Promise<string[]> {
  const values: string[] = [];
  const { stop } = await bus.subscribe({
    group: 'reader',
    topics: [topic],
    onBatch: async ({ messages }) => {
      values.push(...messages.map(({ value }) => value));
    },
  });
  await until(async () => (await bus.lag()).every(({ lag }) => lag === 0));
  await stop();
  return values;
}

describe('embedded bus alone', () => {
  it('gives long messages in smaller batches, so that a backlog of them does not exhaust its memory', async () => {
    const bus = await open({ partitions: 1 });
    for (const character of 'abcdef')
      await bus.publish('mentions', [{ key: 'k', value: character.repeat(3_000_000) }]);
    const batches: string[][] = [];
    await bus.subscribe({
      group: 'reader',
      topics: ['mentions'],
      onBatch: async ({ messages }) => void batches.push(messages.map(({ value }) => value.slice(0, 1))),
    });
    await until(() => batches.flat().length === 6);
    expect(batches.flat().join('')).toBe('abcdef');
    expect(Math.max(...batches.map(({ length }) => length))).toBe(2);
    await bus.close();
  });

  it('loses no acknowledged message when its process is killed', async () => {
    const writer = `
      import { Worker } from 'node:worker_threads';
      const thread = new Worker('./dist/threads/log.js', { execArgv: [], workerData: { file: process.argv[1] + '/bus.db' } });
      let number = 0;
      const publish = () => {
        const id = number++;
        thread.postMessage({ id, method: 'append', argument: { topic: 'mentions', at: Date.now(),
          partitions: [id % 4], keys: ['k'], values: [String(id)], headers: [null] } });
      };
      thread.on('message', ({ id, error }) => { if (!error) console.log(id); publish(); });
      for (let i = 0; i < 20; i++) publish();`;
    const { child, lines } = startProcess(writer, folder());
    await until(() => lines.length > 500);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const acknowledged = lines.filter((line) => /^\d+$/.test(line)).slice(0, -1);
    const bus = await open();
    const values = await valuesOf(bus, 'mentions');
    await bus.close();
    const kept = new Set(values);
    expect(values.length).toBe(kept.size);
    expect(acknowledged.filter((value) => !kept.has(value))).toEqual([]);
  });

  it('notices within a second what another process publishes', async () => {
    const reader = await open();
    const writer = await open();
    const values: string[] = [];
    await reader.subscribe({
      group: 'reader',
      topics: ['commands'],
      onBatch: async ({ messages }) => {
        values.push(...messages.map(({ value }) => value));
      },
    });
    for (const value of ['acknowledge', 'snooze']) {
      await writer.publish('commands', [{ key: 'vinci', value }]);
      await until(() => values.at(-1) === value, 5_000);
    }
    await writer.close();
    await reader.close();
    expect(values).toEqual(['acknowledge', 'snooze']);
  });

  it('deletes what is older than an instant, read or not, and keeps offsets growing', async () => {
    let now = 1_000;
    const bus = await open({ clock: { ...systemClock, now: () => now } });
    await bus.publish('mentions', [
      { key: 'k', value: 'old' },
      { key: 'k', value: 'old too' },
    ]);
    now = 2_000;
    await bus.publish('mentions', [{ key: 'k', value: 'young' }]);
    expect(await bus.deleteOlderThan(2_000)).toBe(2);
    expect(await bus.deleteOlderThan(2_000)).toBe(0);
    expect(await valuesOf(bus, 'mentions')).toEqual(['young']);
    expect(await bus.deleteOlderThan(9_000)).toBe(1);
    await bus.publish('mentions', [{ key: 'k', value: 'next' }]);
    expect(await valuesOf(bus, 'mentions')).toEqual(['next']);
    await bus.close();
  });

  it('does not write the dead letters of dead letters', async () => {
    const bus = await open();
    await bus.publish('dead-letters', [{ key: 'k', value: 'already dead' }]);
    await bus.subscribe({
      group: 'undertaker',
      topics: ['dead-letters'],
      maxAttempts: 1,
      onBatch: async () => {
        throw new Error('cannot bury this');
      },
    });
    await until(async () => (await bus.lag()).every(({ lag }) => lag === 0));
    expect(await valuesOf(bus, 'dead-letters')).toEqual(['already dead']);
    await bus.close();
  });

  it('retries to take over partitions when another member leaves, and refuses a first subscription', async () => {
    const bus = await open();
    const refused = bus.subscribe({
      group: 'g',
      topics: ['mentions'],
      onAssigned: async () => {
        throw new Error('state is not mine');
      },
      onBatch: async () => {},
    });
    await expect(refused).rejects.toThrow('state is not mine');
    const values: string[] = [];
    const first = await bus.subscribe({ group: 'g', topics: ['mentions'], onBatch: async () => {} });
    let refusals = 0;
    await bus.subscribe({
      group: 'g',
      topics: ['mentions'],
      onAssigned: async (owned) => {
        if (owned.some(({ partition }) => partition === 0) && refusals++ < 2) throw new Error('not yet');
        return undefined;
      },
      onBatch: async ({ messages }) => {
        values.push(...messages.map(({ value }) => value));
      },
    });
    await first.stop();
    await bus.publish(
      'mentions',
      Array.from({ length: 20 }, (_, i) => ({ key: `${i}`, value: `${i}` })),
    );
    await until(() => values.length === 20);
    expect(refusals).toBe(3);
    await bus.close();
  });

  it('keeps the number of partitions that a folder began with', async () => {
    const three = await open({ partitions: 3 });
    await three.close();
    await expect(open({ partitions: 5 })).rejects.toThrow(/bus\.db has 3 partitions a topic, not 5: set 3/);
    const again = await open();
    await again.close();
  });

  it('refuses a file of a newer version, and says what to do', async () => {
    const database = new DatabaseSync(`${folder()}/bus.db`);
    database.exec('PRAGMA user_version = 99');
    database.close();
    await expect(open()).rejects.toThrow(
      /bus\.db was written by a newer version of vigie \(schema 99, this one knows 1\): run that version/,
    );
  });
});

describe('lockDataFolder', () => {
  it('refuses a second holder until the first lets go', () => {
    const release = lockDataFolder(folder());
    expect(() => lockDataFolder(folder())).toThrow(
      `data folder ${folder()} is in use by another vigie run: stop that one, or name another folder as "data" in vigie.yaml`,
    );
    release();
    lockDataFolder(folder())();
  });

  it('says which data folder cannot be written, and never tries for ever', () => {
    for (const data of ['/proc/vigie', `${folder()}/file/data`]) {
      writeFileSync(`${folder()}/file`, '');
      expect(() => lockDataFolder(data)).toThrow(`data folder ${data} cannot be written (`);
    }
  });

  it('ends with a process that is killed', async () => {
    const holder = `
      const database = new DatabaseSync(process.argv[1] + '/running.lock');
      database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
      console.log('held');
      setInterval(() => database.isOpen, 1000);`;
    const { child, lines } = startProcess(holder, folder());
    await until(() => lines.includes('held'));
    expect(() => lockDataFolder(folder())).toThrow('in use by another vigie run');
    child.kill('SIGKILL');
    await once(child, 'exit');
    lockDataFolder(folder())();
  });
});

describe('group commit', () => {
  const database = () =>
    openDatabase(`${folder()}/small.db`, { version: 1, create: 'CREATE TABLE t (a)', cacheKib: 512 });

  it('spoils only the write that throws', async () => {
    const opened = database();
    const groupCommit = createGroupCommit(opened, 'small.db');
    const insert = (value: number) => () => opened.prepare('INSERT INTO t VALUES (?)').run(value);
    const bad = () => {
      insert(2)();
      throw new Error('bad');
    };
    const results = await Promise.allSettled([
      groupCommit(insert(1)),
      groupCommit(bad),
      groupCommit(insert(3)),
    ]);
    const rows = opened.prepare('SELECT a FROM t ORDER BY a').all();
    opened.close();
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(rows.map((row) => ({ ...row }))).toEqual([{ a: 1 }, { a: 3 }]);
  });

  it('says of a full disk that time may heal it, and goes on when there is space', async () => {
    const opened = database();
    const groupCommit = createGroupCommit(opened, 'small.db');
    const insert = () => opened.prepare('INSERT INTO t VALUES (?)').run('x'.repeat(50_000));
    opened.exec('PRAGMA max_page_count = 4');
    await expect(groupCommit(insert)).rejects.toMatchObject({
      retriable: true,
      message: expect.stringContaining('small.db: the disk is full'),
    });
    opened.exec('PRAGMA max_page_count = 1000');
    await groupCommit(insert);
    transaction(opened, () => undefined);
    opened.close();
  });
});
