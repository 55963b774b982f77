import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { hasSession } from './request-guard';
import type { Sessions } from './session';

export type Health = {
  readonly ready: boolean;
  readonly problems: readonly string[];
};

export type HealthRoutesOptions = {
  readonly sessions: Sessions | undefined;
  readonly metrics: () => Promise<string>;
  readonly health: () => Promise<Health>;
};

/**
 * `/healthz` says that this process answers, whatever it stands on: who restarts it for that would mend nothing.
 * `/readyz` says whether bus and state answer; behind a password, to strangers only yes or no. `/metrics` needs the
 * session or `Authorization: Bearer <password>` there.
 */
export function createHealthRoutes({ sessions, metrics, health }: HealthRoutesOptions) {
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.get('/healthz', (context) => context.json({ live: true }));
  app.get('/readyz', async (context) => {
    const { ready, problems } = await health();
    return context.json(hasSession(context, sessions) ? { ready, problems } : { ready }, ready ? 200 : 503);
  });
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
