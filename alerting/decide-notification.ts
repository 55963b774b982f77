import { durationInWords } from '#enrich/duration-in-words';
import { type Alert, Severity } from './alert';
import { chooseReceiver } from './choose-receiver';
import type { Incident, IncidentEvent } from './incident';
import type { Route } from './policy';
import type { ReleaseCase } from './release-case';
import { untoldNews } from './release-news';

/** Why a page is sent now; written into the page, the incident and the log. */
export type NotificationReason =
  | 'first notification'
  | 'severity raised'
  | 'another rule joined'
  | 'another fake'
  | 'verdict changed'
  | 'twice as bad'
  | 'repeat interval elapsed'
  | 'reopened'
  | 'resolved';

/** What to send about an incident now, to whom and why; or why nothing. */
export type Decision =
  | {
      readonly send: true;
      readonly kind: 'first' | 'update' | 'resolved';
      readonly reason: NotificationReason;
      readonly receiver: string;
    }
  | { readonly send: false; readonly reason: string };

/**
 * Smallest pause between two pages of one incident on our clock. What does not wait: a raised severity, a rule that
 * joins with a finding as severe as the incident, reopening, the end, and news of a fake press release. Of one fake
 * after the other it does not tell faster than this, and not faster than every hour to people who have it in hand:
 * whoever makes fakes must not be able to keep them from their work.
 */
export const UPDATE_PAUSE_MS = 300_000;
/**
 * What has become much worse by its detector's own judgement does so a few times at most: it need not wait as long. A
 * plain count does so at every second mention.
 */
export const WORSE_PAUSE_MS = 30_000;
const HANDLED_PAUSE_MS = 3_600_000;

/** What people have been told, as the incident's events have it. */
type Told = {
  readonly at: number;
  readonly reason: string;
  readonly severity: number;
  readonly badnessByRule: ReadonlyMap<string, number>;
  /** By alert. */
  readonly releases: ReadonlyMap<string, ReleaseCase>;
};
type History = {
  /** Pages sent so far. */
  readonly pages: number;
  /** What the last page said; before any page, what the person saw who acknowledged or snoozed. */
  readonly told: Told | undefined;
  readonly rulesTold: ReadonlySet<string>;
  readonly severity: number;
};

/** Decides from the incident's events alone, so that after a restart the answer is the same. `now` is epoch milliseconds. */
export function decideNotification(incident: Incident, route: Route, now: number): Decision {
  const history = readHistory(incident.events);
  const { receiver, repeatIntervalMs } = chooseReceiver(incident, route);
  const page = (kind: 'first' | 'update' | 'resolved', reason: NotificationReason): Decision => ({
    send: true,
    kind,
    reason,
    receiver,
  });

  if (incident.state === 'resolved') return decideEnd(history, page);
  const { told } = history;
  const raised = told !== undefined && history.severity > told.severity;
  const news = releaseNewsDue(incident, history, now);
  if (isSnoozed(incident, now)) {
    if (raised) return page('update', 'severity raised');
    return news ? page(history.pages === 0 ? 'first' : 'update', news) : silence('snoozed');
  }
  const acknowledged = incident.state === 'acknowledged';
  if (history.pages === 0 && !acknowledged) return page('first', 'first notification');
  if (raised) return page(history.pages === 0 ? 'first' : 'update', 'severity raised');
  if (told === undefined) return silence('acknowledged');
  if (news) return page(history.pages === 0 ? 'first' : 'update', news);
  if (told.reason === 'resolved' && !acknowledged) return page('update', 'reopened');
  if (!acknowledged && hasJoined(incident, history, told.severity))
    return page('update', 'another rule joined');

  const reason = acknowledged
    ? isTwiceAsBad(incident.alerts, told) && 'twice as bad'
    : whatIsNew(incident, history, told, now - told.at >= repeatIntervalMs);
  if (!reason) return silence(acknowledged ? 'acknowledged' : 'nothing new');
  const pause =
    reason === 'twice as bad' && isBeyondChance(incident.alerts, told) ? WORSE_PAUSE_MS : UPDATE_PAUSE_MS;
  if (now - told.at < pause)
    return silence(`${reason}, but the last page is less than ${durationInWords(pause)} old`);
  return page('update', reason);
}

