import type { Explanation, Gate } from '#alerting/explanation';
import type { GroupNow } from '#alerting/rule-groups';
import type { RulePage, RuleView as View } from '../api';
import { SeverityBadge } from './incident-row';
import { now } from './model';
import { PastOfRule } from './past-of-rule';
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
        <div>
          <Raised rule={rule} />
          <PastOfRule name={rule.name} />
        </div>
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

function Group({ group: { group, timeline, at, now: sees, firing } }: { group: GroupNow }) {
  const values = Object.entries(group).map(([field, value]) =>
    field === 'brand' ? value : `${field} ${value}`,
  );
  return (
    <div class="alert">
      <div class="line">
        <b>{values.join(', ')}</b>
        <FiringWord firing={firing ? 1 : 0} />
        {firing && <span class="muted">since {dayAndTime(firing.since, now.value)}</span>}
        {timeline !== 'live' && <span class="tag">{timeline.replace('-', ' ')}</span>}
        <span class="muted">counted up to {dayAndTime(at, now.value)}</span>
      </div>
      {sees && <Sees sees={sees} />}
      {firing && !sees && (
        <p>
          {firing.worst.summary} <span class="muted">at {dayAndTime(firing.worst.at, now.value)}</span>
        </p>
      )}
    </div>
  );
}

/** What a group's detector sees beside what it expects, and each gate. */
function Sees({ sees }: { sees: Explanation }) {
  const { seen, unit, expected, because, interval, gates } = sees;
  return (
    <>
      <p class="facts">
        <span>
          seen <b>{count(seen)}</b> {unit}
        </span>
        {expected !== undefined && (
          <span>
            expected <b>{count(expected)}</b>
            {because !== undefined && <span class="muted"> ({because})</span>}
          </span>
        )}
        {interval && (
          <span class="muted">
            {expected === undefined ? 'with room for chance' : 'usually'} {count(interval.low)} to{' '}
            {count(interval.high)}
          </span>
        )}
      </p>
      {interval && <Band seen={seen} {...interval} />}
      <ul class="explanation">
        {gates.map((gate, place) => (
          <GateLine
            key={`${gate.way} ${gate.name}`}
            gate={gate}
            begins={gate.way !== undefined && gate.way !== gates[place - 1]?.way}
          />
        ))}
      </ul>
    </>
  );
}

/** A gate with its numbers; `begins`: it is the first of its way. */
function GateLine({ gate, begins }: { gate: Gate; begins: boolean }) {
  const { way, name, seen, needs, limit, open } = gate;
  return (
    <>
      {begins && <li class="way">{way}</li>}
      <li class={open ? 'gate open' : 'gate'}>
        <span aria-hidden="true">{open ? '●' : '○'}</span> {name}: {inWords(seen)}
        <span class="muted">
          {' '}
          {open ? 'opens' : 'holds'} ({needs} {inWords(limit)})
        </span>
      </li>
    </>
  );
}

/** Chances are told as `once in 5,000`: as decimals nobody reads them. */
function inWords(value: number | string): string {
  if (typeof value === 'string') return value;
  return value > 0 && value < 0.01 ? `once in ${count(Math.round(1 / value))}` : count(value);
}

/** Where what is seen stands beside what chance alone explains. */
function Band({ seen, low, high }: { seen: number; low: number; high: number }) {
  const place = (value: number) => (100 * value) / (1.05 * Math.max(seen, high, 1));
  return (
    <svg class="band" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
      <rect class="track" width="100" height="8" />
      <rect class="usual" x={place(low)} width={place(high) - place(low)} height="8" />
      <rect
        class={seen > high || seen < low ? 'seen out' : 'seen'}
        x={place(seen) - 0.4}
        width="0.8"
        height="8"
      />
    </svg>
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
