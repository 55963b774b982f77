import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type ReceivedPage = {
  readonly at: number;
  readonly key: string;
  readonly incident: string;
  readonly kind: string;
  readonly headline: string;
  readonly body: unknown;
};

export type PageReceiver = {
  readonly url: string;
  readonly received: readonly ReceivedPage[];
  /** The `Idempotency-Key`s that came, each once. */
  readonly keys: () => ReadonlySet<string>;
  readonly close: () => Promise<void>;
};

/** An HTTP server that takes the pages of a webhook notifier and notes when each came. */
export async function startPageReceiver(): Promise<PageReceiver> {
  const received: ReceivedPage[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = JSON.parse(Buffer.concat(chunks).toString());
    const { incident, kind, headline } = body;
    received.push({
      at: Date.now(),
      key: String(request.headers['idempotency-key']),
      incident,
      kind,
      headline,
      body,
    });
    response.end('ok');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    keys: () => new Set(received.map(({ key }) => key)),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
