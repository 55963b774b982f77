import type { HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { hasSession } from './request-guard';
import type { Sessions } from './session';

export type Health = {
  readonly live: boolean;
  readonly ready: boolean;
  readonly problems: readonly string[];
};

export type HealthRoutesOptions = {
  readonly sessions: Sessions | undefined;
  readonly metrics: () => Promise<string>;
  readonly health: () => Promise<Health>;
};

/**
 * `/healthz`, `/readyz` and `/metrics`. Behind a password, health says only yes or no to strangers, and
 * metrics need the session or `Authorization: Bearer <password>`.
 */
export function createHealthRoutes({ sessions, metrics, health }: HealthRoutesOptions) {
  const app = new Hono<{ Bindings: HttpBindings }>();
  const answer = async (context: Context, asked: 'live' | 'ready') => {
    const { problems, ...state } = await health();
    const body = hasSession(context, sessions)
      ? { [asked]: state[asked], problems }
      : { [asked]: state[asked] };
    return context.json(body, state[asked] ? 200 : 503);
  };
  app.get('/healthz', (context) => answer(context, 'live'));
  app.get('/readyz', (context) => answer(context, 'ready'));
  app.get('/metrics', async (context) => {
    const token = /^Bearer (.+)$/.exec(context.req.header('authorization') ?? '')?.[1];
    const address = context.env.incoming.socket.remoteAddress ?? '';
    if (!hasSession(context, sessions) && !(token && sessions?.logIn(token, address).ok)) {
      context.header('www-authenticate', 'Bearer');
      return context.text('log in, or send the password as bearer token\n', 401);
    }
    return context.text(await metrics(), 200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' });
  });
  return app;
}
