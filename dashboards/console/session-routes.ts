import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { deleteCookie, setCookie } from 'hono/cookie';
import { z } from 'zod';
import { readRequest } from './query';
import { SESSION_COOKIE, SESSION_SECONDS, type Sessions } from './session';

const LogIn = z.strictObject({ password: z.string().max(1_000) });

/** `/login` and `/logout`. `secure`: the console is reached by https, so the cookie must never travel without. */
export function createSessionRoutes(sessions: Sessions | undefined, secure: boolean) {
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.post('/login', async (context) => {
    if (!sessions) return context.json({ error: 'no password is configured' }, 404);
    const { password } = readRequest(LogIn, await context.req.json().catch(() => undefined), 'body');
    const answer = sessions.logIn(password, context.env.incoming.socket.remoteAddress ?? '');
    if (answer.ok) {
      setCookie(context, SESSION_COOKIE, answer.cookie, {
        httpOnly: true,
        sameSite: 'Strict',
        path: '/',
        maxAge: SESSION_SECONDS,
        secure,
      });
      return context.json({ ok: true });
    }
    if (answer.retryAfterMs === undefined) return context.json({ error: 'wrong password' }, 401);
    const seconds = Math.ceil(answer.retryAfterMs / 1_000);
    context.header('retry-after', String(seconds));
    return context.json({ error: `too many attempts: try again in ${seconds} s` }, 429);
  });
  app.post('/logout', (context) => {
    deleteCookie(context, SESSION_COOKIE, { path: '/', secure });
    return context.json({ ok: true });
  });
  return app;
}
