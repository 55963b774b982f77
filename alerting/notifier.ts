import type { Logger } from 'pino';
import { z } from 'zod';
import type { Plugin } from '#config/fields/plugin';
import type { Clock } from '#ingest/clock';
import { Page } from './page';

/** What became of one attempt. A `retriable` failure is tried again, never before `retryAfterMs` has passed. */
export type Attempt =
  | {
      readonly ok: true;
      readonly reference?: string;
      /** What later pages of the incident need to stand in one thread with this one. */
      readonly receipt?: string;
    }
  | {
      readonly ok: false;
      readonly retriable: boolean;
      /** Bounded word for metrics: `rate-limited`, `refused`, `timeout`, `server-error`, `unreachable` … */
      readonly reason: string;
      /** For people; no secret in it. */
      readonly message: string;
      readonly retryAfterMs?: number;
    };

/** One page to one destination of one notifier: a row of the outbox, in the state's namespace `deliveries`. */
export const Delivery = z.object({
  id: z
    .string()
    .describe('incident, page number, notifier and destination: unique, so that a page goes out once'),
  incident: z.string(),
  brand: z.string(),
  notifier: z.string().describe('name in the configuration'),
  destination: z.string(),
  page: Page,
  state: z.enum(['queued', 'delivered', 'failed']),
  attempts: z.number().int().nonnegative(),
  notBefore: z.string().describe('our clock; no attempt earlier'),
  createdAt: z.string(),
  lastError: z.string().optional(),
  reference: z.string().optional(),
  thread: z
    .string()
    .optional()
    .describe("the receipt of the incident's first page there; given when it is sent, not stored"),
});
export type Delivery = z.infer<typeof Delivery>;

export type NotifierContext = {
  readonly name: string;
  readonly clock: Clock;
  readonly log: Logger;
  readonly fetch: typeof fetch;
  /** Where the terminal notifier writes. */
  readonly write: (text: string) => void;
};

export type Notifier = {
  /** Each gets its own delivery and its own retries (one mailbox refused holds nobody else back). */
  readonly destinations: readonly string[];
  /** Smallest pause between two attempts at one destination that the channel's provider asks for. */
  readonly paceMs: number;
  /** One attempt. Expected failures are values; it throws only on bugs. */
  readonly send: (delivery: Delivery) => Promise<Attempt>;
  /** Whether the channel can be reached, without sending anything to people; rejects with the reason. */
  readonly check: (signal: AbortSignal) => Promise<void>;
  readonly close?: () => Promise<void>;
};

/** A channel to people. One file in `notifiers/`, one line in `notifiers/index.ts`. */
export type NotifierDefinition<Schema extends z.ZodObject = z.ZodObject> = Plugin<Schema> & {
  create(options: z.output<Schema>, context: NotifierContext): Notifier;
};

/** Keeps the options' type inside the definition while the list holds definitions of every kind. */
export function defineNotifier<Schema extends z.ZodObject>(
  definition: NotifierDefinition<Schema>,
): NotifierDefinition<Schema> {
  return definition;
}
