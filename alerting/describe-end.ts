import { durationInWords } from '#enrich/duration-in-words';
import type { Incident, IncidentEvent } from './incident';
import { ALL_CALM } from './incidents';
import { formatTime } from './render/local-time';

/** What people want to know at the end: how long it lasted, and who took care of it. One sentence each. */
export function describeEnd(incident: Incident, timezone: string): string[] {
  return [lasted(incident, timezone), handled(incident), ended(incident)];
}

function lasted({ alerts, startedAt, openedAt, events }: Incident, timezone: string): string {
  const from = Date.parse(startedAt);
  const to = Math.max(from, ...alerts.map(({ at }) => Date.parse(at)));
  if (alerts.every(({ status }) => status === 'resolved'))
    return `It lasted ${aboutAsLong(to - from)}, from ${formatTime(from, timezone)} to ${formatTime(to, timezone)}.`;
  // Closed by hand while it goes on: event time does not say when, our clock does.
  const closed = events.findLast(({ kind }) => kind === 'resolved')?.at ?? openedAt;
  return `It was closed after ${aboutAsLong(Date.parse(closed) - Date.parse(openedAt))}; what raised it has not calmed yet.`;
}

function handled({ events, openedAt }: Incident): string {
  const people = events.flatMap((event) => {
    const word = wordFor(event);
    if (!word || !('by' in event) || event.by === 'vigie') return [];
    return [`${event.by} ${word} after ${aboutAsLong(Date.parse(event.at) - Date.parse(openedAt))}`];
  });
  return people.length > 0 ? `${people.slice(0, 5).join(', ')}.` : 'Nobody acknowledged it.';
}

function wordFor({ kind }: IncidentEvent): string | undefined {
  if (kind === 'acknowledged') return 'acknowledged it';
  return kind === 'snoozed' ? 'snoozed it' : undefined;
}

function ended({ events }: Incident): string {
  const end = events.findLast((event) => event.kind === 'resolved');
  if (end?.by === 'vigie' && end.why !== undefined && end.why !== ALL_CALM)
    return `It was closed because ${end.why}, not because it has calmed: it may go on.`;
  if (!end || end.by === 'vigie') return 'It ended by itself: nothing that raised it holds any more.';
  return `${end.by} resolved it${end.why ? `: ${end.why}` : ''}.`;
}

/** To the minute: nobody counts the seconds of a storm. */
function aboutAsLong(ms: number): string {
  return ms < 60_000 ? 'less than a minute' : durationInWords(Math.round(ms / 60_000) * 60_000);
}
