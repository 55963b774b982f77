import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { LiveEvent } from './api';
import type { LiveFeed } from './live-feed';
import { EventsQuery, readRequest } from './query';

const HEARTBEAT_MS = 15_000;
const MAX_STREAMS = 100;
const MAX_WAITING = 1_000;

/** `/events`: server-sent events named by their kind; a comment as heartbeat; ends when the console stops. */
export function createEventRoute(feed: LiveFeed, stopping: AbortSignal): Hono {
  const app = new Hono();
  let streams = 0;
  app.get('/events', (context) => {
    const { brand } = readRequest(EventsQuery, context.req.query(), 'query');
    if (streams >= MAX_STREAMS) return context.json({ error: 'too many live pages are open' }, 503);
    context.header('x-accel-buffering', 'no');
    streams += 1;
    return streamSSE(context, async (stream) => {
      const ended = new AbortController();
      const waiting: LiveEvent[] = [];
      let wake = () => {};
      const end = () => {
        ended.abort();
        wake();
      };
      stream.onAbort(end);
      stopping.addEventListener('abort', end, { once: true });
      const unlisten = feed.listen({
        ...(brand === undefined ? {} : { brand }),
        send: (event) => {
          // A reader that does not read is cut off: its page connects again and asks for everything.
          if (waiting.push(event) > MAX_WAITING) end();
          wake();
        },
      });
      try {
        await stream.writeSSE({ event: 'hello', data: '{}', retry: 2_000 });
        while (!ended.signal.aborted && !stopping.aborted) {
          const event = waiting.shift();
          if (event) await stream.writeSSE({ event: event.kind, data: JSON.stringify(event) });
          else if (await isQuiet((resolve) => (wake = resolve))) await stream.write(': still here\n\n');
        }
      } finally {
        streams -= 1;
        unlisten();
        stopping.removeEventListener('abort', end);
      }
    });
  });
  return app;
}

/** True after a quiet time, false as soon as it was woken. */
function isQuiet(onWake: (wake: () => void) => void): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(true), HEARTBEAT_MS);
    onWake(() => {
      clearTimeout(timer);
      resolve(false);
    });
  });
}
