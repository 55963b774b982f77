import type { Command } from 'commander';
import { systemClock } from '#ingest/clock';
import type { CollectOptions as Collecting, ConfiguredSource } from '#ingest/collect';
import type { Mention } from '#ingest/mention';
import { ephemeralState } from '#ingest/state/ephemeral';
import type { openWorld } from '../adapters';
import { requireConfig } from './configuration';
import { readFeedList } from './feed-list';
import type { AddCommand } from './index';
import { nameOption } from './name-option';
import type { Terminal } from './terminal';

/** Without a configuration: what is older than an hour would raise no page. */
const LATENESS_MS = 3_600_000;

type CollectOptions = {
  only?: string;
  feed: string[];
  opml?: string;
  once?: boolean;
  allowPrivateNetwork?: boolean;
};

/** What is collected, and what the sources may need to know of the brands. */
type Wanted = { readonly sources: readonly ConfiguredSource[] } & Pick<Collecting, 'watchesHost'>;

async function adHocSources(options: CollectOptions, terminal: Terminal): Promise<Wanted> {
  const { rss } = await import('#ingest/collectors/rss');
  const urls = [...options.feed];
  for (const url of urls) {
    const { error } = rss.options.safeParse({ url });
    if (error) throw new Error(`--feed "${url}": ${error.issues[0]?.message}`);
  }
  if (options.opml) {
    const outlines = await readFeedList(options.opml, terminal);
    urls.push(...outlines.map(({ xmlUrl }) => xmlUrl));
  }
  const sources = [...new Set(urls)].map((url) => ({
    name: url,
    definition: rss,
    options: rss.options.parse({ url, allowPrivateNetwork: options.allowPrivateNetwork ?? false }),
  }));
  return { sources };
}

/** Who asks once does not want to wait for a recording's pace. */
function withoutPace(source: ConfiguredSource): ConfiguredSource {
  if (source.definition.kind !== 'replay') return source;
  return { ...source, options: { ...source.options, speed: 'max', pace: [] } };
}

async function configuredSources(
  options: CollectOptions,
  command: Command,
  terminal: Terminal,
): Promise<Wanted> {
  const config = await requireConfig(command, terminal);
  const { watchHosts } = await import('#enrich/watch-hosts');
  const watchesHost = watchHosts(config.brands);
  const sources = options.once ? config.sources.map(withoutPace) : config.sources;
  if (!options.only) return { sources, watchesHost };
  const wanted = sources.filter(({ name }) => name === options.only);
  if (wanted.length === 0)
    throw new Error(
      `no source is called "${options.only}"; there are: ${sources.map(({ name }) => name).join(', ')}`,
    );
  return { sources: wanted, watchesHost };
}

type Collect = Wanted & {
  readonly world: ReturnType<typeof openWorld>;
  readonly interrupted: AbortSignal;
  readonly terminal: Terminal;
};

function shared({ sources, watchesHost, world, terminal }: Collect) {
  const log = terminal.log('warn');
  const allowedLatenessMs = LATENESS_MS;
  return { sources, watchesHost, ...world, clock: systemClock, random: Math.random, log, allowedLatenessMs };
}

async function once(collect: Collect): Promise<void> {
  const { collectOnce } = await import('#ingest/collect-once');
  const { sources, interrupted, terminal } = collect;
  const { failed, mentions } = await collectOnce({
    ...shared(collect),
    signal: interrupted,
    print: (given: readonly Mention[]) => {
      for (const mention of given) terminal.line(JSON.stringify(mention));
    },
    progress: terminal.progress,
    failure: (text) => {
      terminal.progress('');
      terminal.errorLine(nameOption(text));
    },
  });
  terminal.progress('');
  const answered = `${sources.length - failed} of ${sources.length} source(s)`;
  terminal.errorLine(`${mentions} mention(s) from ${answered}`);
  if (failed > 0 && failed === sources.length) process.exitCode = 1;
}

async function untilInterrupted(collect: Collect): Promise<void> {
  const { startCollecting } = await import('#ingest/collect');
  const { interrupted, terminal } = collect;
  const publish = async (_topic: string, messages: readonly { value: string }[]) => {
    for (const { value } of messages) terminal.line(value);
  };
  const collecting = await startCollecting({ ...shared(collect), bus: { publish }, state: ephemeralState() });
  if (!interrupted.aborted)
    await new Promise((resolve) => interrupted.addEventListener('abort', resolve, { once: true }));
  await collecting.stop();
}

/** `vigie collect`: what the sources give, as NDJSON on standard output; nothing is published or remembered. */
export const addCollect: AddCommand = (program, terminal) => {
  program
    .command('collect')
    .description('print what sources give as NDJSON; with --feed or --opml no configuration is needed')
    .option('--only <name>', 'only this source of the configuration')
    .option(
      '--feed <url>',
      'a feed to read (may be repeated)',
      (url: string, all: string[]) => [...all, url],
      [],
    )
    .option('--opml <file>', 'read every feed of this OPML list')
    .option('--once', 'ask every source once, then stop')
    .option('--allow-private-network', 'let --feed and --opml reach private and loopback addresses')
    .addHelpText('after', '\nExample:\n  vigie collect --feed https://www.vinci.com/rss.xml --once')
    .action(async (options: CollectOptions, command: Command) => {
      const adHoc = options.feed.length > 0 || options.opml !== undefined;
      const wanted = adHoc
        ? await adHocSources(options, terminal)
        : await configuredSources(options, command, terminal);
      const { openWorld } = await import('../adapters');
      const world = openWorld({ log: terminal.log('warn'), clock: systemClock });
      const collect = { ...wanted, world, interrupted: terminal.interrupted(), terminal };
      try {
        await (options.once ? once(collect) : untilInterrupted(collect));
      } finally {
        await world.close();
      }
    });
};
