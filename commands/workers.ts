import { type Command, InvalidArgumentError } from 'commander';
import type { WorkerKind } from '../pipeline';
import { requireConfig, rulesReload } from './configuration';
import type { AddCommand } from './index';

const WORKERS: readonly { readonly name: string; readonly kind: WorkerKind; readonly does: string }[] = [
  { name: 'collect-worker', kind: 'collect', does: 'collect this worker’s share of the sources' },
  { name: 'enrich-worker', kind: 'enrich', does: 'enrich mentions, store and publish them' },
  { name: 'alert-worker', kind: 'alert', does: 'watch this worker’s share of the brands, and page' },
  { name: 'console', kind: 'console', does: 'serve the web console' },
];

const address = (text: string): { host: string; port: number } => {
  const match = /^(?:(.+):)?(\d{1,5})$/.exec(text);
  const port = Number(match?.[2]);
  if (!match || port > 65_535) throw new InvalidArgumentError('expected a port, or host:port');
  return { host: match[1] ?? '127.0.0.1', port };
};

const END_WITHIN_MS = 1_000;

/** What hangs on a server that does not answer must not keep a worker that cannot start. */
const endWith = (name: string) => (error: unknown) => {
  setTimeout(() => process.exit(), END_WITHIN_MS).unref();
  const why = error instanceof Error ? error.message : String(error);
  throw new Error(`${name} cannot start: ${why}`, { cause: error });
};

/** One stage as a process of its own, any number of each, on Kafka and Elasticsearch. */
export const addWorkers: AddCommand = (program, terminal) => {
  for (const { name, kind, does } of WORKERS)
    program
      .command(name)
      .description(`${does}; one stage as a process of its own (bus on Kafka, store on Elasticsearch)`)
      .option(
        '--listen <host:port>',
        'where /healthz, /readyz and /metrics answer (not for console)',
        address,
        { host: '127.0.0.1', port: 0 },
      )
      .addHelpText(
        'after',
        `\nExample:\n  vigie ${name} --config config${kind === 'console' ? '' : ' --listen 9464'}`,
      )
      .action(async (options: { listen: { host: string; port: number } }, command: Command) => {
        const config = await requireConfig(command, terminal);
        const interrupted = terminal.interrupted();
        const [{ startWorker }, { systemClock }] = await Promise.all([
          import('../pipeline'),
          import('#ingest/clock'),
        ]);
        const starting = startWorker(kind, {
          config,
          clock: systemClock,
          random: Math.random,
          log: terminal.log(config.settings.log.level),
          write: terminal.write,
          reload: await rulesReload(terminal),
          listen: options.listen,
        });
        const worker = await starting.catch(endWith(name));
        terminal.line(`${name} is at work: ${worker.url}`);
        await new Promise<void>((resolve) => {
          if (interrupted.aborted) resolve();
          interrupted.addEventListener('abort', () => resolve(), { once: true });
        });
        terminal.errorLine('stopping: finishing what has been taken …');
        await worker.stop();
      });
};
