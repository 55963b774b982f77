import { Hono } from 'hono';
import { toSentPage } from '#alerting/post-mortem/entry';
import { readCourse } from '#alerting/post-mortem/read-course';
import { renderTimeLineMarkdown } from '#alerting/post-mortem/render-markdown';
import { renderTimeLinePage, TIME_LINE_POLICY } from '#alerting/post-mortem/render-page';
import { writeTimeLine } from '#alerting/post-mortem/write-time-line';
import type { ReadRoutesOptions } from './read-routes';
import { readDeliveries, readIncident } from './read-state';

/** An incident's time line as a page to print, and as Markdown to file. */
export function createTimeLineRoute({
  brands,
  store,
  state,
  timezone,
}: Pick<ReadRoutesOptions, 'brands' | 'store' | 'state' | 'timezone'>): Hono {
  const app = new Hono();
  const read = async (id: string) => {
    const incident = await readIncident(state, id);
    if (!incident) return undefined;
    const brand = brands.find((one) => one.id === incident.brand)?.name ?? incident.brand;
    const sent = (await readDeliveries(state, incident)).map(toSentPage);
    return { incident, line: writeTimeLine({ incident, brand, sent, timezone }) };
  };
  app.get('/incidents/:id/time-line', async (context) => {
    const id = context.req.param('id');
    const found = await read(id);
    if (!found) return context.json({ error: `no incident "${id}"` }, 404);
    context.header('content-security-policy', `${TIME_LINE_POLICY}; frame-ancestors 'none'`);
    return context.html(renderTimeLinePage(found.line, await readCourse(store, found.incident)));
  });
  app.get('/incidents/:id/time-line.md', async (context) => {
    const id = context.req.param('id');
    const found = await read(id);
    if (!found) return context.json({ error: `no incident "${id}"` }, 404);
    const name = `${found.incident.id.replace(/[^\w-]/g, '_')}.md`;
    context.header('content-disposition', `attachment; filename="${name}"`);
    context.header('content-type', 'text/markdown; charset=utf-8');
    return context.body(renderTimeLineMarkdown(found.line));
  });
  return app;
}
