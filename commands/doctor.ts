import { access, constants, mkdir, statfs } from 'node:fs/promises';
import type { Command } from 'commander';
import type { Config } from '#config/config';
import { systemClock } from '#ingest/clock';
import { requireConfig } from './configuration';
import type { AddCommand } from './index';
import type { Terminal } from './terminal';

type Finding = { readonly ok: boolean; readonly what: string; readonly detail: string };

async function examine(what: string, look: () => Promise<string>): Promise<Finding> {
  try {
    return { ok: true, what, detail: await look() };
  } catch (error) {
    return { ok: false, what, detail: error instanceof Error ? error.message : String(error) };
  }
}

async function examineDataFolder(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  await access(folder, constants.W_OK);
  const { bavail, bsize } = await statfs(folder);
  const freeGiB = (bavail * bsize) / 2 ** 30;
  if (freeGiB < 1)
    throw new Error(
      `${folder}: only ${freeGiB.toFixed(2)} GiB free; make room, or move \`data\` in vigie.yaml`,
    );
  return `${folder} is writable, ${freeGiB.toFixed(0)} GiB free`;
}

async function examineSources(config: Config, terminal: Terminal): Promise<Finding[]> {
  const { collectOnce } = await import('#ingest/collect-once');
  const { openWorld } = await import('../adapters');
  const { watchHosts } = await import('#enrich/watch-hosts');
  const log = terminal.log('silent');
  const world = openWorld({ log, clock: systemClock });
  const shared = {
    ...world,
    clock: systemClock,
    random: Math.random,
    log,
    allowedLatenessMs: 3_600_000,
    watchesHost: watchHosts(config.brands),
    progress: () => {},
    failure: () => {},
  };
  try {
    return await Promise.all(
      config.sources.map((source) =>
        examine(`source ${source.name}`, async () => {
          if (source.definition.defaultEveryMs === undefined)
            return `takes what comes from ${source.definition.address(source.options)}; nothing to ask`;
          let problem = '';
          const print = () => {};
          const failure = (text: string) => {
            problem ||= text;
          };
          const { mentions, failed } = await collectOnce({
            ...shared,
            sources: [source],
            signal: AbortSignal.timeout(30_000),
            print,
            failure,
          });
          if (failed > 0) throw new Error(problem.replace(`${source.name}: `, ''));
          return `answers, ${mentions} item(s)${problem ? `; ${problem}` : ''}`;
        }),
      ),
    );
  } finally {
    await world.close();
  }
}

async function examineNotifiers(config: Config, terminal: Terminal, send: boolean): Promise<Finding[]> {
  const { createNotifiers, testDelivery } = await import('#alerting/create-notifiers');
  const notifiers = createNotifiers(config.notifiers, {
    clock: systemClock,
    log: terminal.log('silent'),
    write: terminal.write,
  });
  const findings: Finding[] = [];
  for (const [name, notifier] of notifiers) {
    findings.push(
      await examine(`notifier ${name}`, async () => {
        await notifier.check(AbortSignal.timeout(10_000));
        return `can be reached (${notifier.destinations.join(', ')})`;
      }),
    );
    if (!send) continue;
    for (const destination of notifier.destinations)
      findings.push(
        await examine(`test page by ${name} to ${destination}`, async () => {
          const attempt = await notifier.send(
            testDelivery({
              notifier: name,
              destination,
              timezone: config.settings.timezone,
              now: systemClock.now(),
            }),
          );
          if (!attempt.ok) throw new Error(attempt.message);
          return 'sent';
        }),
      );
    await notifier.close?.();
  }
  return findings;
}

/** `vigie doctor`: whether everything that Vigie needs can be had, with what to mend. */
export const addDoctor: AddCommand = (program, terminal) => {
  program
    .command('doctor')
    .description(
      'check the configuration, the data folder, and whether every source and channel can be reached',
    )
    .option('--send', 'send a test page through every notifier')
    .addHelpText('after', '\nExample:\n  vigie doctor --send')
    .action(async (options: { send?: boolean }, command: Command) => {
      const config = await requireConfig(command, terminal);
      const findings = [
        {
          ok: true,
          what: 'configuration',
          detail: `${config.folder}: ${config.brands.length} brand(s), ${config.rules.length} rule(s)`,
        },
        await examine('data folder', () => examineDataFolder(config.settings.data)),
        ...(await examineSources(config, terminal)),
        ...(await examineNotifiers(config, terminal, options.send ?? false)),
      ];
      for (const { ok, what, detail } of findings)
        terminal.line(`${ok ? 'ok  ' : 'FAIL'}  ${what}: ${detail}`);
      const failed = findings.filter(({ ok }) => !ok).length;
      if (failed > 0) process.exitCode = 1;
      terminal.errorLine(failed === 0 ? 'all is well' : `${failed} of ${findings.length} checks failed`);
    });
};
