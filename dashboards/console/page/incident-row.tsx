import { useEffect, useRef } from 'preact/hooks';
import type { IncidentSummary, Severity } from '../api';
import { act, lastActedOn, pending } from './act';
import { now } from './model';
import { dayAndTime, span } from './time';

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

/** The button that was pressed is gone: who works by keyboard goes on beside it, or at the head of the list. */
function keepFocus(id: string, buttons: HTMLElement | null): void {
  if (lastActedOn.peek() !== id || document.activeElement !== document.body) return;
  lastActedOn.value = undefined;
  buttons?.querySelector('button')?.focus();
  if (document.activeElement === document.body) document.getElementById('incidents-title')?.focus();
}

/** What a person can do with an incident as it stands. */
export function IncidentButtons({ incident }: { incident: IncidentSummary }) {
  const { id, state } = incident;
  const buttons = useRef<HTMLDivElement>(null);
  useEffect(() => keepFocus(id, buttons.current), [id, state]);
  return (
    <div class="buttons" ref={buttons}>
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

/** `2 pages, the last at 22:18: slack #crisis ✓`: who was paged, when, and whether it arrived. */
export function Recipients({ incident }: { incident: IncidentSummary }) {
  const { pages, recipients, pagedAt, onTheWay } = incident;
  if (pages === 0) return <span class="muted">Nobody has been paged</span>;
  const times = pagedAt === undefined ? '' : ` at ${dayAndTime(pagedAt, now.value)}`;
  return (
    <span>
      {pages === 1 ? `Paged${times}` : `${pages} pages, the last${times}`}
      {': '}
      {recipients.map(({ notifier, destination, state, error }) => (
        <span
          key={`${notifier} ${destination}`}
          title={error}
          class={state === 'failed' ? 'recipient failed' : 'recipient'}
        >
          {notifier === destination ? notifier : `${notifier} ${destination}`}
          {state === 'failed' ? ' ✕ not delivered' : ' ✓'}
        </span>
      ))}
      {onTheWay > 0 && <span class="recipient muted">{onTheWay} on the way</span>}
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

/** How bad, in whose hands, since when, and whether it is of a replay. */
export function IncidentHead({ incident }: { incident: IncidentSummary }) {
  return (
    <div class="line">
      <SeverityBadge severity={incident.severity} />
      <StateWord incident={incident} />
      <span class="muted">since {dayAndTime(incident.startedAt, now.value)}</span>
      {incident.verdict && <span class="tag">press release {incident.verdict.replace('-', ' ')}</span>}
      {incident.replay && <span class="tag">replay</span>}
    </div>
  );
}

/** Whether it goes on, and for how long it did as far as was counted. */
export function Course({ incident }: { incident: IncidentSummary }) {
  const { findings, startedAt, firing } = incident;
  const counted = findings
    .filter((finding) => finding.firing === firing)
    .reduce((latest, { at }) => (at > latest ? at : latest), startedAt);
  const lasted = span(Date.parse(counted) - Date.parse(startedAt));
  return (
    <span>
      {firing ? <b>Still going on</b> : `Over after ${lasted}`}
      {firing && ` at ${dayAndTime(counted, Date.parse(startedAt))}`}
    </span>
  );
}

/** An incident as a card of the list. */
export function IncidentRow({ incident }: { incident: IncidentSummary }) {
  const { title, findings } = incident;
  return (
    <li class={`incident ${incident.state} ${incident.severity}`} data-incident={incident.id}>
      <IncidentHead incident={incident} />
      <h3>
        <a href={`#/incidents/${encodeURIComponent(incident.id)}`}>{title}</a>
      </h3>
      <ul class="findings">
        {findings
          .filter(({ summary }) => summary !== title)
          .map(({ id, summary, firing, at }) => (
            <li key={id} class={firing ? undefined : 'muted'}>
              {summary}{' '}
              <span class="muted">
                ({firing ? 'at' : 'over at'} {dayAndTime(at, Date.parse(incident.startedAt))})
              </span>
            </li>
          ))}
      </ul>
      <p class="facts">
        <Course incident={incident} />
        <Recipients incident={incident} />
      </p>
      <IncidentButtons incident={incident} />
    </li>
  );
}
