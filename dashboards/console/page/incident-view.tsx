import { useEffect, useState } from 'preact/hooks';
import type { Alert } from '#alerting/alert';
import type { IncidentEvent } from '#alerting/incident';
import type { Sample } from '#alerting/page';
import type { IncidentView as View } from '../api';
import { act } from './act';
import { ask } from './ask-server';
import { IncidentButtons, Recipients, SeenAndExpected, SeverityBadge, StateWord } from './incident-row';
import { incidentsVersion } from './live';
import { now } from './model';
import { OutLink } from './out-link';
import { clockTime, count, dayAndTime } from './time';

/** One incident: what was found, who was told, what was done. */
export function IncidentView({ id }: { id: string }) {
  const [view, setView] = useState<View>();
  const [error, setError] = useState<string>();
  const version = incidentsVersion.value;
  useEffect(() => {
    ask<View>(`incidents/${encodeURIComponent(id)}`).then(
      (answer) => {
        setView(answer);
        setError(undefined);
      },
      (failure: Error) => setError(failure.message),
    );
  }, [id, version]);
  if (error !== undefined && !view) return <p class="notice">{error}</p>;
  if (!view || view.incident.id !== id) return <p class="notice">Loading …</p>;
  const { incident, summary, samples } = view;
  return (
    <article class={`detail ${incident.severity}`}>
      <p>
        <a href={`#/brands/${encodeURIComponent(incident.brand)}`}>← All incidents</a>
      </p>
      <div class="line">
        <SeverityBadge severity={incident.severity} />
        <StateWord incident={summary} />
        <span class="muted">since {dayAndTime(incident.startedAt, now.value)}</span>
      </div>
      <h1>{incident.title}</h1>
      <p class="facts">
        <SeenAndExpected incident={summary} />
        <Recipients incident={summary} />
      </p>
      <IncidentButtons incident={summary} />
      <div class="columns">
        <section aria-labelledby="why">
          <h2 id="why">Why</h2>
          {incident.alerts.map((alert) => (
            <AlertCard key={alert.id} alert={alert} />
          ))}
          {samples.length > 0 && <h2>Said, for example</h2>}
          {samples.map((sample) => (
            <SampleCard key={`${sample.at} ${sample.text}`} sample={sample} />
          ))}
        </section>
        <section aria-labelledby="happened">
          <h2 id="happened">What happened</h2>
          <ol class="timeline">
            {incident.events.map((event) => (
              <li key={event.id}>
                <time dateTime={event.at}>{dayAndTime(event.at, now.value)}</time>
                <span>{tellEvent(event)}</span>
              </li>
            ))}
          </ol>
          <Comment id={id} />
        </section>
      </div>
    </article>
  );
}

function AlertCard({ alert }: { alert: Alert }) {
  const { from, to } = alert.window;
  return (
    <div class={`alert ${alert.severity}`}>
      <p>
        <SeverityBadge severity={alert.severity} /> {alert.summary}
      </p>
      <p class="facts">
        <span>
          <b>{count(alert.seen)}</b> {alert.unit}
          {alert.expected !== undefined && `, ${count(alert.expected)} expected`}
        </span>
        <span>
          counted {dayAndTime(from, now.value)} – {clockTime(to)}
        </span>
        <span>{alert.status === 'firing' ? 'still holds' : 'no longer holds'}</span>
      </p>
      <ul class="explanation">
        {alert.explanation.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <p class="muted">
        Rule <b>{alert.rule}</b> ({alert.type}),{' '}
        <code>
          {alert.origin.file}:{alert.origin.line}
        </code>
        {alert.filter.length > 0 && (
          <>
            {' '}
            where <code>{alert.filter.join(' and ')}</code>
          </>
        )}
      </p>
    </div>
  );
}

function SampleCard({ sample }: { sample: Sample }) {
  return (
    <blockquote class="sample">
      <p class="muted">
        {clockTime(sample.at)} · {[sample.outlet, sample.author].filter(Boolean).join(' · ') || 'unknown'}
        {sample.sentiment && ` · ${sample.sentiment}`}
      </p>
      <p>{sample.text}</p>
      {sample.risks.map((risk) => (
        <p key={risk} class="risk">
          {risk}
        </p>
      ))}
      {sample.url && <OutLink url={sample.url} suspect={sample.risks.length > 0} />}
    </blockquote>
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
      return `Rule ${event.alert.rule} no longer holds`;
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
    default:
      return (event satisfies never as IncidentEvent).kind;
  }
}

function Comment({ id }: { id: string }) {
  return (
    <form
      class="comment"
      onSubmit={(event) => {
        event.preventDefault();
        const form = event.currentTarget;
        const text = String(new FormData(form).get('text')).trim();
        if (text === '') return;
        act(id, 'comment', { text });
        form.reset();
      }}
    >
      <textarea
        name="text"
        rows={2}
        maxLength={4_000}
        aria-label="Comment"
        placeholder="Add to the record …"
      />
      <button type="submit">Comment</button>
    </form>
  );
}
