import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import type { Attempt, Notifier, NotifierContext, NotifierDefinition } from '#alerting/notifier';
import { systemClock } from '#ingest/clock';
import { deliveryOf } from '../alerting/pages';

/** What a channel's double answers to the next page. */
export type ChannelAnswer = {
  readonly status: number;
  readonly body?: string;
  readonly headers?: Record<string, string>;
};

/** A channel under test beside a real server that plays its provider. */
export type ChannelUnderTest = {
  readonly definition: NotifierDefinition;
  readonly options: Record<string, unknown>;
  readonly secrets: readonly string[];
  /** Each row: what the provider answers, and what the attempt must be. Empty for channels that cannot fail. */
  readonly answers: readonly (readonly [answer: ChannelAnswer, expected: Partial<Attempt>])[];
  readonly answerWith: (answer: ChannelAnswer) => void;
  readonly received: () => number;
  readonly close: () => Promise<void>;
};

/** An HTTP server that keeps what it was sent and answers as told. */
export async function openHttpDouble(respond: (body: string) => ChannelAnswer) {
  const requests: { method: string; headers: IncomingHttpHeaders; body: string; at: number }[] = [];
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      requests.push({ method: request.method ?? '', headers: request.headers, body, at: Date.now() });
      const answer = respond(body);
      response.writeHead(answer.status, answer.headers);
      response.end(answer.body ?? '');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests, close };
}

/** A context that keeps all that is logged and written. */
export function contextOf(name: string) {
  const output: string[] = [];
  const context: NotifierContext = {
    name,
    clock: systemClock,
    log: pino({ level: 'trace' }, { write: (line: string) => void output.push(line) }),
    fetch,
    write: (text) => void output.push(text),
  };
  return { context, output };
}

/** What every notifier promises, on a real server. */
export function describeNotifier(kind: string, open: () => Promise<ChannelUnderTest>): void {
  describe(`notifier ${kind}`, () => {
    let channel: ChannelUnderTest;
    let notifier: Notifier;
    const { context, output } = contextOf('channel');
    const seen: string[] = [];
    const send = async () => {
      const attempt = await notifier.send(deliveryOf({ destination: notifier.destinations[0] as string }));
      seen.push(JSON.stringify(attempt));
      return attempt;
    };

    beforeAll(async () => {
      channel = await open();
      notifier = channel.definition.create(channel.definition.options.parse(channel.options), context);
    });
    afterAll(async () => {
      await notifier.close?.();
      await channel.close();
    });

    it('describes itself, and its example names its kind', () => {
      expect(channel.definition.kind).toBe(kind);
      expect(channel.definition.example).toContain(`kind: ${kind}`);
      for (const [name, option] of Object.entries(channel.definition.options.shape))
        expect([name, (option as { description?: string }).description]).toEqual([name, expect.any(String)]);
    });

    it('has destinations without secrets in them', () => {
      expect(notifier.destinations.length).toBeGreaterThan(0);
      seen.push(...notifier.destinations);
    });

    it('delivers', async () => {
      expect(await send()).toMatchObject({ ok: true });
      expect(channel.received()).toBe(1);
    });

    it('tells from each answer whether to try again, and when', async () => {
      for (const [answer, expected] of channel.answers) {
        channel.answerWith(answer);
        expect([answer, await send()]).toEqual([answer, expect.objectContaining(expected)]);
      }
    });

    it('finds out whether the channel can be reached without sending a page', async () => {
      channel.answerWith({ status: 200, body: 'ok' });
      await expect(notifier.check(AbortSignal.timeout(5_000))).resolves.toBeUndefined();
    });

    it('tries again when nobody answers, and says so in its check', async () => {
      if (channel.answers.length === 0) return;
      await channel.close();
      expect(await send()).toMatchObject({ ok: false, retriable: true, reason: 'unreachable' });
      const failure = await notifier.check(AbortSignal.timeout(5_000)).catch((error: Error) => error);
      expect(failure).toBeInstanceOf(Error);
      seen.push(`${(failure as Error).message} ${(failure as Error).stack}`);
    });

    it('shows no secret in attempts, destinations, errors or logs', () => {
      for (const text of [...seen, ...output])
        for (const secret of channel.secrets) expect(text).not.toContain(secret);
    });
  });
}
