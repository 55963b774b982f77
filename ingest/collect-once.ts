import type { Logger } from 'pino';
import type { Clock } from './clock';
import type { ConfiguredSource } from './collect';
import type { CollectorContext } from './collector';
import type { FeedParser } from './feed/feed-parser';
import type { HttpClient } from './http/http-client';
import type { Mention } from './mention';

/** Sources asked at the same time; the HTTP client keeps the pace of each host below that. */
const AT_ONCE = 8;

export type CollectOnceOptions = {
  readonly sources: readonly ConfiguredSource[];
  readonly http: HttpClient;
  readonly feeds: FeedParser;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Logger;
  readonly allowedLatenessMs: number;
  readonly watchesHost?: CollectorContext['watchesHost'];
  readonly signal: AbortSignal;
  readonly print: (mentions: readonly Mention[]) => void;
  readonly progress: (text: string) => void;
  /** Told of each source that gave nothing because of an error, and of dropped items. */
  readonly failure: (text: string) => void;
};

/** Asks every source once, without a cursor, and prints what it gives; a failing source stops no other. */
export async function collectOnce(
  options: CollectOnceOptions,
): Promise<{ mentions: number; failed: number }> {
  const waiting = [...options.sources];
  let mentions = 0;
  let failed = 0;
  const print = (given: readonly Mention[]) => {
    mentions += given.length;
    options.print(given);
  };
  const work = async () => {
    for (let source = waiting.shift(); source && !options.signal.aborted; source = waiting.shift()) {
      try {
        await askOnce(source, options, print);
      } catch (error) {
        failed += 1;
        const message = error instanceof Error ? error.message : String(error);
        options.failure(message.startsWith(`${source.name}: `) ? message : `${source.name}: ${message}`);
      }
      options.progress(
        `${options.sources.length - waiting.length}/${options.sources.length} sources, ${mentions} mentions`,
      );
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { mentions, failed };
}

async function askOnce(
  source: ConfiguredSource,
  options: CollectOnceOptions,
  print: (given: readonly Mention[]) => void,
): Promise<void> {
  const context: CollectorContext = {
    ...options,
    source: source.name,
    dropped: (reason) => options.failure(`${source.name}: dropped an item: ${reason}`),
    listen: () =>
      Promise.reject(new Error('waits for others to call: it cannot be asked once (run it without --once)')),
  };
  const collector = source.definition.create(source.options, context);
  if (collector.mode === 'poll') {
    const { mentions, problems = [] } = await collector.poll(undefined, options.signal);
    print(mentions);
    for (const { message } of problems) options.failure(`${source.name}: ${message}`);
  } else
    await collector.run({
      cursor: undefined,
      emit: async (given) => print(given),
      progress: () => {},
      once: true,
      signal: options.signal,
    });
}
