import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { Duration } from '#config/fields/duration';
import { Secret } from '#config/fields/secret';
import { type CollectorContext, defineCollector } from '../collector';
import { createBodyReader, type ReadBody } from '../http/body-reader';
import { answerJson } from '../http/listener';
import { isSignedBy } from '../http/signature';
import { Channel, type Mention } from '../mention';
import { parseWebhookBody } from '../webhook-body';

const Options = z.strictObject({
  host: z.string().min(1).default('127.0.0.1').describe('address to listen on; 0.0.0.0 for all'),
  port: z.number().int().min(1).max(65_535).describe('port to listen on; sources may share one'),
  path: z
    .string()
    .regex(/^\/[^?#\s]*$/, 'expected a path such as "/mentions"')
    .default('/mentions')
    .describe('path to listen at; unique on its port'),
  secret: Secret.describe('key of the HMAC-SHA256 signature that every request carries'),
  replayWindow: Duration.prefault('5m').describe(
    'how far the signed timestamp may lie from now; an identical request within it is taken once',
  ),
  maxBody: z.number().int().min(1).default(1_048_576).describe('largest body, in bytes'),
  maxItems: z.number().int().min(1).default(500).describe('most items in one request'),
  maxWaiting: z
    .number()
    .int()
    .min(1)
    .default(32)
    .describe('requests handled at once; more are answered 503 with Retry-After'),
  channel: Channel.default('web').describe('channel of items that name none'),
});
type Options = z.output<typeof Options>;

type Answer = {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
};
type Emit = (mentions: readonly Mention[]) => Promise<void>;
type Remembered = { readonly until: number; readonly answer: Answer };

/** Bounds memory, not correctness: ids are deterministic, so a forgotten repeat is stored over itself. */
const MAX_REMEMBERED = 10_000;

/** Takes signed mentions over HTTP and answers 200 only when the bus has them. */
export const webhook = defineCollector({
  kind: 'webhook',
  summary:
    'Takes mentions by HTTP POST (JSON or NDJSON), signed with HMAC-SHA256; answers when they are durable.',
  options: Options,
  example: [
    'name: partner',
    'kind: webhook',
    'port: 8790',
    'path: /mentions',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is YAML for operators
    'secret: ${PARTNER_WEBHOOK_SECRET}',
    'channel: social',
  ].join('\n'),
  gapPolicy: 'lossy',
  address: ({ host, port, path }) => `http://${host}:${port}${path}`,
  create: (options, context) => ({
    mode: 'stream',
    run: async ({ cursor, emit, signal }) => {
      const handle = createHandler(options, context, (mentions) => emit(mentions, cursor ?? {}));
      const unlisten = await context.listen(options, handle);
      await new Promise<void>((resolve) => {
        if (signal.aborted) resolve();
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
      await unlisten();
    },
  }),
});

function createHandler(options: Options, context: CollectorContext, emit: Emit) {
  const remembered = new Map<string, Remembered>();
  const read = createBodyReader({ maxBytes: options.maxBody, maxReading: options.maxWaiting });
  let waiting = 0;
  const oneOfFew = async (answer: () => Promise<Answer>): Promise<Answer> => {
    if (waiting >= options.maxWaiting) return busy('too many requests are waiting');
    waiting += 1;
    try {
      return await answer();
    } finally {
      waiting -= 1;
    }
  };
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    send(response, await answerRequest(request, { options, context, emit, remembered, read, oneOfFew }));
  };
}

type Handling = {
  readonly options: Options;
  readonly context: CollectorContext;
  readonly emit: Emit;
  readonly remembered: Map<string, Remembered>;
  readonly read: (request: IncomingMessage) => Promise<ReadBody>;
  /** Holds one of `maxWaiting` places meanwhile; only for callers who have shown the key. */
  readonly oneOfFew: (answer: () => Promise<Answer>) => Promise<Answer>;
};

async function answerRequest(request: IncomingMessage, handling: Handling): Promise<Answer> {
  const { options, context, remembered } = handling;
  if (request.method !== 'POST') return refuse(405, 'send mentions with POST', { allow: 'POST' });
  const now = context.clock.now();
  const timestamp = header(request, 'x-vigie-timestamp');
  const signature = header(request, 'x-vigie-signature');
  const unsigned = checkHeaders(timestamp, signature, now, options.replayWindow);
  if (unsigned) return refuse(401, unsigned);
  const read = await handling.read(request);
  if (read.kind !== 'read') return refuseUnread(read.kind, options.maxBody);
  const { body } = read;
  if (!isSignedBy(options.secret.reveal(), timestamp, body, signature))
    return refuse(
      401,
      'X-Vigie-Signature does not fit: sign "<timestamp>.<body>" with HMAC-SHA256 and the secret',
    );
  forget(remembered, now);
  const known = remembered.get(signature);
  if (known) return { ...known.answer, body: { ...known.answer.body, repeated: true } };
  const answer = await handling.oneOfFew(() => take(body, request, handling));
  const until = Number(timestamp) * 1_000 + options.replayWindow;
  if (answer.status === 200) remembered.set(signature, { until, answer });
  return answer;
}

async function take(body: Buffer, request: IncomingMessage, handling: Handling): Promise<Answer> {
  const { options, context, emit } = handling;
  const { items, rejected } = parseWebhookBody(body, header(request, 'content-type'), {
    source: context.source,
    channel: options.channel,
    now: context.clock.now(),
    allowedLatenessMs: context.allowedLatenessMs,
  });
  const total = items.length + rejected.length;
  if (total > options.maxItems)
    return refuse(413, `${total} items in one request; at most ${options.maxItems} are taken`);
  for (const { reason } of rejected) context.dropped(reason);
  if (items.length === 0 && rejected.length > 0)
    return { status: 400, body: { error: 'no item could be read', rejected } };
  try {
    await emit(items);
  } catch (error) {
    context.log.warn({ err: error }, 'a webhook request could not be put on the bus');
    return busy('the mentions could not be stored yet; send the same request again');
  }
  return { status: 200, body: { accepted: items.length, ids: items.map(({ id }) => id), rejected } };
}

/** What is wrong with the signature headers, before any of the body is read. */
function checkHeaders(
  timestamp: string,
  signature: string,
  now: number,
  windowMs: number,
): string | undefined {
  if (!/^\d{1,12}$/.test(timestamp)) return 'X-Vigie-Timestamp is missing: send the Unix time in seconds';
  if (!/^sha256=[0-9a-f]{64}$/.test(signature))
    return 'X-Vigie-Signature is missing: send "sha256=" and 64 hex digits';
  if (Math.abs(now - Number(timestamp) * 1_000) <= windowMs) return undefined;
  return `X-Vigie-Timestamp is more than ${windowMs / 1_000} s from this clock: sign anew, and check your clock`;
}

function forget(remembered: Map<string, Remembered>, now: number): void {
  for (const [signature, { until }] of remembered) {
    if (until > now && remembered.size <= MAX_REMEMBERED) break;
    remembered.delete(signature);
  }
}

function send(response: ServerResponse, { status, body, headers }: Answer): void {
  answerJson(response, status, body, headers);
}

function refuseUnread(kind: 'too-large' | 'too-slow' | 'busy', maxBody: number): Answer {
  switch (kind) {
    case 'too-large':
      return refuse(413, `the body is larger than ${maxBody} bytes; send fewer items a request`);
    case 'too-slow':
      return refuse(408, 'the body came too slowly; send the whole body at once, or fewer items a request');
    case 'busy':
      return busy('too many requests are being read');
  }
}

function refuse(status: number, error: string, headers?: Readonly<Record<string, string>>): Answer {
  return { status, body: { error }, headers };
}

function busy(error: string): Answer {
  return refuse(503, error, { 'retry-after': '1' });
}

function header(request: IncomingMessage, name: string): string {
  const value = request.headers[name];
  return typeof value === 'string' ? value : '';
}
