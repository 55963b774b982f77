import type { IncidentSummary, Severity } from '../api';
import { act, pending } from './act';
import { now } from './model';
import { count, dayAndTime, span } from './time';

const SEVERITY_MARKS: Readonly<Record<Severity, string>> = {
  info: '○',
  warning: '△',
  error: '◆',
  critical: '▲',
};

/** Shape, word and colour: no one of them is needed to tell how bad. */
export function SeverityBadge({ severity }: { severity: Severity }) {
  return (
    <span class={`severity ${severity}`}>
      <span aria-hidden="true">{SEVERITY_MARKS[severity]}</span> {severity}
    </span>
  );
}

/** What a person can do with an incident as it stands. */
export function IncidentButtons({ incident }: { incident: IncidentSummary }) {
  const { id, state } = incident;
  return (
    <div class="buttons">
      {state === 'open' && (
        <button type="button" class="strong" onClick={() => act(id, 'acknowledge')}>
          Acknowledge
        </button>
      )}
      {(state === 'open' || state === 'acknowledged') && (
        <button type="button" onClick={() => act(id, 'snooze', { for: '1h' })}>
          Snooze 1 h
        </button>
      )}
      {state === 'resolved' ? (
        <button type="button" onClick={() => act(id, 'reopen')}>
          Reopen
        </button>
      ) : (
        <button type="button" onClick={() => act(id, 'resolve')}>
          Resolve
        </button>
      )}
      <span class="pending" role="status">
        {pending.value[id]}
      </span>
    </div>
  );
}

/** `Slack #crisis ✓`: who was paged and whether it arrived. */
export function Recipients({ incident }: { incident: IncidentSummary }) {
  const { pages, recipients } = incident;
  if (pages === 0) return <span class="muted">No page sent</span>;
  return (
    <span>
      {pages === 1 ? '1 page' : `${pages} pages`}
      {recipients.length > 0 && ' to '}
      {recipients.map(({ notifier, destination, state, error }) => (
        <span
          key={`${notifier} ${destination}`}
          title={error}
          class={state === 'failed' ? 'recipient failed' : 'recipient'}
        >
          {notifier === destination ? notifier : `${notifier} ${destination}`}
          {state === 'failed' ? ' (not delivered)' : state === 'delivered' ? ' ✓' : ' (queued)'}
        </span>
      ))}
    </span>
  );
}

export function StateWord({ incident }: { incident: IncidentSummary }) {
  const { state, handled, snoozedUntil } = incident;
  if (state === 'open') return <b class="state open">Open</b>;
  const by = handled && ` by ${handled.by}, ${dayAndTime(handled.at, now.value)}`;
  const words = { acknowledged: 'Acknowledged', snoozed: 'Snoozed', resolved: 'Resolved' } as const;
  const until = state === 'snoozed' && snoozedUntil ? ` until ${dayAndTime(snoozedUntil, now.value)}` : '';
  return (
    <span class="state">
      <b>
        {words[state]}
        {until}
      </b>
      {by}
    </span>
  );
}

/** What was seen against what was to be expected, with how long it has been going on. */
export function SeenAndExpected({ incident }: { incident: IncidentSummary }) {
  const { finding, startedAt, firing } = incident;
  if (!finding) return null;
  const lasted = Date.parse(finding.at) - Date.parse(startedAt);
  return (
    <span>
      <b>{count(finding.seen)}</b> {finding.unit}
      {finding.expected !== undefined && (
        <>
          , <b>{count(finding.expected)}</b> expected
        </>
      )}
      {firing ? ' · still going on' : ' · over'}
      {lasted > 60_000 && `${firing ? ',' : ' after'} ${span(lasted)}${firing ? ' so far' : ''}`}
    </span>
  );
}

/** An incident as a card of the list. */
export function IncidentRow({ incident }: { incident: IncidentSummary }) {
  return (
    <li class={`incident ${incident.state} ${incident.severity}`} data-incident={incident.id}>
      <div class="line">
        <SeverityBadge severity={incident.severity} />
        <StateWord incident={incident} />
        <span class="muted">since {dayAndTime(incident.startedAt, now.value)}</span>
      </div>
      <h3>
        <a href={`#/incidents/${encodeURIComponent(incident.id)}`}>{incident.title}</a>
      </h3>
      <p class="facts">
        <SeenAndExpected incident={incident} />
        <Recipients incident={incident} />
      </p>
      <IncidentButtons incident={incident} />
    </li>
  );
}
