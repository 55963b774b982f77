import { mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Rule } from '#alerting/rule';
import { followFolder } from '#config/follow-folder';
import type { FolderRead } from '#config/read-folder';
import { watchRules } from '#config/watch-rules';
import { type Clock, systemClock } from '#ingest/clock';
import type { State, StateRecord } from '#ingest/state/state';
import { until } from '../contract/until';
import { temporaryFolder } from '../temporary-folder';
import { loadFiles, SOUND, SOUND_ENV, testPlugins } from './configuration';

const folder = temporaryFolder();
/** Real files, and a clock that is five times as quick as ours. */
const clock: Clock = {
  now: systemClock.now,
  sleep: (ms, signal) => systemClock.sleep(ms / 5, signal),
};
const silent = pino({ level: 'silent' });

/** A state that keeps what was saved last. */
function memory(): { readonly state: Pick<State, 'acquire'>; readonly saved: () => unknown } {
  let last: StateRecord | undefined;
  const state: Pick<State, 'acquire'> = {
    acquire: async () => ({
      positions: () => [],
      get: async () => undefined,
      list: async () => [],
      commit: async ({ puts = [] }) => {
        last = puts.at(-1);
      },
    }),
  };
  return { state, saved: () => last?.value };
}

async function watched(files: Readonly<Record<string, string>> = SOUND) {
  const { config } = await loadFiles(folder(), files);
  if (!config) throw new Error('the configuration of the test is not sound');
  const kept = memory();
  const lines: { level: number; msg: string }[] = [];
  const applied: (readonly Rule[])[] = [];
  let lookNow = () => {};
  const watching = watchRules({
    config,
    env: SOUND_ENV,
    plugins: testPlugins,
    apply: async (rules) => {
      if (rules.some(({ name }) => name === 'refused')) throw new Error('it cannot be read');
      applied.push(rules);
    },
    state: kept.state,
    clock,
    log: pino({ level: 'info' }, { write: (line: string) => void lines.push(JSON.parse(line)) }),
    onAsked: (look) => {
      lookNow = look;
    },
  });
  const mistakes = async () => {
    try {
      await watching.dependency.ask();
      return [];
    } catch (error) {
      return (error as Error).message.split('\n');
    }
  };
  await until(() => applied.length === 1);
  return {
    config,
    kept,
    lines,
    applied,
    names: () => applied.at(-1)?.map(({ name }) => name),
    lookNow: () => lookNow(),
    mistakes,
    stop: watching.stop,
    path: (name: string) => join(config.folder, name),
  };
}

describe('rules that are watched', () => {
  it('are the same at first', async () => {
    const { applied, config, kept, stop } = await watched();
    expect(applied).toEqual([config.rules]);
    await until(() => kept.saved() !== undefined);
    expect(kept.saved()).toMatchObject({ inForce: 2, mistakes: [] });
    stop();
  });

  it('follow a file that is broken and mended; the other one and its rules stay', async () => {
    const other = 'version: 1\nrules:\n  - { name: other, type: frequency, timeframe: 10m, num_events: 5 }\n';
    const { path, mistakes, names, applied, kept, lines, stop } = await watched({
      ...SOUND,
      'rules/other.yaml': other,
    });
    const acme = readFileSync(path('rules/acme.yaml'), 'utf8');
    writeFileSync(
      path('rules/acme.yaml'),
      acme.replace('timeframe: 10m', 'timefrme: 10m').replace('threshold_cur: 20', 'threshold_cur: few'),
    );
    await until(async () => (await mistakes()).length > 0);
    expect(await mistakes()).toEqual([
      'config/rules/acme.yaml:3:5 rules[0].timeframe: is missing: length of the window of event time',
      'config/rules/acme.yaml:8:5 rules[0].timefrme: unknown key "timefrme": did you mean "timeframe"?',
      'config/rules/acme.yaml:10:20 rules[0].threshold_cur: expected a number (got "few")',
    ]);
    expect(names()).toEqual(['acme-storm', 'acme-tone', 'other']);
    await until(() => (kept.saved() as { mistakes: string[] }).mistakes.length === 3);
    expect(lines.filter(({ level }) => level === 50).map(({ msg }) => msg)).toEqual([
      'rule files have mistakes: their former rules stay in force',
    ]);

    writeFileSync(path('rules/acme.yaml'), acme.replace('timeframe: 10m', 'timeframe: 20m'));
    await until(async () => (await mistakes()).length === 0);
    expect(applied.at(-1)?.map(({ timeframe }) => timeframe / 60_000)).toEqual([20, 30, 10]);
    expect(lines.at(-1)?.msg).toBe('every rule file is in force again');
    stop();
  });

  it('are all kept while their folder is away or empty, which is told', async () => {
    const { path, names, mistakes, applied, stop } = await watched();
    renameSync(path('rules'), path('elsewhere'));
    await until(async () => (await mistakes()).length > 0);
    expect(await mistakes()).toEqual([
      'config/rules/acme.yaml:1:1 cannot be read (ENOENT): check the folder and its permissions',
    ]);
    mkdirSync(path('rules'));
    await until(async () => (await mistakes())[0]?.includes('no other rule file is left') ?? false);
    expect(names()).toEqual(['acme-storm', 'acme-tone']);
    expect(applied.every((rules) => rules.length === 2)).toBe(true);
    stop();
  });

  it('may be for a brand that stands in the folder and is in force after a restart, which the log says', async () => {
    const { path, names, mistakes, lines, lookNow, stop } = await watched();
    const rules = (brand: string) =>
      `version: 1\nrules:\n  - { name: g, type: frequency, timeframe: 10m, num_events: 5, filter: ['brand="${brand}"'] }\n`;
    writeFileSync(path('brands/globex.yaml'), 'id: globex\nname: Globex\nnames: [Globex]\n');
    writeFileSync(path('rules/globex.yaml'), rules('globex'));
    lookNow();
    await until(() => names()?.includes('g') ?? false);
    expect(await mistakes()).toEqual([]);
    const warning = lines.find(({ msg }) => msg.includes('restart Vigie'));
    expect(warning).toMatchObject({ level: 40, files: ['brands/globex.yaml'] });
    writeFileSync(path('rules/globex.yaml'), rules('initech'));
    await until(async () => (await mistakes()).length > 0);
    expect((await mistakes())[0]).toMatch(
      /^config\/rules\/globex\.yaml:3:\d+ .*no brand is called "initech"/,
    );
    stop();
  });

  it('stay as they were when they cannot be put in force, which is told', async () => {
    const { path, names, mistakes, stop } = await watched();
    const refused =
      'version: 1\nrules:\n  - { name: refused, type: frequency, timeframe: 10m, num_events: 5 }\n';
    writeFileSync(path('rules/refused.yaml'), refused);
    await until(async () => (await mistakes()).length > 0);
    expect(await mistakes()).toEqual(['config/rules:1:1 could not be put in force: it cannot be read']);
    expect(names()).toEqual(['acme-storm', 'acme-tone']);
    stop();
  });
});

