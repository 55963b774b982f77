import { z } from 'zod';
import { Duration } from '#config/fields/duration';
import { LogCursor, pickUntold } from '../certificate-log/log-cursor';
import type { GetFromLog, LogReader } from '../certificate-log/log-reader';
import { type LogTurn, readLog } from '../certificate-log/read-log';
import { createRfc6962Log } from '../certificate-log/rfc6962-log';
import { createStaticLog } from '../certificate-log/static-log';
import { type CollectorContext, type Cursor, defineCollector, type Poll } from '../collector';
import { HttpError, redactUrl } from '../http/http-error';

const ADDRESS = 'expected the address of a log such as https://ct.example.com/2026h2';

const Log = z.strictObject({
  url: z
    .string()
    .regex(/^https?:\/\/[^\s?#]+$/i, ADDRESS)
    .refine((text) => URL.canParse(text), ADDRESS)
    .transform((text) => text.replace(/\/+$/, ''))
    .describe('address of the log; of a static-ct log its monitoring prefix'),
  kind: z
    .enum(['rfc6962', 'static-ct'])
    .describe('which protocol it speaks; the log list says "logs" or "tiled_logs"'),
});

const Options = z.strictObject({
  logs: z
    .array(Log)
    .min(1)
    .describe(
      'the logs to read, each {url, kind}; gstatic.com/ct/log_list/v3/log_list.json lists those in use',
    ),
  from: z
    .union([z.enum(['now', 'start']), z.number().int().nonnegative()])
    .default('now')
    .describe('where a log that was never read is begun: at its end, at its start, or at this index'),
  maxEntriesPerPoll: z
    .number()
    .int()
    .min(1)
    .max(1_000_000)
    .default(20_000)
    .describe('most entries read of one log in one poll; while more wait, the next poll follows at once'),
  requestGap: Duration.prefault('200ms').describe(
    "smallest pause between two requests to one log's host; logs are made to be read by machines",
  ),
  allowPrivateNetwork: z
    .boolean()
    .default(false)
    .describe('allow loopback, private and link-local addresses; only for logs of your own'),
});
type Options = z.output<typeof Options>;
type LogOptions = Options['logs'][number];

/** What an answer's Cache-Control may delay the next look at a log. */
const MAX_CACHED_MS = 600_000;
/** Each holds one answer of up to 10 MiB. */
const LOGS_AT_ONCE = 4;

/** Reads logs of certificates and tells of those that name a look-alike of a watched brand's domain. */
export const certificateTransparency = defineCollector({
  kind: 'certificate-transparency',
  summary:
    'Reads Certificate Transparency logs: a certificate for a look-alike of a domain is seen days before the site.',
  options: Options,
  example: [
    'name: certificates',
    'kind: certificate-transparency',
    'logs:',
    '  - { url: "https://mon.ct.example.com/2026h2", kind: static-ct }',
    '  - { url: "https://ct.example.net/logs/2026h2", kind: rfc6962 }',
    'every: 1m',
  ].join('\n'),
  gapPolicy: 'replayable',
  defaultEveryMs: 60_000,
  address: ({ logs: [first, ...others] }) =>
    `${redactUrl(first?.url ?? '')}${others.length > 0 ? ` and ${others.length} more` : ''}`,
  create: (options, context) => {
    const { watchesHost } = context;
    if (!watchesHost)
      throw new Error(`${context.source}: no brand to compare certificates with; add one in brands/`);
    const waits = new Map<string, number>();
    return {
      mode: 'poll',
      poll: async (cursor, signal) => {
        const saved = readCursor(cursor, context);
        const due = options.logs.filter(({ url }) => (waits.get(url) ?? 0) <= context.clock.now());
        const readOne = (log: LogOptions) =>
          readLog({
            address: redactUrl(log.url),
            log: openLog(log, options, context),
            place: saved.logs[log.url],
            from: options.from,
            maxEntries: options.maxEntriesPerPoll,
            watchesHost,
            context,
            signal,
          });
        const turns = await fewAtOnce(due, readOne);
        noteWaits(waits, turns, context.clock.now());
        return pollOf(saved, turns, nextAfter(options, waits, context.clock.now()));
      },
    };
  },
});

type Turns = readonly (readonly [LogOptions, LogTurn])[];

function openLog(
  { url, kind }: LogOptions,
  { allowPrivateNetwork, requestGap }: Options,
  { http }: CollectorContext,
): LogReader {
  const get: GetFromLog = (path, signal) =>
    http.get({
      url: `${url}/${path}`,
      headers: { accept: '*/*' },
      minHostGapMs: requestGap,
      allowPrivateNetwork,
      signal,
    });
  return kind === 'rfc6962' ? createRfc6962Log(get) : createStaticLog(get);
}

async function fewAtOnce(
  logs: readonly LogOptions[],
  read: (log: LogOptions) => Promise<LogTurn>,
): Promise<Turns> {
  const waiting = [...logs];
  const turns: (readonly [LogOptions, LogTurn])[] = [];
  const work = async () => {
    for (let log = waiting.shift(); log; log = waiting.shift()) turns.push([log, await read(log)]);
  };
  await Promise.all(Array.from({ length: LOGS_AT_ONCE }, work));
  return turns;
}

/** A refusal's wait is kept in full; that a good answer may be cached only delays the next look where nothing waits. */
function noteWaits(waits: Map<string, number>, turns: Turns, now: number): void {
  for (const [{ url }, { failure, behind, waitMs = 0 }] of turns) {
    const asked =
      failure instanceof HttpError ? (failure.retryAfterMs ?? 0) : Math.min(waitMs, MAX_CACHED_MS);
    if (failure || behind === 0) waits.set(url, now + asked);
  }
}

/** Until the first log may be asked again. */
function nextAfter({ logs }: Options, waits: ReadonlyMap<string, number>, now: number): number {
  return Math.max(0, Math.min(...logs.map(({ url }) => waits.get(url) ?? 0)) - now);
}

/** What the poll gives. Throws when no log could be read at all, so that the source backs off. */
function pollOf(saved: LogCursor, turns: Turns, nextAfterMs: number): Poll {
  const failures = turns.flatMap(([, { failure }]) => failure ?? []);
  const found = turns.flatMap(([, { mentions }]) => mentions);
  const moved = turns.flatMap(([{ url }, { place }]) => (place ? [[url, place] as const] : []));
  const isStuck = turns.every(
    ([{ url }, { failure, place }]) => failure && place?.next === saved.logs[url]?.next,
  );
  if (failures.length > 0 && isStuck) throw allFailed(failures, nextAfterMs);
  const { fresh, told } = pickUntold(found, saved.told);
  const behind = turns.reduce((sum, [, turn]) => sum + turn.behind, 0);
  return {
    mentions: fresh,
    cursor: { logs: { ...saved.logs, ...Object.fromEntries(moved) }, told },
    hasMore: turns.some(([, turn]) => turn.behind > 0 && !turn.failure),
    problems: failures,
    progress: progressOf(turns.length, failures.length, behind),
    ...(nextAfterMs > 0 ? { nextAfterMs } : {}),
  };
}

function allFailed(failures: readonly Error[], nextAfterMs: number): Error {
  const [first] = failures;
  const error = new Error(failures.map(({ message }) => message).join('; '), { cause: first });
  return Object.assign(error, nextAfterMs > 0 ? { retryAfterMs: nextAfterMs } : {});
}

function progressOf(read: number, failed: number, behind: number): string {
  const trouble = failed > 0 ? `${failed} of ${read} logs in trouble; ` : '';
  return `${trouble}${behind > 0 ? `${behind.toLocaleString('en-GB')} entries to catch up` : 'up to date'}`;
}

function readCursor(cursor: Cursor | undefined, { log, source }: CollectorContext): LogCursor {
  const saved = LogCursor.safeParse(cursor ?? {});
  if (saved.success) return saved.data;
  log.warn({ source }, 'the places in the logs cannot be read: every log is begun anew');
  return { logs: {}, told: [] };
}
