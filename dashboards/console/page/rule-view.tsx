import type { GroupNow } from '#alerting/rule-groups';
import type { RulePage, RuleView as View } from '../api';
import { SeverityBadge } from './incident-row';
import { now } from './model';
import { Ratings } from './rate-pages';
import { FiringWord, usefulWords } from './rules-view';
import { count, dayAndTime } from './time';
import { useAsked } from './use-asked';

/** One rule: what it counts, how each group stands, and what people said of the pages that it raised. */
export function RuleView({ name }: { name: string }) {
  const { answer: rule, error } = useAsked<View>(`rules/${encodeURIComponent(name)}`);
  if (!rule) return <p class="notice">{error ?? 'Loading …'}</p>;
  return (
    <article class="detail rule">
      <p>
        <a href="#/rules">← All rules</a>
      </p>
      <div class="line">
        <SeverityBadge severity={rule.severity} />
        <FiringWord firing={rule.firing} />
        <span class="tag">{rule.type.replaceAll('_', ' ')}</span>
        <code>
          {rule.origin.file}:{rule.origin.line}
        </code>
      </div>
      <h1>{rule.name}</h1>
      {rule.summary && <p>{rule.summary}</p>}
      <div class="columns">
        <div>
          <Counts rule={rule} />
          <Groups rule={rule} />
        </div>
        <Raised rule={rule} />
      </div>
    </article>
  );
}

function Counts({ rule }: { rule: View }) {
  return (
    <section aria-labelledby="counts">
      <h2 id="counts">What it counts</h2>
      <div class="alert">
        <p>{rule.counts}</p>
        <ul class="explanation">
          {rule.where.map((line) => (
            <li key={line}>{line}</li>
          ))}
          {rule.where.length === 0 && <li>every mention</li>}
        </ul>
        <p class="muted">{rule.typeSummary}</p>
        <details>
          <summary>Its settings</summary>
          <dl class="settings">
            {rule.settings.map(({ name, value, means }) => (
              <div key={name}>
                <dt>
                  <code>{name}</code> <b>{value}</b>
                </dt>
                <dd class="muted">{means}</dd>
              </div>
            ))}
          </dl>
        </details>
      </div>
    </section>
  );
}

function Groups({ rule: { groups, moreGroups } }: { rule: View }) {
  return (
    <section aria-labelledby="now">
      <h2 id="now">
        Now <small>{moreGroups > 0 && `${groups.length} of ${groups.length + moreGroups}`}</small>
      </h2>
      {groups.length === 0 && <p class="muted">It has counted nothing yet.</p>}
      {groups.map((group) => (
        <Group key={JSON.stringify([group.timeline, group.group])} group={group} />
      ))}
    </section>
  );
}

function Group({ group: { group, timeline, at, firingSince, measured } }: { group: GroupNow }) {
  const values = Object.entries(group).map(([field, value]) =>
    field === 'brand' ? value : `${field} ${value}`,
  );
  return (
    <div class="alert">
      <div class="line">
        <b>{values.join(', ')}</b>
        <FiringWord firing={firingSince === undefined ? 0 : 1} />
        {firingSince && <span class="muted">since {dayAndTime(firingSince, now.value)}</span>}
        {timeline !== 'live' && <span class="tag">{timeline.replace('-', ' ')}</span>}
        <span class="muted">counted up to {dayAndTime(at, now.value)}</span>
      </div>
      {measured && (
        <>
          <p class="facts">
            <span>
              seen <b>{count(measured.seen)}</b> {measured.unit}
            </span>
            {measured.expected !== undefined && (
              <span>
                expected <b>{count(measured.expected)}</b>
              </span>
            )}
            <span class="muted">at {dayAndTime(measured.at, now.value)}</span>
          </p>
          <ul class="explanation">
            {measured.explanation.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

function Raised({ rule }: { rule: View }) {
  const { raised, pages, pagesAWeek, advice } = rule;
  return (
    <section aria-labelledby="raised">
      <h2 id="raised">
        Pages of the last four weeks <small>{pages > raised.length && `the newest ${raised.length}`}</small>
      </h2>
      <p class="facts">
        <span>
          <b>{count(pagesAWeek)}</b> a week
        </span>
        <span>
          <b>{usefulWords(rule)}</b>
          {rule.rated > 0 && ' useful'}
        </span>
      </p>
      {pages > 0 && <p class="advice">{advice[0]?.toUpperCase() + advice.slice(1)}.</p>}
      {pages === 0 && <p class="muted">It raised none.</p>}
      <ul class="raised">
        {raised.map((page) => (
          <Page key={`${page.incident} ${page.page}`} page={page} />
        ))}
      </ul>
    </section>
  );
}

function Page({ page: { incident, page, summary, at, reason, ratings } }: { page: RulePage }) {
  return (
    <li class="delivery">
      <p>
        <a href={`#/incidents/${encodeURIComponent(incident)}/pages/${page}`}>{summary}</a>
      </p>
      <p class="muted">
        {dayAndTime(at, now.value)} · {reason}
      </p>
      <Ratings ratings={ratings} />
    </li>
  );
}
