import type { SourceRow } from '../api';
import { now, sources } from './model';
import { count, dayAndTime, span } from './time';

const STATE_WORDS: Readonly<Record<string, string>> = {
  waiting: 'fine',
  running: 'running',
  'backing-off': 'trouble, will try again',
  unreachable: 'unreachable',
  ended: 'ended',
  failed: 'stopped',
};
const STATE_MARKS: Readonly<Record<string, string>> = {
  waiting: '●',
  running: '▶',
  'backing-off': '△',
  unreachable: '✕',
  ended: '■',
  failed: '✕',
};

function Row({ source }: { source: SourceRow }) {
  const { state, lastError, lastItemAt, nextPollAt, lastSuccessAt } = source;
  const troubled = state === 'unreachable' || state === 'failed' || state === 'backing-off';
  const wait = nextPollAt === undefined ? undefined : Date.parse(nextPollAt) - now.value;
  return (
    <tr class={troubled ? 'troubled' : undefined}>
      <th scope="row">
        {source.name}
        <span class="muted">
          {source.kind} · {source.address}
        </span>
      </th>
      <td data-label="State">
        <span class={`source-state ${state}`}>
          <span aria-hidden="true">{STATE_MARKS[state] ?? '?'}</span> {STATE_WORDS[state] ?? state}
        </span>
        {source.progress && <span class="muted">{source.progress}</span>}
        {lastError && (troubled || source.consecutiveFailures > 0) && (
          <span class="error">
            {lastError.message} <span class="muted">({span(now.value - Date.parse(lastError.at))} ago)</span>
          </span>
        )}
      </td>
      <td data-label="Last success">
        {lastSuccessAt ? `${span(now.value - Date.parse(lastSuccessAt))} ago` : 'never'}
      </td>
      <td data-label="Newest mention">{lastItemAt ? dayAndTime(lastItemAt, now.value) : '–'}</td>
      <td data-label="Next poll">{wait === undefined ? '–' : wait <= 0 ? 'now' : `in ${span(wait)}`}</td>
      <td data-label="Mentions" class="number">
        {count(source.mentions)}
      </td>
      <td data-label="Unreadable" class="number">
        {count(source.dropped)}
      </td>
    </tr>
  );
}

/** How each source is doing. */
export function SourcesView() {
  const unreachable = sources.value.filter(
    ({ state }) => state === 'unreachable' || state === 'failed',
  ).length;
  return (
    <section aria-labelledby="sources-title">
      <h1 id="sources-title">Sources</h1>
      <p class="muted">
        {sources.value.length === 0
          ? 'No source has reported yet.'
          : `${sources.value.length} sources, ${unreachable === 0 ? 'all can be reached' : `${unreachable} cannot be reached`}.`}
      </p>
      {sources.value.length > 0 && (
        <table class="sources">
          <thead>
            <tr>
              {[
                'Source',
                'State',
                'Last success',
                'Newest mention',
                'Next poll',
                'Mentions',
                'Unreadable',
              ].map((title) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sources.value.map((source) => (
              <Row key={source.name} source={source} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
