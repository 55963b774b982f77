import type { Verdict } from '#enrich/brand-mention';
import { durationInWords } from '#enrich/duration-in-words';
import { REPLAY_AGE_MS } from '../compose-page';
import { describeEnd } from '../describe-end';
import type { Incident, IncidentEvent } from '../incident';
import { formatMoment, formatTime } from '../render/local-time';
import { defang, quoteText } from '../render/quoted-text';
import { VERDICT_WORDS } from '../verdict-words';
import type { Entry, SentPage } from './entry';
import { tellEvent } from './tell-event';
import { tellRelease } from './tell-release';

/** An incident as a reader who was not there can follow it: what it was, and what happened minute by minute. */
export type TimeLine = {
  readonly id: string;
  /** The brand and what it was. */
  readonly heading: string;
  /** Of the past: what Vigie and people did is placed at the mention that it followed. */
  readonly replay: boolean;
  readonly timezone: string;
  readonly facts: readonly (readonly [label: string, value: string])[];
  /** In order. */
  readonly entries: readonly Entry[];
};

export type TimeLineOrder = {
  readonly incident: Incident;
  readonly brand: string;
  readonly sent: readonly SentPage[];
  readonly timezone: string;
};

export function writeTimeLine({ incident, brand, sent, timezone }: TimeLineOrder): TimeLine {
  const { id, title, events, startedAt, openedAt } = incident;
  const replay = Date.parse(openedAt) - Date.parse(startedAt) > REPLAY_AGE_MS;
  const release = incident.alerts.findLast((alert) => alert.release)?.release;
  const entries = [
    firstMention(incident),
    ...(release ? tellRelease(release) : []),
    ...eventEntries(events, { sent, timezone, replay }),
  ];
  return {
    id,
    heading: headingOf(quoteText(brand, 80), defang(quoteText(title, 200))),
    replay,
    timezone,
    facts: factsOf(incident, timezone),
    // What the world did stands before what Vigie did about it, within the same instant too: sorting is stable.
    entries: entries.sort((a, b) => a.at - b.at),
  };
}

function headingOf(brand: string, title: string): string {
  return title.toLowerCase().startsWith(brand.toLowerCase()) ? title : `${brand}: ${title}`;
}

function firstMention({ startedAt }: Incident): Entry {
  return {
    at: Date.parse(startedAt),
    kind: 'world',
    text: 'The first mention of it',
    details: [],
    mark: 'first mention',
  };
}

type Placing = { readonly sent: readonly SentPage[]; readonly timezone: string; readonly replay: boolean };

function eventEntries(events: readonly IncidentEvent[], { sent, timezone, replay }: Placing): Entry[] {
  const entries: Entry[] = [];
  const told = new Map<string, { readonly seen: number; readonly severity: string }>();
  let verdict: Verdict | undefined;
  let eventTime = 0;
  for (const event of events) {
    const alert = 'alert' in event ? event.alert : undefined;
    if (alert) eventTime = Math.max(eventTime, Date.parse(alert.at));
    const at = replay && eventTime > 0 ? eventTime : Date.parse(event.at);
    if (alert?.release && alert.release.verdict !== verdict) {
      entries.push(verdictEntry(at, verdict, alert.release.verdict));
      verdict = alert.release.verdict;
    }
    // An update is news when it has doubled, or is more severe.
    if (alert && event.kind === 'alert-updated') {
      const last = told.get(alert.id);
      if (last && alert.seen < 2 * last.seen && alert.severity === last.severity) continue;
    }
    if (alert) told.set(alert.id, { seen: alert.seen, severity: alert.severity });
    const words = tellEvent(event, { events, sent, timezone });
    if (words) entries.push({ at, ...words });
  }
  return entries;
}

function verdictEntry(at: number, before: Verdict | undefined, now: Verdict): Entry {
  const was = before ? ` (before: ${VERDICT_WORDS[before]})` : '';
  return {
    at,
    kind: 'verdict',
    text: `Verdict on the press release: ${VERDICT_WORDS[now]}${was}`,
    details: [],
    ...(before && { mark: `verdict: ${now.replace('-', ' ')}` }),
  };
}

function factsOf(incident: Incident, timezone: string): TimeLine['facts'] {
  const { severity, state, startedAt, openedAt, pages, events, alerts } = incident;
  const end = Math.max(...alerts.map(({ at }) => Date.parse(at)), Date.parse(startedAt));
  const since = (at: string) => {
    const ms = Date.parse(at) - Date.parse(openedAt);
    return ms < 1_000 ? 'within a second' : `${durationInWords(ms)} after the incident was opened`;
  };
  const told = events.find(({ kind }) => kind === 'delivered');
  const taken = events.find(({ kind }) => kind === 'acknowledged');
  return [
    ['Severity', severity],
    ['State', state],
    ['First mention', formatMoment(startedAt, timezone)],
    [
      'Last that was found',
      `${formatTime(end, timezone)}, ${durationInWords(end - Date.parse(startedAt))} after`,
    ],
    ['Pages', String(pages)],
    ['First page delivered', told ? since(told.at) : 'never'],
    ['Acknowledged', taken && 'by' in taken ? `by ${quoteText(taken.by, 80)}, ${since(taken.at)}` : 'never'],
    ...(state === 'resolved'
      ? [['End', quoteText(describeEnd(incident, timezone).join(' '), 1_000)] as const]
      : []),
  ];
}
