import { durationInWords } from '#enrich/duration-in-words';
import type { DependencyName, Page } from '../page';
import { formatTime } from '../render/local-time';
import { quoteText } from '../render/quoted-text';
import type { Telling } from './decide-telling';
import type { Dependency } from './dependency';
import type { HealthOf } from './health';
import { afterwardsOf, effectOf, GRAVEST_FIRST, meaningOf } from './meaning';
import { operatorsPage } from './operators-page';
import type { Outages } from './told-outages';
import { withoutSecrets } from './without-secrets';

export type OutageOrder = {
  readonly telling: Telling;
  /** Of the outage; the page of its end carries the same. */
  readonly incident: string;
  readonly dependencies: readonly Dependency[];
  readonly health: HealthOf;
  /** What was told, where an end is told of. */
  readonly outages: Outages;
  /** IANA zone in which people read the times. */
  readonly timezone: string;
};

/** A page to the operators: what does not answer, or does again, and what that means. */
export function composeOutagePage(order: OutageOrder): Page {
  const { telling, incident, timezone } = order;
  const failures = failuresOf(order);
  const isOver = telling.kind === 'outage-over';
  const from = Math.min(...failures.map((failure) => failure.from));
  const to = Math.max(...failures.map((failure) => failure.to));
  const subject = failures.map(({ subject }) => subject).join(' and ');
  const many = failures.length > 1;
  return operatorsPage(telling, {
    incident,
    reason: isOver ? 'answers again' : 'does not answer',
    headline: isOver
      ? `Vigie: ${subject} ${many ? 'answer' : 'answers'} again after ${durationInWords(to - from)}`
      : `Vigie: ${subject} ${many ? 'do' : 'does'} not answer since ${formatTime(from, timezone)} — ${effectOf(telling.dependencies)}`,
    from,
    timezone,
    outages: failures.map((failure) => (isOver ? tellEnd(failure, timezone) : tellOutage(failure, order))),
  });
}

/** What fails, or failed, on one server. */
type Failure = {
  readonly names: readonly DependencyName[];
  /** For a headline: `Elasticsearch`, or `the store in Elasticsearch` where the rest of it is well. */
  readonly subject: string;
  /** `The state and the store (Elasticsearch at …)`. */
  readonly title: string;
  readonly advice: string;
  /** When the first began to fail, and when the last of them changed. Epoch milliseconds. */
  readonly from: number;
  readonly to: number;
  /** How often it began to fail since the last message. */
  readonly times: number;
  readonly error?: string;
};

function failuresOf(order: OutageOrder): Failure[] {
  const told = GRAVEST_FIRST.flatMap((name) =>
    order.dependencies.filter((one) => one.name === name && order.telling.dependencies.includes(name)),
  );
  const servers = [...new Set(told.map(({ at }) => at))];
  return servers.map((server) =>
    failureOf(
      told.filter(({ at }) => at === server),
      order,
    ),
  );
}

function failureOf(
  told: readonly Dependency[],
  { telling, dependencies, health, outages }: OutageOrder,
): Failure {
  const names = told.map(({ name }) => name);
  const { server = '', at = '', advice = '' } = told[0] ?? {};
  const isWhole = dependencies.every((other) => other.at !== at || names.includes(other.name));
  const words = names.map((name) => `the ${name}`).join(' and ');
  const found = names.flatMap((name) => health.get(name) ?? []);
  const changed = found.map(({ since }) => since);
  const begun = names.flatMap((name) => outages.get(name)?.since ?? []);
  const error = found.find((one) => one.error !== undefined)?.error;
  return {
    names,
    subject: isWhole ? server : `${words} in ${server}`,
    title: `T${words.slice(1)} (${server} at ${at})`,
    advice,
    from: Math.min(...(telling.kind === 'outage' ? changed : begun)),
    to: Math.max(...changed),
    times: Math.max(...found.map(({ failures }) => failures)),
    // The title has the address already.
    ...(error && { error: quoteText(withoutSecrets(error.replace(`${server} at ${at}: `, '')), 300) }),
  };
}

type OutageFacts = NonNullable<Page['outages']>[number];

function tellOutage(failure: Failure, { telling, timezone }: OutageOrder): OutageFacts {
  const { names, title, from, times, error, advice } = failure;
  const again = times > 1 ? ` It has failed ${times} times since the last message.` : '';
  const verb = names.length === 1 ? 'does' : 'do';
  return {
    dependencies: [...names],
    summary: `${title} ${verb} not answer since ${formatTime(from, timezone)}.${again}`,
    ...(error !== undefined && { error }),
    means: meaningOf(names, telling.dependencies),
    advice,
  };
}

function tellEnd({ names, title, from, to, times, error }: Failure, timezone: string): OutageFacts {
  const span = `from ${formatTime(from, timezone)} to ${formatTime(to, timezone)}: ${durationInWords(to - from)}`;
  const often = times > 0 ? ` It came back and failed again meanwhile: ${times + 1} times in all.` : '';
  return {
    dependencies: [...names],
    summary: `${title} did not answer ${span}.${often}`,
    ...(error !== undefined && { error }),
    means: afterwardsOf(names),
  };
}
