import { z } from 'zod';
import { HttpError, type HttpErrorReason } from './http/http-error';

const Instant = z.iso.datetime({ precision: 3 });

/**
 * `waiting` for the next poll · `running` · `backing-off` after an error · `unreachable`: backing off, and the
 * source could not even be connected to · `ended`: a stream that has given everything · `failed`: stopped for good.
 */
export const SourceState = z.enum(['waiting', 'running', 'backing-off', 'unreachable', 'ended', 'failed']);
export type SourceState = z.infer<typeof SourceState>;

/** How a source is doing, as saved in the state namespace `sources` under its name. */
export const SourceStatus = z.object({
  name: z.string(),
  kind: z.string(),
  address: z.string(),
  state: SourceState,
  lastSuccessAt: Instant.optional().describe('last answered poll, or last mentions of a stream'),
  lastItemAt: Instant.optional().describe('publishedAt of the newest mention so far'),
  nextPollAt: Instant.optional(),
  lastError: z.object({ at: Instant, message: z.string() }).optional(),
  consecutiveFailures: z.number().int().nonnegative(),
  mentions: z.number().int().nonnegative().describe('handed to the bus since the source was added'),
  dropped: z.record(z.string(), z.number().int()).describe('unreadable items by reason'),
  progress: z.string().optional().describe('where a stream is, in its own words'),
  updatedAt: Instant,
});
export type SourceStatus = z.infer<typeof SourceStatus>;

/** State namespace of the statuses; key and owner carry the source's name. */
export const SOURCES_NAMESPACE = 'sources';

const UNREACHABLE_CODES = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
]);

const UNREACHABLE_REASONS: ReadonlySet<HttpErrorReason> = new Set(['unknown-host', 'connect', 'network']);

/** Whether an error or one of its causes says that no connection came about. */
export function isUnreachable(error: unknown): boolean {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 8; cause = cause.cause, depth += 1) {
    if (cause instanceof HttpError && UNREACHABLE_REASONS.has(cause.reason)) return true;
    if ('code' in cause && UNREACHABLE_CODES.has(String(cause.code))) return true;
  }
  return false;
}
