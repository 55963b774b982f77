import type { SourceRow } from '../api';
import { now, rules, sources } from './model';
import {
  isTroubled,
  plainError,
  STATE_MARKS,
  STATE_WORDS,
  shortAddress,
  summarizeSources,
} from './source-words';
import { count, dayAndTime, span } from './time';

function Row({ source }: { source: SourceRow }) {
  const { state, lastError, lastItemAt, nextPollAt, lastSuccessAt } = source;
  const troubled = isTroubled(source);
  const wait = nextPollAt === undefined ? undefined : Date.parse(nextPollAt) - now.value;
  return (
    <tr class={troubled ? 'troubled' : undefined}>
      <th scope="row">
        {source.name}
        <span class="muted">
          {source.kind} · {shortAddress(source.address)}
        </span>
      </th>
      <td data-label="State">
        <span class={`source-state ${state}`}>
          <span aria-hidden="true">{STATE_MARKS[state]}</span> {STATE_WORDS[state]}
        </span>
        {source.progress && <span class="muted">{source.progress}</span>}
        {lastError && (troubled || source.consecutiveFailures > 0) && (
          <span class="error">
            {plainError(lastError.message)}{' '}
            <span class="muted">({span(now.value - Date.parse(lastError.at))} ago)</span>
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

/** Which rules are in force, and what keeps files as they stand now from being so. */
function RulesState() {
  if (!rules.value) return null;
  const { inForce, mistakes, changedAt } = rules.value;
  return (
    <section aria-labelledby="rules-title" class="rules">
      <h2 id="rules-title">Rules</h2>
      <p class="muted">
        {count(inForce)} in force, as of {dayAndTime(changedAt, now.value)}.
      </p>
      {mistakes.length > 0 && (
        <>
          <p class="failed">
            Mistakes keep what was changed since from being put in force. The rules that stood there before
            stay:
          </p>
          <ul>
            {mistakes.map((mistake) => (
              <li key={mistake}>
                <code>{mistake}</code>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

/** How each source is doing, and the rules. */
export function SourcesView() {
  return (
    <section aria-labelledby="sources-title">
      <h1 id="sources-title">Sources</h1>
      <p class="muted">{summarizeSources(sources.value)}</p>
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
      <RulesState />
    </section>
  );
}
