import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Logger } from 'pino';
import type { SecretText } from '#config/fields/secret';
import { type CommandRoutesOptions, createCommandRoutes } from './command-routes';
import { createEventRoute } from './event-route';
import { createHealthRoutes, type Health } from './health-routes';
import { createLiveFeed } from './live-feed';
import { createPageFiles } from './page-files';
import { BadRequestError } from './query';
import { createReadRoutes, type ReadRoutesOptions } from './read-routes';
import { createReadSources, type ReadSources } from './read-state';
import { isLoopback, onlyOwnHost, onlyOwnPage, onlyWithSession, securityHeaders } from './request-guard';
import { createRuleRoutes, type RuleRoutesOptions } from './rule-routes';
import { createSessions } from './session';
import { createSessionRoutes } from './session-routes';
import { createSlackRoute, type SlackRouteOptions } from './slack/slack-route';
import { createTimeLineRoute } from './time-line-route';
import { createVerifyRoute } from './verify-route';

const MAX_BODY_BYTES = 16 * 1024;

export type ConsoleOptions = Omit<ReadRoutesOptions, 'guarded' | 'readSources'> &
  CommandRoutesOptions &
  RuleRoutesOptions &
  SlackRouteOptions & {
    /** `port` 0 takes any free port. */
    readonly listen: { readonly host: string; readonly port: number };
    readonly password?: SecretText;
    /** The address people reach the console by, when that is a proxy's: `https://vigie.example.com`. */
    readonly publicUrl?: string;
    readonly log: Logger;
    /** Prometheus' text format. */
    readonly metrics: () => Promise<string>;
    readonly health: () => Promise<Health>;
    /** Where the built page lies: `dist/console`. */
    readonly pageFolder: string;
  };

export type RunningConsole = { readonly url: string; readonly stop: () => Promise<void> };

/**
 * Serves the console's page and API. Resolves when it listens; rejects when the address is taken, when it is
 * not this machine's own and no password is set, or when the page has not been built.
 */
export async function startConsole(options: ConsoleOptions): Promise<RunningConsole> {
  const { host, port } = options.listen;
  if (!isLoopback(host) && options.password === undefined)
    throw new Error(
      `console: refuses to listen on ${host} without a password, as anybody could read and act: set console.password, or listen on 127.0.0.1`,
    );
  const stopping = new AbortController();
  const readSources = createReadSources(options.state, options.clock, options.clock.now());
  const feed = createLiveFeed({ ...options, readSources });
  const app = await createApp({ ...options, readSources }, createEventRoute(feed, stopping.signal));
  const server = createAdaptorServer({ fetch: app.fetch }) as Server;
  await listen(server, host, port);
  return {
    url: urlOf(host, (server.address() as AddressInfo).port),
    stop: async () => {
      stopping.abort();
      await feed.stop();
      if (!server.listening) return;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      setTimeout(() => server.closeAllConnections(), 1_000).unref();
      await closed;
    },
  };
}

async function createApp(
  options: ConsoleOptions & { readonly readSources: ReadSources },
  events: Hono,
): Promise<Hono> {
  const { password, publicUrl, clock, log } = options;
  const guarded = password !== undefined;
  const sessions = password && createSessions(password, clock);
  const app = new Hono();
  app.use(securityHeaders, onlyOwnHost({ guarded, publicUrl }));
  // Slack is another site: a signature stands in for what the guard of the page asks for.
  app.route('/slack', createSlackRoute(options));
  app.use(onlyOwnPage(publicUrl));
  const small = bodyLimit({
    maxSize: MAX_BODY_BYTES,
    onError: (context) => context.json({ error: `body: at most ${MAX_BODY_BYTES} bytes` }, 413),
  });
  // Who verifies sends whole mails, and has its own limit.
  app.use((context, next) => (context.req.path === '/api/verify' ? next() : small(context, next)));
  app.route('/', createHealthRoutes({ sessions, metrics: options.metrics, health: options.health }));
  app.route('/', await createPageFiles(options.pageFolder));
  app.route('/api', createSessionRoutes(sessions, publicUrl?.startsWith('https:') ?? false));
  app.use('/api/*', onlyWithSession(sessions));
  app.route('/api', createReadRoutes({ ...options, guarded }));
  app.route('/api', createTimeLineRoute(options));
  app.route('/api', createRuleRoutes(options));
  app.route('/api', createVerifyRoute(options));
  app.route('/api', createCommandRoutes(options));
  app.route('/api', events);
  app.notFound((context) => context.json({ error: 'no such page' }, 404));
  app.onError((error, context) => {
    if (error instanceof BadRequestError) return context.json({ error: error.message }, 400);
    log.error({ err: error, path: context.req.path }, 'the console could not answer');
    return context.json({ error: 'the console could not answer; its log says why' }, 500);
  });
  return app;
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        new Error(
          `console: cannot listen on ${host}:${port}${error.code === 'EADDRINUSE' ? ': something else does; set another console.listen.port' : `: ${error.message}`}`,
          { cause: error },
        ),
      ),
    );
    server.listen(port, host.replace(/^\[|\]$/g, ''), resolve);
  });
}

function urlOf(host: string, port: number): string {
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return `http://${name.includes(':') && !name.startsWith('[') ? `[${name}]` : name}:${port}`;
}
