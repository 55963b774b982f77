import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** What becomes of one request; `forward` when nothing is said. */
export type Fate =
  | { readonly kind: 'answer'; readonly status: number; readonly body: unknown }
  /** The server gets it, but its answer is lost. */
  | { readonly kind: 'lose-answer' }
  /** It waits until the promise resolves. */
  | { readonly kind: 'hold'; readonly until: Promise<void> }
  /** The connection breaks before the server gets it. */
  | { readonly kind: 'cut' };

export type Request = {
  readonly method: string;
  readonly path: string;
  readonly body: string;
  readonly authorization: string | undefined;
};

export type FaultyProxy = {
  readonly url: string;
  /** Decides about every request from now on. */
  readonly decide: (fateOf: (request: Request) => Fate | undefined) => void;
  /** No server answers at the address. */
  readonly disappear: () => Promise<void>;
  readonly appear: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

/** Stands in front of a real server and spoils what it is told to. */
export async function startFaultyProxy(target: string): Promise<FaultyProxy> {
  let fateOf: (request: Request) => Fate | undefined = () => undefined;
  const sockets = new Set<Socket>();
  const server = createServer((incoming, response) => {
    void pass(target, incoming, response, (asked) => fateOf(asked));
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  const listen = async (port: number) => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };
  const disappear = async () => {
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  const port = await listen(0);
  return {
    url: `http://127.0.0.1:${port}`,
    decide: (decision) => {
      fateOf = decision;
    },
    disappear,
    appear: async () => void (await listen(port)),
    stop: async () => {
      if (server.listening) await disappear();
    },
  };
}

async function pass(
  target: string,
  incoming: IncomingMessage,
  response: ServerResponse,
  fateOf: (request: Request) => Fate | undefined,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const { method = 'GET', url: path = '/' } = incoming;
  const { authorization } = incoming.headers;
  const fate = fateOf({ method, path, body: body.toString(), authorization });
  if (fate?.kind === 'cut') return void incoming.socket.destroy();
  if (fate?.kind === 'answer') {
    response.writeHead(fate.status, {
      'content-type': 'application/json',
      'x-elastic-product': 'Elasticsearch',
    });
    return void response.end(JSON.stringify(fate.body));
  }
  if (fate?.kind === 'hold') await fate.until;
  const onward = request(`${target}${path}`, { method, headers: incoming.headers }, async (answer) => {
    if (fate?.kind === 'lose-answer') {
      answer.resume();
      await once(answer, 'end');
      return void incoming.socket.destroy();
    }
    response.writeHead(answer.statusCode ?? 500, answer.headers);
    answer.pipe(response);
  });
  onward.on('error', () => incoming.socket.destroy());
  onward.end(body);
}
