import { useEffect, useState } from 'preact/hooks';
import type { PastLine, RulePast } from '../api';
import { askPast } from './ask-past';
import { SeverityBadge } from './incident-row';
import { now } from './model';
import { count, dayAndTime, span } from './time';

const SPANS = [7, 30, 90] as const;

/** What the rule as it stands would have done: by the back-test, when somebody asks. */
export function PastOfRule({ name }: { name: string }) {
  const [days, setDays] = useState<number>();
  const [line, setLine] = useState<PastLine>();
  useEffect(() => {
    if (days === undefined) return;
    const gone = new AbortController();
    setLine({ kind: 'progress', read: 0, total: 0 });
    askPast(name, days, setLine, gone.signal).catch((failure: Error) => {
      if (!gone.signal.aborted) setLine({ kind: 'failed', error: failure.message });
    });
    return () => gone.abort();
  }, [name, days]);
  return (
    <section aria-labelledby="past">
      <h2 id="past">What would it have done?</h2>
      <p class="muted">The rule as it stands now, alone, over what is stored. Nobody is told.</p>
      <fieldset class="segments ranges" aria-label="How far back">
        {SPANS.map((choice) => (
          <button key={choice} type="button" aria-pressed={days === choice} onClick={() => setDays(choice)}>
            {choice} days
          </button>
        ))}
      </fieldset>
      <div class="past" aria-live="polite">
        {line && <Answer line={line} days={days ?? 0} />}
      </div>
    </section>
  );
}

function Answer({ line, days }: { line: PastLine; days: number }) {
  if (line.kind === 'failed') return <p class="notice">{line.error}</p>;
  if (line.kind === 'result') return <Result past={line.past} days={days} />;
  const { read, total } = line;
  const label = `${count(read)} of ${total === 0 ? '…' : count(total)} mentions`;
  return (
    <p class="muted">
      <progress value={total === 0 ? undefined : read} max={Math.max(1, total)} aria-label={label} /> {label}
    </p>
  );
}

function Result({ past, days }: { past: RulePast; days: number }) {
  const { pages, pagesAWeek, quietWeeks, weeks, alerts, longestStormMs, mentions, list } = past;
  return (
    <>
      <p class="facts">
        <span>
          <b>{count(pages)}</b> {pages === 1 ? 'page' : 'pages'}
          {pagesAWeek !== undefined && days > 7 && `, ${count(pagesAWeek)} a week`}
        </span>
        {days > 7 && (
          <span>
            <b>
              {quietWeeks} of {weeks}
            </b>{' '}
            weeks quiet
          </span>
        )}
        {alerts > 0 && (
          <span>
            longest alert <b>{span(longestStormMs)}</b>
          </span>
        )}
      </p>
      <p class="muted">
        {count(mentions)} mentions, from {dayAndTime(past.from, now.value)} to{' '}
        {dayAndTime(past.to, now.value)}. Nobody answers a page there, so a long storm is told more often than
        it would be.
      </p>
      <ul class="raised">
        {list.map((page) => (
          <li key={page.at} class="delivery">
            <p>
              <SeverityBadge severity={page.severity} /> {page.title}
            </p>
            <p class="muted">
              {dayAndTime(page.at, now.value)} · {page.reason}
            </p>
          </li>
        ))}
      </ul>
      {pages > list.length && <p class="muted">The newest {list.length} of them.</p>}
    </>
  );
}
