import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import type { z } from 'zod';
import type { Plugin } from '#config/fields/plugin';
import type { Clock } from './clock';
import type { FeedParser } from './feed/feed-parser';
import type { HttpClient } from './http/http-client';
import type { Mention } from './mention';

/**
 * How far a collector's cursor reaches after an outage: `replayable` sources give everything again,
 * `fillable` ones can be asked for the gap, `lossy` ones cannot (the gap is then reported).
 */
export type GapPolicy = 'replayable' | 'fillable' | 'lossy';

/** Opaque to everyone but its collector; must survive JSON. */
export type Cursor = Readonly<Record<string, unknown>>;

/** A host that imitates a domain of a watched brand. `explanation` goes on after the host: "has the name of vinci.com …". */
export type WatchedHost = {
  readonly brand: string;
  readonly lookAlike: { readonly host: string; readonly official: string; readonly explanation: string };
};

/** What a collector is given; nothing in it is global, so that a test can stand in for the world. */
export type CollectorContext = {
  /** Name of the source in the configuration; goes into `mention.source` and its id. */
  readonly source: string;
  readonly clock: Clock;
  readonly random: () => number;
  readonly http: HttpClient;
  readonly feeds: FeedParser;
  readonly log: Logger;
  /** Mentions claimed older than this when collected are marked `backfill`. Milliseconds. */
  readonly allowedLatenessMs: number;
  /** Counts an item that could not be read, with the reason; the rest of the body goes on. */
  readonly dropped: (reason: string) => void;
  /** Registers a handler at `path` of the HTTP listener on `host:port`; sources may share a listener. */
  readonly listen: (address: ListenAddress, handler: RequestHandler) => Promise<() => Promise<void>>;
  /** The watched brands that a host imitates; hosts in lower case, punycode decoded. Absent where no brand is known. */
  readonly watchesHost?: (host: string) => readonly WatchedHost[];
};

export type ListenAddress = { readonly host: string; readonly port: number; readonly path: string };
export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** One answer of a polled source. `nextAfterMs` is the earliest next poll that the source asked for. */
export type Poll = {
  readonly mentions: readonly Mention[];
  readonly cursor: Cursor;
  readonly nextAfterMs?: number;
  /** True when the source said that nothing changed (HTTP 304, same body). */
  readonly unchanged?: boolean;
  /** More waits to be read: the next poll follows at once, or after `nextAfterMs`. */
  readonly hasMore?: boolean;
  /** What failed of a source of several parts while the others went on; shown as its last error. */
  readonly problems?: readonly Error[];
  /** Where the source is, in words for people. */
  readonly progress?: string;
};

/**
 * A collector either answers polls, or streams. `poll` may throw: the shell records the error, keeps the
 * cursor and backs off. A stream calls `emit` and awaits it: it resolves when the bus has taken the mentions
 * and the cursor is saved, which is how a slow bus slows the source down. A stream that returns has ended.
 */
export type Collector =
  | {
      readonly mode: 'poll';
      readonly poll: (cursor: Cursor | undefined, signal: AbortSignal) => Promise<Poll>;
    }
  | {
      readonly mode: 'stream';
      readonly run: (stream: {
        readonly cursor: Cursor | undefined;
        readonly emit: (mentions: readonly Mention[], cursor: Cursor) => Promise<void>;
        /** Tells people where the stream is (a replay's position); free text. */
        readonly progress: (text: string) => void;
        /** Gives what is there now and ends; only a source that waits for more need look at it. */
        readonly once?: true;
        readonly signal: AbortSignal;
      }) => Promise<void>;
    };

/** A kind of source, as an operator sees it. One file in `collectors/` each, one line in `collectors/index.ts`. */
export type CollectorDefinition<Schema extends z.ZodObject = z.ZodObject> = Plugin<Schema> & {
  readonly gapPolicy: GapPolicy;
  /** Its mentions stay in the order given: they share a partition. The others are spread by their ids. */
  readonly inOrder?: true;
  /** How often a polled source is asked when the configuration does not say. Milliseconds. */
  readonly defaultEveryMs?: number;
  /** The address people know the source by, for lists and errors; never a secret. */
  address(options: z.output<Schema>): string;
  create(options: z.output<Schema>, context: CollectorContext): Collector;
};

/** Keeps the options' type inside the definition while lists hold definitions of every kind. */
export function defineCollector<Schema extends z.ZodObject>(
  definition: CollectorDefinition<Schema>,
): CollectorDefinition<Schema> {
  return definition;
}
