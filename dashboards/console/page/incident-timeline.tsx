import type { IncidentEvent } from '#alerting/incident';
import { now } from './model';
import { clockTime, dayAndTime, longDay } from './time';

type Entry = { readonly event: IncidentEvent; readonly times: number };

/** One entry for a run of updates by the same rule: the latest of them stands for all. */
function foldUpdates(events: readonly IncidentEvent[]): readonly Entry[] {
  const entries: Entry[] = [];
  let run = 0;
  for (const event of events) {
    if (event.kind !== 'alert-updated') {
      entries.push({ event, times: 1 });
      run = entries.length;
      continue;
    }
    const known = entries.findIndex(
      ({ event: other }, index) =>
        index >= run && other.kind === 'alert-updated' && other.alert.rule === event.alert.rule,
    );
    const times = known < 0 ? 1 : (entries[known]?.times ?? 0) + 1;
    if (known >= 0) entries.splice(known, 1);
    entries.push({ event, times });
  }
  return entries;
}

/** What happened to the incident, the newest first, by our clock. */
export function IncidentTimeline({ events }: { events: readonly IncidentEvent[] }) {
  return (
    <ol class="timeline">
      {foldUpdates(events)
        .toReversed()
        .map(({ event, times }) => (
          <li key={event.id} class={event.kind}>
            <time dateTime={event.at}>
              {longDay(event.at) === longDay(now.value)
                ? clockTime(event.at, true)
                : dayAndTime(event.at, now.value)}
            </time>
            <span>
              {tellEvent(event)}
              {times > 1 && <span class="muted"> (after {times} updates)</span>}
            </span>
          </li>
        ))}
    </ol>
  );
}

const why = (text: string | undefined) => (text ? `: ${text}` : '');

function tellEvent(event: IncidentEvent): string {
  switch (event.kind) {
    case 'opened':
      return `Opened: ${event.alert.summary}`;
    case 'alert-joined':
      return `Joined by rule ${event.alert.rule}: ${event.alert.summary}`;
    case 'alert-updated':
      return `Rule ${event.alert.rule}: ${event.alert.summary}`;
    case 'alert-resolved':
      return event.alert.endedBecause
        ? `Alert of rule ${event.alert.rule} ended: ${event.alert.endedBecause}`
        : `Rule ${event.alert.rule} no longer holds`;
    case 'paged':
      return `Page ${event.page} sent: ${event.reason}`;
    case 'delivered':
      return `Delivered by ${event.notifier} to ${event.destination}`;
    case 'delivery-failed':
      return `Not delivered by ${event.notifier} to ${event.destination}: ${event.error}`;
    case 'acknowledged':
      return `Acknowledged by ${event.by}${why(event.why)}`;
    case 'snoozed':
      return `Snoozed by ${event.by} until ${dayAndTime(event.until, now.value)}${why(event.why)}`;
    case 'resolved':
      return `Resolved by ${event.by}${why(event.why)}`;
    case 'reopened':
      return `Reopened by ${event.by}${why(event.why)}`;
    case 'commented':
      return `${event.by}: ${event.text}`;
    case 'rated':
      return `Page ${event.page} was ${event.useful ? '' : 'not '}useful, says ${event.by}${why(event.note)}`;
    default:
      return (event satisfies never as IncidentEvent).kind;
  }
}
