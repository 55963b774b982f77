import { Chart, totals } from './chart';
import { IncidentRow } from './incident-row';
import { MentionStream } from './mention-stream';
import { brand, incidents, series } from './model';
import { RangePicker } from './range-picker';
import { route } from './route';
import { count } from './time';

/** A brand: the chart, what needs somebody, and what is said. */
export function BrandView() {
  const shown = brand.value;
  if (!shown) {
    const { value } = route;
    const text =
      value.view === 'brand' && value.id
        ? `No brand "${value.id}" is configured.`
        : 'No brand is configured.';
    return <p class="notice">{text}</p>;
  }
  return (
    <>
      <section aria-labelledby="chart-title">
        <div class="chart-head">
          <h1 id="chart-title">{shown.name}</h1>
          <Totals />
          <RangePicker />
        </div>
        <Chart />
      </section>
      <div class="columns wide">
        <Incidents />
        <MentionStream />
      </div>
    </>
  );
}

function Totals() {
  const { mentions, negative } = totals(series.value);
  const share = mentions === 0 ? 0 : Math.round((100 * negative) / mentions);
  return (
    <p class="totals">
      <span class="key mentions-key">
        <b>{count(mentions)}</b> mentions
      </span>
      <span class="key negative-key">
        <b>{count(negative)}</b> negative ({share} %)
      </span>
    </p>
  );
}

function Incidents() {
  const unresolved = incidents.value.filter(({ state }) => state !== 'resolved');
  const resolved = incidents.value.filter(({ state }) => state === 'resolved');
  return (
    <section class="incidents" aria-labelledby="incidents-title">
      <h2 id="incidents-title" tabIndex={-1}>
        Incidents <small>{unresolved.length > 0 ? unresolved.length : ''}</small>
      </h2>
      {unresolved.length === 0 && (
        <p class="notice calm">
          {resolved.some(({ firing }) => firing)
            ? 'No incident is open, but a rule still holds on one that was resolved.'
            : 'All calm: no incident is open.'}
        </p>
      )}
      <ol>
        {unresolved.map((incident) => (
          <IncidentRow key={incident.id} incident={incident} />
        ))}
      </ol>
      {resolved.length > 0 && (
        <details>
          <summary>{resolved.length} resolved</summary>
          <ol>
            {resolved.slice(0, 50).map((incident) => (
              <IncidentRow key={incident.id} incident={incident} />
            ))}
          </ol>
        </details>
      )}
    </section>
  );
}
