import type { Context, MiddlewareHandler } from 'hono';
import { getCookie } from 'hono/cookie';
import { SESSION_COOKIE, type Sessions } from './session';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Sent with every POST of the page. A form or another site's script cannot set it without asking first. */
export const REQUEST_HEADER = 'x-vigie-console';

export function isLoopback(host: string): boolean {
  return /^127(\.\d{1,3}){3}$/.test(host) || host === 'localhost' || host === '::1' || host === '[::1]';
}

/** Headers of every answer: no foreign script, frame, type guess or referrer. */
export const securityHeaders: MiddlewareHandler = async (context, next) => {
  await next();
  const headers = context.res.headers;
  // A page that runs nothing at all says so itself.
  if (!headers.has('content-security-policy'))
    headers.set(
      'content-security-policy',
      "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    );
  headers.set('x-content-type-options', 'nosniff');
  headers.set('x-frame-options', 'DENY');
  headers.set('referrer-policy', 'no-referrer');
  headers.set('cross-origin-resource-policy', 'same-origin');
  if (!headers.has('cache-control')) headers.set('cache-control', 'no-store');
};

function hostName(host: string | undefined): string | undefined {
  try {
    return host === undefined ? undefined : new URL(`http://${host}`).hostname;
  } catch {
    return undefined;
  }
}

/**
 * Refuses requests whose Host is not the console's own: a site whose name is made to resolve to 127.0.0.1
 * would otherwise read everything. Behind a password any name is fine: the cookie belongs to one name only.
 */
export function onlyOwnHost(options: { guarded: boolean; publicUrl?: string }): MiddlewareHandler {
  const publicHost = options.publicUrl === undefined ? undefined : new URL(options.publicUrl).hostname;
  return async (context, next) => {
    const host = hostName(context.req.header('host'));
    if (host !== undefined && (options.guarded || LOOPBACK.has(host) || host === publicHost)) return next();
    return context.json(
      { error: 'this name is not known as the console: open it as localhost, or set console.publicUrl' },
      421,
    );
  };
}

function isSameOrigin(context: Context, publicUrl: string | undefined): boolean {
  const site = context.req.header('sec-fetch-site');
  if (site !== undefined && site !== 'same-origin') return false;
  const origin = context.req.header('origin');
  if (origin === undefined) return site === 'same-origin';
  if (!URL.canParse(origin)) return false;
  const { host } = new URL(origin);
  return (
    host === context.req.header('host') || (publicUrl !== undefined && origin === new URL(publicUrl).origin)
  );
}

/** Lets a POST through only from the console's own page: same origin, JSON, and the page's header. */
export function onlyOwnPage(publicUrl?: string): MiddlewareHandler {
  return async (context, next) => {
    if (context.req.method === 'GET' || context.req.method === 'HEAD') return next();
    if (!isSameOrigin(context, publicUrl))
      return context.json({ error: 'refused: the request comes from another site' }, 403);
    if (!/^application\/json\s*(;|$)/i.test(context.req.header('content-type') ?? ''))
      return context.json({ error: 'expected content-type: application/json' }, 415);
    if (context.req.header(REQUEST_HEADER) === undefined)
      return context.json({ error: `expected the header ${REQUEST_HEADER}` }, 403);
    return next();
  };
}

export function hasSession(context: Context, sessions: Sessions | undefined): boolean {
  return sessions === undefined || sessions.holds(getCookie(context, SESSION_COOKIE));
}

export function onlyWithSession(sessions: Sessions | undefined): MiddlewareHandler {
  return async (context, next) =>
    hasSession(context, sessions) ? next() : context.json({ error: 'log in first' }, 401);
}
