import type { Alert } from '../alert';
import type { Incident } from '../incident';
import { type RateablePage, rateablePages } from './ratings';

/** A rule's part in a page. */
export type Raiser = {
  readonly rule: string;
  readonly type: string;
  /** What the rule had found when the page was made. */
  readonly summary: string;
  /** Every form of its alerts from their beginning up to the next page that the rule raised. */
  readonly alerts: readonly Alert[];
};

/** A page with the rules that raised it. */
export type RaisedPage = RateablePage & {
  readonly incident: string;
  readonly brand: string;
  readonly raisedBy: readonly Raiser[];
};

type Course = {
  /** Forms of each alert by its id, the latest last. */
  readonly forms: Map<string, Alert[]>;
  /** Ids of alerts that began or got worse since the last page. */
  readonly news: Set<string>;
  /** Rules that a page has told of. */
  readonly told: Set<string>;
  /** By rule, the page that it raised last, which still takes up what its alerts become. */
  readonly open: Map<string, { readonly ids: ReadonlySet<string>; readonly alerts: Alert[] }>;
};

/** The pages of an incident, the oldest first, each with the rules that brought what it was sent for. */
export function raisedPages(incident: Incident): readonly RaisedPage[] {
  const course: Course = { forms: new Map(), news: new Set(), told: new Set(), open: new Map() };
  const raisers = new Map<number, readonly Raiser[]>();
  for (const event of incident.events) {
    if ('alert' in event) takeForm(course, event.alert, event.kind !== 'alert-resolved');
    if (event.kind === 'paged') raisers.set(event.page, takePage(course, event.reason));
  }
  const { id, brand } = incident;
  return rateablePages(incident.events).map((page) => ({
    ...page,
    incident: id,
    brand,
    raisedBy: raisers.get(page.page) ?? [],
  }));
}

function takeForm({ forms, news, open }: Course, alert: Alert, isNews: boolean): void {
  forms.set(alert.id, [...(forms.get(alert.id) ?? []), alert]);
  if (isNews) news.add(alert.id);
  const raised = open.get(alert.rule);
  if (raised?.ids.has(alert.id)) raised.alerts.push(alert);
}

function takePage(course: Course, reason: string): readonly Raiser[] {
  const { forms, news, told, open } = course;
  const raising = reason === 'resolved' ? [] : raisingAlerts(course, reason);
  news.clear();
  for (const [alert] of forms.values()) if (alert) told.add(alert.rule);
  return [...new Set(raising.map(({ rule }) => rule))].map((rule) => {
    const own = raising.filter((alert) => alert.rule === rule);
    const alerts = own.flatMap(({ id }) => forms.get(id) ?? []);
    open.set(rule, { ids: new Set(own.map(({ id }) => id)), alerts });
    const [{ type, summary } = { type: '', summary: '' }] = own;
    return { rule, type, summary, alerts };
  });
}

const NEWS_OF_FAKE: ReadonlySet<string> = new Set(['another fake', 'verdict changed']);

/** The latest form of each alert that brought what the page was sent for; of a reminder, of all that fired. */
function raisingAlerts({ forms, news, told }: Course, reason: string): readonly Alert[] {
  const known = [...forms.values()].flatMap((of) => of.at(-1) ?? []);
  const fresh = known.filter(({ id }) => news.has(id));
  const meant = fresh.filter(({ rule, release }) => {
    if (NEWS_OF_FAKE.has(reason)) return release !== undefined;
    return reason !== 'another rule joined' || !told.has(rule);
  });
  const isFiring = ({ status }: Alert) => status === 'firing';
  // What has ended within the batch that it came in is told all the same.
  const choices = [meant.filter(isFiring), meant, fresh, known.filter(isFiring), known];
  return choices.find(({ length }) => length > 0) ?? [];
}
