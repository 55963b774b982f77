import { Hono } from 'hono';
import { stream } from 'hono/streaming';
import type { Logger } from 'pino';
import type { CompiledRule } from '#alerting/compile-rules';
import type { PastLine } from './api';
import { PastQuery, readRequest } from './query';
import { type PastContext, runPast } from './run-past';

export type PastRouteOptions = PastContext & { readonly log: Logger };

/**
 * `GET /rules/:name/past?days=30`: lines of JSON, first how far it has read, then what the rule would have done. One at a
 * time, so that whoever plays with rules takes no more than a core's spare time from those who watch; it ends with the
 * page that asked.
 */
export function createPastRoute(compiledNow: () => readonly CompiledRule[], options: PastRouteOptions): Hono {
  const app = new Hono();
  let isRunning = false;
  app.get('/rules/:name/past', (context) => {
    const name = context.req.param('name');
    const { days } = readRequest(PastQuery, context.req.query(), 'query');
    const rule = compiledNow().find((one) => one.rule.name === name);
    if (!rule) return context.json({ error: `no rule "${name}" is configured` }, 404);
    if (isRunning)
      return context.json(
        { error: 'somebody else is trying a rule on the past: try again in a minute' },
        503,
      );
    isRunning = true;
    context.header('content-type', 'application/x-ndjson');
    context.header('x-accel-buffering', 'no');
    return stream(context, async (out) => {
      const gone = new AbortController();
      out.onAbort(() => gone.abort());
      const say = (line: PastLine) => out.write(`${JSON.stringify(line)}\n`);
      // Not awaited: a reader that does not read must not keep the others from trying theirs.
      const progress = (read: number, total: number) => void say({ kind: 'progress', read, total });
      try {
        const past = await runPast({ rule, days, progress, signal: gone.signal }, options);
        await say(past ? { kind: 'result', past } : { kind: 'failed', error: 'nothing is stored yet' });
      } catch (error) {
        options.log.error({ err: error, rule: name }, 'a rule could not be tried on the past');
        await say({ kind: 'failed', error: 'the store could not be read; the log of the console says why' });
      } finally {
        isRunning = false;
      }
    });
  });
  return app;
}
