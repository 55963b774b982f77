import { Hono } from 'hono';
import { rateablePages } from '#alerting/noise/ratings';
import type { Brand } from '#enrich/brand';
import type { Store } from '#enrich/store/store';
import type { Clock } from '#ingest/clock';
import type { State } from '#ingest/state/state';
import type {
  BrandView,
  IncidentSummary,
  IncidentView,
  Mentions,
  Overview,
  Series,
  Sources,
  Terms,
} from './api';
import { compareIncidents, summarizeIncident } from './incident-summary';
import { MentionsQuery, readRequest, SeriesQuery, TermsQuery } from './query';
import {
  findReplay,
  type ReadSources,
  readDeliveries,
  readIncident,
  readIncidentSummaries,
  readRules,
  toDeliveryRow,
} from './read-state';
import { viewRelease } from './view-release';

export type ReadRoutesOptions = {
  readonly brands: readonly Brand[];
  readonly store: Store;
  readonly state: State;
  readonly clock: Clock;
  readonly timezone: string;
  readonly guarded: boolean;
  readonly readSources: ReadSources;
};

/** Everything that the page reads. */
export function createReadRoutes(options: ReadRoutesOptions): Hono {
  const { brands, store, state, clock, readSources } = options;
  const app = new Hono();
  const isBrand = (id: string) => brands.some((brand) => brand.id === id);

  app.use('/brands/:id/*', async (context, next) => {
    const id = context.req.param('id');
    return isBrand(id) ? next() : context.json({ error: `no brand "${id}" is configured` }, 404);
  });
  app.get('/brands', async (context) => context.json(await readOverview(options)));
  app.get('/brands/:id/series', async (context) => {
    const { from, to, bucket } = readRequest(SeriesQuery, context.req.query(), 'query');
    const buckets = await store.countPerBucket({ brand: context.req.param('id'), from, to }, bucket);
    return context.json({ from, to, bucketMs: bucket, buckets } satisfies Series);
  });
  app.get('/brands/:id/incidents', async (context) => {
    const incidents = await readIncidentSummaries(state, context.req.param('id'));
    return context.json([...incidents].sort(compareIncidents) satisfies IncidentSummary[]);
  });
  app.get('/brands/:id/terms', async (context) => {
    const { field, size, ...window } = readRequest(TermsQuery, context.req.query(), 'query');
    const terms = await store.topTerms({ brand: context.req.param('id'), ...window }, field, size);
    return context.json({ field, terms } satisfies Terms);
  });
  app.get('/incidents/:id', async (context) => {
    const id = context.req.param('id');
    const incident = await readIncident(state, id);
    if (!incident) return context.json({ error: `no incident "${id}"` }, 404);
    const deliveries = await readDeliveries(state, incident);
    const summary = summarizeIncident(incident);
    const brand = brands.find((one) => one.id === incident.brand);
    const { timezone } = options;
    const release =
      brand && viewRelease(incident, { brand, timezone, now: clock.now(), replay: summary.replay });
    return context.json({
      incident,
      summary,
      ...(release && { release }),
      pages: rateablePages(incident.events).toReversed(),
      samples: deliveries.find(({ page }) => page.samples.length > 0)?.page.samples ?? [],
      deliveries: deliveries.map(toDeliveryRow),
    } satisfies IncidentView);
  });
  app.get('/mentions', async (context) => {
    const { q, ...filter } = readRequest(MentionsQuery, context.req.query(), 'query');
    const text = q?.trim() ?? '';
    const page = await store.search({ ...filter, ...(text === '' ? {} : { text }) });
    return context.json(page satisfies Mentions);
  });
  app.get('/sources', async (context) => {
    const [sources, rules] = await Promise.all([readSources(), readRules(state)]);
    return context.json({ now: clock.now(), sources, ...(rules && { rules }) } satisfies Sources);
  });
  return app;
}

async function readOverview(options: ReadRoutesOptions) {
  const { brands, store, state, clock, timezone, guarded } = options;
  const [incidents, sources, extents] = await Promise.all([
    readIncidentSummaries(state),
    options.readSources(),
    Promise.all(brands.map(({ id }) => store.extent({ brand: id }))),
  ]);
  const replay = findReplay(sources);
  const views = brands.map(({ id, name, officialDomains }, index): BrandView => {
    const { count = 0, ...times } = extents[index] ?? {};
    const unresolved = incidents
      .filter(({ brand, state }) => brand === id && state !== 'resolved')
      .sort(compareIncidents);
    const worst = unresolved[0]?.severity;
    return {
      id,
      name,
      officialDomains,
      mentions: count,
      ...times,
      unresolved: unresolved.length,
      ...(worst === undefined ? {} : { worst }),
    };
  });
  return {
    now: clock.now(),
    timezone,
    guarded,
    brands: views,
    ...(replay === undefined ? {} : { replay }),
  } satisfies Overview;
}
