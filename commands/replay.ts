import { open } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { systemClock } from '#ingest/clock';
import { requireConfig } from './configuration';
import type { AddCommand } from './index';

const speed = (text: string): number | 'max' => {
  if (text === 'max') return 'max';
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError('expected a number above 0, or max');
  return value;
};

const GZIP = Buffer.of(0x1f, 0x8b);

/** A source would wait for its file to appear; a person who mistyped it wants to know. */
async function requireRecording(file: string): Promise<void> {
  const opened = await open(file).catch((error: NodeJS.ErrnoException) => {
    const why = error.code === 'ENOENT' ? 'there is no such file' : error.message;
    throw new Error(`cannot read the recording ${file}: ${why}`, { cause: error });
  });
  try {
    if (!(await opened.stat()).isFile())
      throw new Error(`cannot read the recording ${file}: it is not a file`);
    const { buffer } = await opened.read(Buffer.alloc(2), 0, 2, 0);
    if (buffer.equals(GZIP))
      throw new Error(`cannot read the recording ${file}: it is compressed; unpack it with gunzip first`);
  } finally {
    await opened.close();
  }
}

/** `vigie replay`: plays a recording through the whole pipeline with the configured brands and rules, then stops. */
export const addReplay: AddCommand = (program, terminal) => {
  program
    .command('replay')
    .argument('<file>', 'mentions as NDJSON, in time order')
    .description('play a recording through the whole pipeline, pages included, then stop')
    .option('--speed <n>', 'times as fast as it happened, or max', speed, 60)
    .addHelpText('after', '\nExample:\n  vigie replay config/replays/vinci-2016.ndjson --speed max')
    .action(async (file: string, options: { speed: number | 'max' }, command: Command) => {
      await requireRecording(file);
      const { startPipeline } = await import('../pipeline');
      const { replay } = await import('#ingest/collectors/replay');
      const config = await requireConfig(command, terminal);
      const interrupted = terminal.interrupted();
      const started = systemClock.now();
      // A name of its own each time: a recording played again starts at its beginning.
      const source = {
        name: `replay-${basename(file)}-${started}`,
        definition: replay,
        options: replay.options.parse({ file: resolve(file), speed: options.speed }),
      };
      const pipeline = await startPipeline({
        config: { ...config, sources: [source] },
        clock: systemClock,
        random: Math.random,
        log: terminal.log(config.settings.log.level),
        write: terminal.write,
      });
      terminal.errorLine(`Console: ${pipeline.consoleUrl}`);
      try {
        await pipeline.drained({ signal: interrupted, progress: terminal.progress });
        const [status] = pipeline.statuses();
        if (status?.state === 'failed')
          throw new Error(`${file}: ${status.lastError?.message ?? 'the replay failed'}`);
        const dropped = Object.entries(status?.dropped ?? {}).map(([reason, lines]) => `${lines} ${reason}`);
        const unread = dropped.length > 0 ? `; lines dropped: ${dropped.join(', ')}` : '';
        const seconds = ((systemClock.now() - started) / 1000).toFixed(1);
        terminal.errorLine(`${status?.mentions ?? 0} mention(s) played in ${seconds} s${unread}`);
        if (unread && !status?.mentions) throw new Error(`${file}: no line could be read as a mention`);
      } finally {
        await pipeline.stop();
      }
    });
};