/** What a fake press release brings that is told at once, also to people who have it in hand or wanted quiet. */
function releaseNewsDue(
  incident: Incident,
  { told, rulesTold }: History,
  now: number,
): NotificationReason | undefined {
  if (!told) return undefined;
  const pause = incident.state === 'open' ? UPDATE_PAUSE_MS : HANDLED_PAUSE_MS;
  const isFlood = told.reason === 'another fake' && now - told.at < pause;
  return untoldNews(incident.alerts, told.releases, rulesTold).find(
    (reason) => !(isFlood && reason === 'another fake'),
  );
}

function decideEnd(history: History, page: (kind: 'resolved', reason: 'resolved') => Decision): Decision {
  if (history.pages === 0) return silence('resolved before anybody was paged');
  if (history.told?.reason === 'resolved') return silence('the end has been told');
  return page('resolved', 'resolved');
}

function whatIsNew(
  incident: Incident,
  history: History,
  told: Told,
  repeatDue: boolean,
): NotificationReason | false {
  if (hasJoined(incident, history, 0)) return 'another rule joined';
  if (isTwiceAsBad(incident.alerts, told)) return 'twice as bad';
  return repeatDue && 'repeat interval elapsed';
}

/** Whether a rule fires that no page has told of, with at least this severity. */
function hasJoined(incident: Incident, { rulesTold }: History, severity: number): boolean {
  return incident.alerts.some(
    (alert) =>
      alert.status === 'firing' &&
      !rulesTold.has(alert.rule) &&
      Severity.options.indexOf(alert.severity) >= severity,
  );
}

function isTwiceAsBad(alerts: readonly Alert[], told: Told): boolean {
  return alerts.some((alert) => hasWorsened(alert, told));
}

function isBeyondChance(alerts: readonly Alert[], told: Told): boolean {
  return alerts.some((alert) => alert.badness !== undefined && hasWorsened(alert, told));
}

function hasWorsened(alert: Alert, told: Told): boolean {
  const before = told.badnessByRule.get(alert.rule) ?? 0;
  return alert.status === 'firing' && before > 0 && badnessOf(alert) >= (alert.worsenFactor ?? 2) * before;
}

function isSnoozed(incident: Incident, now: number): boolean {
  if (incident.state !== 'snoozed') return false;
  return incident.snoozedUntil === undefined || Date.parse(incident.snoozedUntil) > now;
}

function readHistory(events: readonly IncidentEvent[]): History {
  const alerts = new Map<string, Alert>();
  const rulesTold = new Set<string>();
  let told: Told | undefined;
  let pages = 0;
  let severity = 0;
  for (const event of events) {
    if ('alert' in event) {
      alerts.set(event.alert.id, event.alert);
      severity = Math.max(severity, Severity.options.indexOf(event.alert.severity));
    }
    const seenFirst = pages === 0 && (event.kind === 'acknowledged' || event.kind === 'snoozed');
    if (event.kind !== 'paged' && !seenFirst) continue;
    if (event.kind === 'paged') pages += 1;
    for (const { rule } of alerts.values()) rulesTold.add(rule);
    told = {
      at: Date.parse(event.at),
      reason: event.kind === 'paged' ? event.reason : event.kind,
      severity,
      badnessByRule: worstPerRule(alerts.values()),
      releases: releasesOf(alerts.values()),
    };
  }
  return { pages, told, rulesTold, severity };
}

function badnessOf({ badness, seen }: Alert): number {
  return badness ?? seen;
}

function worstPerRule(alerts: Iterable<Alert>): Map<string, number> {
  const worst = new Map<string, number>();
  for (const alert of alerts) {
    if (alert.status !== 'firing') continue;
    worst.set(alert.rule, Math.max(worst.get(alert.rule) ?? 0, badnessOf(alert)));
  }
  return worst;
}

function releasesOf(alerts: Iterable<Alert>): Map<string, ReleaseCase> {
  return new Map([...alerts].flatMap(({ id, release }) => (release ? [[id, release] as const] : [])));
}

function silence(reason: string): Decision {
  return { send: false, reason };
}