describe('a folder that is followed', () => {
  /** What was taken, as `acme: text`. */
  function follow(at: string) {
    const taken: string[] = [];
    const words = (read: FolderRead) =>
      [...read].flatMap(([path, file]) =>
        path.startsWith('rules/') ? [`${path.slice(6, -5)}: ${file.ok ? file.text.trim() : file.why}`] : [],
      );
    const followed = followFolder({
      folder: at,
      clock,
      log: silent,
      take: async (read) => void taken.push(words(read).join(', ')),
    });
    return { taken, ...followed };
  }
  function rules(text: string): string {
    const at = join(folder(), 'config');
    mkdirSync(join(at, 'rules'), { recursive: true });
    writeFileSync(join(at, 'rules/acme.yaml'), text);
    return at;
  }

  it.each<[string, (at: string) => void]>([
    [
      'is written in place, in two steps',
      (at) => {
        writeFileSync(join(at, 'rules/acme.yaml'), 'tw');
        setTimeout(() => writeFileSync(join(at, 'rules/acme.yaml'), 'two\n'), 120);
      },
    ],
    [
      'is put in the place of the old one',
      (at) => {
        writeFileSync(join(at, 'rules/.acme.swp'), 'two\n');
        renameSync(join(at, 'rules/.acme.swp'), join(at, 'rules/acme.yaml'));
      },
    ],
    [
      'is moved away first and written anew a moment later',
      (at) => {
        renameSync(join(at, 'rules/acme.yaml'), join(at, 'rules/acme.yaml~'));
        setTimeout(() => writeFileSync(join(at, 'rules/acme.yaml'), 'two\n'), 120);
      },
    ],
  ])('is taken once when a file %s', async (_, change) => {
    const at = rules('one\n');
    const { taken, stop } = follow(at);
    await until(() => taken.length === 1);
    change(at);
    await until(() => taken.length === 2);
    stop();
    expect(taken).toEqual(['acme: one', 'acme: two']);
  });

  it('is taken when links are set to another version of it, as a ConfigMap does', async () => {
    const at = rules('unused');
    rmSync(join(at, 'rules/acme.yaml'));
    for (const version of ['one', 'two']) {
      mkdirSync(join(at, `rules/..${version}`));
      writeFileSync(join(at, `rules/..${version}/acme.yaml`), version);
    }
    symlinkSync('..one', join(at, 'rules/..data'));
    symlinkSync('..data/acme.yaml', join(at, 'rules/acme.yaml'));
    const { taken, stop } = follow(at);
    await until(() => taken.length === 1);
    symlinkSync('..two', join(at, 'rules/..data_tmp'));
    renameSync(join(at, 'rules/..data_tmp'), join(at, 'rules/..data'));
    await until(() => taken.length === 2);
    stop();
    expect(taken).toEqual(['acme: one', 'acme: two']);
  });

  it('is taken when it is asked for, though nothing has changed', async () => {
    const { taken, lookNow, stop } = follow(rules('one\n'));
    await until(() => taken.length === 1);
    lookNow();
    await until(() => taken.length === 2);
    stop();
  });
});
