import type { Logger } from 'pino';
import type { Brand } from '#enrich/brand';
import { Brand as BrandSchema } from '#enrich/brand';
import type { Clock } from '#ingest/clock';
import { composePage } from './compose-page';
import type { PageStore } from './counted-mentions';
import { decideNotification } from './decide-notification';
import type { Incident, IncidentEvent } from './incident';
import type { Delivery, Notifier } from './notifier';
import type { Page } from './page';
import { planDeliveries } from './plan-deliveries';
import type { Receiver, Route } from './policy';

const COMPOSE_TIMEOUT_MS = 3_000;

/** Whom to tell, how, and what a page is made from. */
export type PagingContext = {
  readonly brands: readonly Brand[];
  readonly route: Route;
  readonly receivers: readonly Receiver[];
  readonly notifiers: ReadonlyMap<string, Notifier>;
  readonly store: PageStore;
  /** IANA zone in which people read the times. */
  readonly timezone: string;
  readonly consoleUrl: string;
  readonly clock: Clock;
  readonly log: Logger;
};

/** What a page adds to its incident, and what has to go out. */
export type PlannedPage = {
  readonly event: IncidentEvent;
  readonly deliveries: readonly Delivery[];
  readonly page: Page;
};

/** A page is worth more than its samples: with the store away it goes out without them. */
const EMPTY_STORE: PageStore = {
  search: async () => ({ total: 0, mentions: [] }),
  topTerms: async () => [],
};

/** The page that is due about this incident now, or `undefined`. */
export async function pageIncident(
  incident: Incident,
  context: PagingContext,
): Promise<PlannedPage | undefined> {
  const now = context.clock.now();
  const decision = decideNotification(incident, context.route, now);
  if (!decision.send) return undefined;
  const number = incident.pages + 1;
  const { kind, reason, receiver } = decision;
  const page = await compose(incident, { kind, reason, number, now }, context);
  const { receivers, notifiers } = context;
  const deliveries = planDeliveries({ page, receiver, receivers, notifiers, now });
  const event: IncidentEvent = {
    kind: 'paged',
    id: `${incident.id}/paged/${number}`,
    at: new Date(now).toISOString(),
    page: number,
    reason,
    deliveries: deliveries.map(({ id }) => id),
  };
  return { event, deliveries, page };
}

async function compose(
  incident: Incident,
  about: { kind: 'first' | 'update' | 'resolved'; reason: string; number: number; now: number },
  context: PagingContext,
): Promise<Page> {
  const { store, timezone, consoleUrl, clock, log } = context;
  const brand =
    context.brands.find(({ id }) => id === incident.brand) ??
    BrandSchema.parse({ id: incident.brand, name: incident.brand, names: [`${incident.brand}  `] });
  const order = { incident, brand, timezone, consoleUrl, ...about };
  const settled = new AbortController();
  const timeout = clock.sleep(COMPOSE_TIMEOUT_MS, settled.signal).then(() => {
    if (settled.signal.aborted) return undefined as never;
    throw new Error(`the store did not answer within ${COMPOSE_TIMEOUT_MS} ms`);
  });
  try {
    return await Promise.race([composePage({ ...order, store }), timeout]);
  } catch (error) {
    log.error({ err: error, incident: incident.id }, 'page goes out without samples: store unavailable');
    return composePage({ ...order, store: EMPTY_STORE });
  } finally {
    settled.abort();
  }
}
