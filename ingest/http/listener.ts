import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import type { ListenAddress, RequestHandler } from '../collector';

/** HTTP servers shared by the sources that listen on the same host and port. */
export type Listeners = {
  /**
   * Routes requests of exactly this path to the handler; resolves once the server listens. The returned function
   * takes the route away and resolves when its running requests have been answered. Throws when the port cannot be
   * had or the path is taken.
   */
  readonly listen: (address: ListenAddress, handler: RequestHandler) => Promise<() => Promise<void>>;
  readonly close: () => Promise<void>;
};

type Route = { readonly handler: RequestHandler; readonly running: Set<Promise<void>> };
type Shared = { readonly server: Server; readonly routes: Map<string, Route>; readonly ready: Promise<void> };

/** Times in milliseconds, sizes in bytes; as Node's `http.createServer` takes them. */
export type ServerLimits = {
  readonly headersTimeout: number;
  readonly requestTimeout: number;
  readonly keepAliveTimeout: number;
  readonly connectionsCheckingInterval: number;
  readonly maxHeaderSize: number;
};

/** Limits against clients that send a byte a minute: the whole request must be in within 30 s. */
const LIMITS: ServerLimits = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 1_000,
  maxHeaderSize: 16_384,
};
const MAX_CONNECTIONS = 512;

/** Opens no port before the first `listen`; closes one with its last route. */
export function createListeners(log: Logger, limits: ServerLimits = LIMITS): Listeners {
  const servers = new Map<string, Shared>();

  function open(host: string, port: number): Shared {
    const routes = new Map<string, Route>();
    const server = createServer(limits, (request, response) => void route(routes, request, response, log));
    server.maxConnections = MAX_CONNECTIONS;
    const ready = new Promise<void>((resolve, reject) => {
      server.once('error', (error) => reject(cannotListen(host, port, error)));
      server.listen(port, host, resolve);
    });
    return { server, routes, ready };
  }

  async function closeServer(key: string, shared: Shared): Promise<void> {
    if (servers.get(key) === shared) servers.delete(key);
    const closed = new Promise<void>((resolve) => shared.server.close(() => resolve()));
    shared.server.closeIdleConnections();
    const lingering = setTimeout(() => shared.server.closeAllConnections(), 1_000);
    await closed;
    clearTimeout(lingering);
  }

  return {
    listen: async ({ host, port, path }, handler) => {
      const key = `${host}:${port}`;
      const shared = servers.get(key) ?? open(host, port);
      servers.set(key, shared);
      await shared.ready.catch((error) => {
        if (servers.get(key) === shared) servers.delete(key);
        throw error;
      });
      if (shared.routes.has(path))
        throw new Error(`http://${key}${path}: another source listens there; give this one its own path`);
      const added: Route = { handler, running: new Set() };
      shared.routes.set(path, added);
      return async () => {
        if (shared.routes.get(path) !== added) return;
        shared.routes.delete(path);
        await Promise.allSettled(added.running);
        if (shared.routes.size === 0) await closeServer(key, shared);
      };
    },
    close: async () => {
      await Promise.all([...servers].map(([key, shared]) => closeServer(key, shared)));
    },
  };
}

async function route(
  routes: ReadonlyMap<string, Route>,
  request: IncomingMessage,
  response: ServerResponse,
  log: Logger,
): Promise<void> {
  const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
  const found = routes.get(path);
  request.on('error', () => response.destroy());
  if (!found) return answerJson(response, 404, { error: `nothing listens at ${path.slice(0, 200)}` });
  const run = found.handler(request, response).catch((error) => {
    if (request.destroyed && !request.complete) return log.debug({ err: error, path }, 'a client went away');
    log.error({ err: error, path }, 'an HTTP request failed');
    if (response.headersSent) response.destroy();
    else answerJson(response, 500, { error: 'the request failed here; try again' });
  });
  found.running.add(run);
  await run.finally(() => found.running.delete(run));
}

/** Answers with JSON. A request that was not read to its end costs its connection, so that nobody reads the rest. */
export function answerJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  const unread = !response.req.complete;
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    ...(unread ? { connection: 'close' } : {}),
    ...headers,
  });
  response.end(`${JSON.stringify(body)}\n`);
}

function cannotListen(host: string, port: number, error: NodeJS.ErrnoException): Error {
  const why =
    error.code === 'EADDRINUSE'
      ? 'another program uses this port; stop it or choose another port'
      : error.code === 'EACCES'
        ? 'this user may not open the port; choose one above 1023'
        : error.message;
  return new Error(`cannot listen on http://${host}:${port}: ${why}`, { cause: error });
}
