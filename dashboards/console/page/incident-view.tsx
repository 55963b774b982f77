import { useEffect, useState } from 'preact/hooks';
import type { Alert } from '#alerting/alert';
import type { Sample } from '#alerting/page';
import type { DeliveryRow, ReleaseView, IncidentView as View } from '../api';
import { act } from './act';
import { ask } from './ask-server';
import { Course, IncidentButtons, IncidentHead, Recipients, SeverityBadge } from './incident-row';
import { IncidentTimeline } from './incident-timeline';
import { incidentsVersion } from './live';
import { MentionText } from './mention-item';
import { now } from './model';
import { OutLink } from './out-link';
import { RatePages } from './rate-pages';
import { clockTime, dayAndTime } from './time';

/** One incident: what was found, who was told, what was done. */
export function IncidentView({ id, asked }: { id: string; asked?: number | undefined }) {
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
  const { incident, summary, release, pages, samples, deliveries } = view;
  return (
    <article class={`detail ${incident.severity}`}>
      <p>
        <a href={`#/brands/${encodeURIComponent(incident.brand)}`}>← All incidents</a>
      </p>
      <IncidentHead incident={summary} />
      <h1>{incident.title}</h1>
      <p class="facts">
        <Course incident={summary} />
        <Recipients incident={summary} />
      </p>
      <IncidentButtons incident={summary} />
      <TimeLineLinks id={id} />
      <div class="columns">
        <section aria-labelledby="why">
          {release && <ReleaseCard release={release} />}
          <h2 id="why">Why</h2>
          {summary.findings.map(({ id: found }) => {
            const alert = incident.alerts.find(({ id: own }) => own === found);
            return alert && <AlertCard key={found} alert={alert} />;
          })}
          {samples.length > 0 && <h2>Quoted in the last page</h2>}
          {samples.map((sample) => (
            <SampleCard key={`${sample.at} ${sample.text}`} sample={sample} />
          ))}
        </section>
        <div>
          <Deliveries deliveries={deliveries} />
          <RatePages incident={id} pages={pages} asked={asked} />
          <section aria-labelledby="happened">
            <h2 id="happened">
              What happened <small>the newest first, by this machine's clock</small>
            </h2>
            <Comment id={id} />
            <IncidentTimeline events={incident.events} />
          </section>
        </div>
      </div>
    </article>
  );
}

/** The record of the incident, for who was not there. */
function TimeLineLinks({ id }: { id: string }) {
  const address = `/api/incidents/${encodeURIComponent(id)}/time-line`;
  return (
    <p class="muted">
      <a href={address} target="_blank" rel="noreferrer">
        Time line to print
      </a>{' '}
      · <a href={`${address}.md`}>as Markdown</a>
    </p>
  );
}

function ReleaseCard({ release }: { release: ReleaseView }) {
  return (
    <>
      <h2>Press release</h2>
      <div class="alert release">
        {release.sections.map(({ label, lines }) => (
          <section key={label}>
            <h3>{label}</h3>
            <ul class="explanation">
              {lines.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </>
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
        Rule <a href={`#/rules/${encodeURIComponent(alert.rule)}`}>{alert.rule}</a> ({alert.type}),{' '}
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

const DELIVERY_WORDS = {
  queued: '… on the way',
  delivered: '✓ delivered',
  failed: '✕ not delivered',
} as const;

function Deliveries({ deliveries }: { deliveries: readonly DeliveryRow[] }) {
  return (
    <section class="deliveries" aria-labelledby="told">
      <h2 id="told">Who was told</h2>
      {deliveries.length === 0 && <p class="muted">Nobody has been paged.</p>}
      <ul>
        {deliveries.map(({ id, page, reason, notifier, destination, createdAt, ...delivery }) => (
          <li key={id} class="delivery">
            <p>
              <b>{notifier === destination ? notifier : `${notifier} ${destination}`}</b>{' '}
              <span class={`delivery-state ${delivery.state}`}>{DELIVERY_WORDS[delivery.state]}</span>
            </p>
            <p class="muted">
              {dayAndTime(createdAt, now.value)} · page {page}, {reason}
              {delivery.attempts > 1 && ` · ${delivery.attempts} attempts`}
              {delivery.state === 'queued' &&
                delivery.attempts > 0 &&
                `, next ${clockTime(delivery.notBefore, true)}`}
            </p>
            {delivery.lastError && delivery.state !== 'delivered' && (
              <p class="failed">{delivery.lastError}</p>
            )}
            {delivery.reference && <p class="muted">answered: {delivery.reference}</p>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function SampleCard({ sample }: { sample: Sample }) {
  return (
    <blockquote class="sample">
      <p class="muted">
        {clockTime(sample.at)} ·{' '}
        {[...new Set([sample.outlet, sample.author])].filter(Boolean).join(' · ') || 'unknown'}
        {sample.sentiment && ` · ${sample.sentiment}`}
      </p>
      <MentionText text={sample.text} />
      {sample.risks.map((risk) => (
        <p key={risk} class="risk">
          {risk}
        </p>
      ))}
      {sample.url && <OutLink url={sample.url} suspect={sample.risks.length > 0} />}
    </blockquote>
  );
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
