import { systemClock } from '#ingest/clock';
import { requireConfig, rulesReload } from './configuration';
import type { AddCommand } from './index';

/** `vigie run`: the whole pipeline in one process, until it is told to stop. */
export const addRun: AddCommand = (program, terminal) => {
  program
    .command('run')
    .description(
      'run the whole pipeline in this process: collect, enrich, watch, page, and serve the console',
    )
    .addHelpText('after', '\nExample:\n  vigie run --config config')
    .action(async (_options, command) => {
      const { startPipeline } = await import('../pipeline');
      const config = await requireConfig(command, terminal);
      const interrupted = terminal.interrupted();
      const log = terminal.log(config.settings.log.level);
      const pipeline = await startPipeline({
        config,
        clock: systemClock,
        random: Math.random,
        log,
        write: terminal.write,
        reload: await rulesReload(terminal),
      });
      const { brands, sources, rules } = config;
      terminal.line(
        `Vigie watches ${brands.map(({ name }) => name).join(', ')}: ${sources.length} sources, ${rules.length} rules.`,
      );
      terminal.line(`Console: ${pipeline.consoleUrl}   (stop with Ctrl-C)`);
      await new Promise<void>((resolve) => {
        if (interrupted.aborted) resolve();
        interrupted.addEventListener('abort', () => resolve(), { once: true });
      });
      terminal.errorLine('stopping: finishing what has been taken …');
      await pipeline.stop();
    });
};
