import type { Brand } from '#enrich/brand';
import type { BrandMention } from '#enrich/brand-mention';
import type { Store } from '#enrich/store/store';
import { type Alert, Severity } from './alert';
import { chooseSamples, explainRisks, findFake } from './choose-samples';
import type { Incident } from './incident';
import type { Page, Sample } from './page';
import { writeHeadline } from './page-headline';

/** What a page is made of. `number` is 1 for the incident's first page; `now` is epoch milliseconds on our clock. */
export type PageOrder = {
  readonly incident: Incident;
  readonly kind: 'first' | 'update' | 'resolved';
  readonly reason: string;
  readonly number: number;
  readonly brand: Brand;
  readonly store: Store;
  readonly timezone: string;
  readonly consoleUrl: string;
  readonly now: number;
};

type Window = { readonly brand: string; readonly from: number; readonly to: number };

/** What lies further back than this when it is told of is a replay of the past. */
export const REPLAY_AGE_MS = 86_400_000;
const TOP = 5;
// Enough to find the first and the last of a storm; a page must not wait for all of it to be read.
const READ = 500;

/** Gathers what people need to judge an incident at a glance: findings worst first, who speaks, three samples. */
export async function composePage(order: PageOrder): Promise<Page> {
  const { incident, brand, timezone, kind, now } = order;
  const alerts = alertsToTell(incident, kind);
  const window = windowOf(alerts, incident);
  const pool = await readMentions(order.store, window);
  const outlets = await order.store.topTerms(window, 'outlet', TOP);
  const authors = await order.store.topTerms(window, 'author', TOP);
  const samples = chooseSamples(pool.mentions, pool.biggestStory);
  const replay = now - window.to > REPLAY_AGE_MS;
  return {
    incident: incident.id,
    number: order.number,
    kind,
    reason: order.reason,
    brand: { id: brand.id, name: brand.name },
    severity: incident.severity,
    headline: writeHeadline({
      incident,
      kind,
      brand: brand.name,
      worst: alerts[0],
      fake: findFake(samples),
      timezone,
      replay,
    }),
    since: incident.startedAt,
    timezone,
    replay,
    findings: alerts.map(toFinding),
    topOutlets: outlets.map(({ term, count }) => ({ term, count })),
    topAuthors: await Promise.all(
      authors.map(async ({ term, count }) => ({
        term: await nameAuthor(order.store, window, term, pool.mentions),
        count,
      })),
    ),
    samples: samples.map(toSample),
    link: `${order.consoleUrl.replace(/\/+$/, '')}/#/incidents/${encodeURIComponent(incident.id)}`,
  };
}

function alertsToTell(incident: Incident, kind: PageOrder['kind']): Alert[] {
  const firing = incident.alerts.filter(({ status }) => status === 'firing');
  const told = kind === 'resolved' || firing.length === 0 ? incident.alerts : firing;
  return [...told].sort(
    (a, b) =>
      Severity.options.indexOf(b.severity) - Severity.options.indexOf(a.severity) ||
      excess(b) - excess(a) ||
      a.startedAt.localeCompare(b.startedAt),
  );
}

function excess({ seen, expected }: Alert): number {
  return expected === undefined ? 1 : seen / Math.max(expected, 1e-9);
}

function windowOf(alerts: readonly Alert[], incident: Incident): Window {
  const starts = alerts.map(({ window, startedAt }) =>
    Math.min(Date.parse(window.from), Date.parse(startedAt)),
  );
  const ends = alerts.map(({ window }) => Date.parse(window.to));
  const started = Date.parse(incident.startedAt);
  // The store's `to` is exclusive; a mention at the very end was counted.
  return { brand: incident.brand, from: Math.min(started, ...starts), to: Math.max(started, ...ends) + 1 };
}

async function readMentions(store: Store, window: Window) {
  const [oldest, newest, negative, stories] = await Promise.all([
    store.search({ ...window, order: 'oldest', limit: READ }),
    store.search({ ...window, order: 'newest', limit: READ }),
    store.search({ ...window, sentiment: 'negative', order: 'newest', limit: READ }),
    store.topTerms(window, 'story', 1),
  ]);
  const biggestStory = stories[0]?.term;
  const opening =
    biggestStory === undefined
      ? []
      : (await store.search({ ...window, story: biggestStory, order: 'oldest', limit: 1 })).mentions;
  const byId = new Map<string, BrandMention>();
  for (const mention of [...oldest.mentions, ...opening, ...newest.mentions, ...negative.mentions])
    byId.set(mention.id, mention);
  return { mentions: [...byId.values()], biggestStory };
}

async function nameAuthor(
  store: Store,
  window: Window,
  term: string,
  mentions: readonly BrandMention[],
): Promise<string> {
  const known = mentions.find(
    ({ author }) => author !== undefined && [author.handle, author.name, author.id].includes(term),
  );
  const author = (known ?? (await store.search({ ...window, author: term, limit: 1 })).mentions[0])?.author;
  return author ? authorName(author) : term;
}

function authorName(author: NonNullable<BrandMention['author']>): string {
  const handle = author.handle && `@${author.handle.replace(/^@/, '')}`;
  if (author.name && handle) return `${author.name} (${handle})`;
  return author.name ?? handle ?? author.id;
}

function toFinding(alert: Alert): Page['findings'][number] {
  const { summary, seen, expected, unit, window, rule, origin, explanation } = alert;
  return {
    summary,
    seen,
    ...(expected !== undefined && { expected }),
    unit,
    window,
    rule,
    origin,
    explanation,
  };
}

function toSample(mention: BrandMention): Sample {
  const { title, text, author, outlet, url, publishedAt, sentiment } = mention;
  return {
    text: title && !text.startsWith(title) ? `${title}. ${text}` : text,
    ...(author && { author: authorName(author) }),
    ...(outlet !== undefined && { outlet }),
    ...(url !== undefined && { url }),
    at: publishedAt,
    ...(sentiment && { sentiment: sentiment.label }),
    risks: explainRisks(mention),
  };
}
