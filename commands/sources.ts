import type { Command } from 'commander';
import { SOURCES_NAMESPACE, SourceStatus } from '#ingest/source-status';
import { requireConfig } from './configuration';
import { readFeedList } from './feed-list';
import type { AddCommand } from './index';
import { refuseUnknownSubcommand } from './refuse-unknown-subcommand';
import { formatAge, formatTable } from './table';

const ago = (instant: string | undefined, now: number) =>
  instant ? formatAge(now - Date.parse(instant)) : '–';

/** `vigie sources`: how every source is doing, and feed lists in and out as OPML. */
export const addSources: AddCommand = (program, terminal) => {
  const parent = program
    .command('sources')
    .description('how every source is doing: last success, age of its last item, next poll, last error')
    .addHelpText('after', '\nExample:\n  vigie sources\n  vigie sources import feeds.opml')
    .allowExcessArguments()
    .action(async (_options, command: Command) => {
      refuseUnknownSubcommand(command);
      const config = await requireConfig(command, terminal);
      const { openBusAndState } = await import('../adapters');
      const { state, close } = await openBusAndState(config, terminal.log('warn'));
      const saved = new Map(
        (await state.read(SOURCES_NAMESPACE))
          .map(({ value }) => SourceStatus.parse(value))
          .map((status) => [status.name, status]),
      );
      await close();
      const now = Date.now();
      const rows = config.sources.map(({ name, definition }) => {
        const status = saved.get(name);
        if (!status) return [name, definition.kind, 'never run', '–', '–', '–', '–', ''];
        const next =
          status.nextPollAt && Date.parse(status.nextPollAt) > now
            ? `in ${formatAge(Date.parse(status.nextPollAt) - now)}`
            : '–';
        return [
          name,
          status.kind,
          status.state,
          ago(status.lastSuccessAt, now),
          ago(status.lastItemAt, now),
          next,
          String(status.mentions),
          status.lastError?.message ?? '',
        ];
      });
      terminal.line(
        formatTable(
          ['source', 'kind', 'state', 'last success', 'last item', 'next poll', 'mentions', 'last error'],
          rows,
        ),
      );
    });
  parent
    .command('import <file>')
    .description('add the feeds of an OPML list to the configuration')
    .addHelpText('after', '\nExample:\n  vigie sources import feeds.opml')
    .action(async (file: string, _options, command: Command) => {
      const config = await requireConfig(command, terminal);
      const { importFeeds } = await import('#config/import-feeds');
      const outlines = await readFeedList(file, terminal);
      const { added, known } = await importFeeds(config, outlines);
      for (const { name, url } of added) terminal.line(`added ${name}  ${url}`);
      terminal.errorLine(`${added.length} added, ${known} already there`);
    });
  parent
    .command('export')
    .description('print the feeds of the configuration as OPML')
    .addHelpText('after', '\nExample:\n  vigie sources export > feeds.opml')
    .action(async (_options, command: Command) => {
      const { sources } = await requireConfig(command, terminal);
      const { writeOpml } = await import('#ingest/feed/opml');
      const feeds = sources.filter(({ definition }) => definition.kind === 'rss');
      terminal.line(
        writeOpml(feeds.map(({ name, options }) => ({ title: name, xmlUrl: String(options.url) }))),
      );
    });
};
