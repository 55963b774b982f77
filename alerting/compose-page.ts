import type { Brand } from '#enrich/brand';
import type { BrandMention } from '#enrich/brand-mention';
import { type Alert, Severity } from './alert';
import { chooseSamples, explainRisks, findFake } from './choose-samples';
import { authorName, type PageStore, readCounted, spanOf, type Window } from './counted-mentions';
import { describeEnd } from './describe-end';
import { findEarlierCertificates } from './earlier-certificates';
import type { Incident } from './incident';
import type { Page, Sample } from './page';
import { writeHeadline } from './page-headline';
import { pageRelease } from './page-release';

/** What a page is made of. `number` is 1 for the incident's first page; `now` is epoch milliseconds on our clock. */
export type PageOrder = {
  readonly incident: Incident;
  readonly kind: 'first' | 'update' | 'resolved';
  readonly reason: string;
  readonly number: number;
  readonly brand: Brand;
  readonly store: PageStore;
  readonly timezone: string;
  readonly consoleUrl: string;
  readonly now: number;
};

/** What lies further back than this when it is told of is a replay of the past. */
export const REPLAY_AGE_MS = 86_400_000;

/** Gathers what people need to judge an incident at a glance: findings worst first, who speaks, three samples. */
export async function composePage(order: PageOrder): Promise<Page> {
  const { incident, brand, timezone, kind, now } = order;
  const alerts = alertsToTell(incident, kind);
  const window = windowOf(alerts, incident);
  const { mentions, biggestStory, outlets, authors } = await readCounted(
    order.store,
    alerts,
    window,
    Date.parse(incident.startedAt),
  );
  const samples = chooseSamples(mentions, biggestStory, incident.startedAt);
  const earlier = await findEarlierCertificates(order.store, brand.id, samples, timezone);
  const replay = now - window.to > REPLAY_AGE_MS;
  const release = pageRelease({ alerts, brand, kind, now, replay });
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
      reason: order.reason,
      brand,
      alerts,
      mentions,
      fake: findFake(samples),
      timezone,
      replay,
    }),
    since: incident.startedAt,
    timezone,
    replay,
    ...(release && { release }),
    ...(kind === 'resolved' && { closing: describeEnd(incident, timezone) }),
    findings: alerts.map((alert, index) => toFinding(alert, kind, index === 0 ? earlier : [])),
    topOutlets: [...outlets],
    topAuthors: [...authors],
    samples: samples.map(toSample),
    link: linkTo(order),
    rateLink: `${linkTo(order)}/pages/${pageToRate(order)}`,
  };
}

function linkTo({ consoleUrl, incident }: PageOrder): string {
  return `${consoleUrl.replace(/\/+$/, '')}/#/incidents/${encodeURIComponent(incident.id)}`;
}

/** At the end people know whether the page that called them was worth it; the last page itself asks nothing of them. */
function pageToRate({ kind, number }: PageOrder): number {
  return kind === 'resolved' ? Math.max(1, number - 1) : number;
}

function alertsToTell(incident: Incident, kind: PageOrder['kind']): Alert[] {
  const firing = incident.alerts.filter(({ status }) => status === 'firing');
  const told = kind === 'resolved' || firing.length === 0 ? incident.alerts : firing;
  const worstFirst = [...told].sort(
    (a, b) =>
      // What can be said of a fake is more than any count.
      Number(b.release !== undefined) - Number(a.release !== undefined) ||
      Severity.options.indexOf(b.severity) - Severity.options.indexOf(a.severity) ||
      excess(b) - excess(a) ||
      (a.rule === b.rule ? b.seen - a.seen : a.startedAt.localeCompare(b.startedAt)),
  );
  // What flared up several times is told once, at its worst.
  const seen = new Set<string>();
  return worstFirst.filter(({ rule, group }) => {
    const key = JSON.stringify([rule, group]);
    return !seen.has(key) && seen.add(key);
  });
}

function excess({ seen, expected }: Alert): number {
  return expected === undefined ? 1 : seen / Math.max(expected, 1e-9);
}

function windowOf(alerts: readonly Alert[], incident: Incident): Window {
  const starts = alerts.map((alert) => spanOf(alert).from);
  const ends = alerts.map((alert) => spanOf(alert).to);
  const started = Date.parse(incident.startedAt);
  // The store's `to` is exclusive; a mention at the very end was counted.
  return { brand: incident.brand, from: Math.min(started, ...starts), to: Math.max(started, ...ends) + 1 };
}

function toFinding(alert: Alert, kind: PageOrder['kind'], more: readonly string[]): Page['findings'][number] {
  const { seen, expected, unit, window, rule, origin, explanation } = alert;
  return {
    summary: tell(alert, kind === 'resolved' ? 'at its worst ' : ''),
    seen,
    ...(expected !== undefined && { expected }),
    unit,
    window,
    rule,
    origin,
    explanation: [...more, ...explanation],
  };
}

/** "Far more people than usual speak about VINCI: 412 mentions in 10 minutes, where 14 were to be expected." */
function tell({ watches, summary }: Alert, when: string): string {
  const measured = `${when}${summary}`;
  const words = watches?.replace(/[.\s]+$/, '');
  return words ? `${words}: ${measured}.` : `${measured[0]?.toUpperCase()}${measured.slice(1)}.`;
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
