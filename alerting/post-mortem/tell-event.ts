import type { IncidentEvent } from '../incident';
import { formatMoment, formatSpan } from '../render/local-time';
import { defang, quoteText } from '../render/quoted-text';
import type { Entry, SentPage } from './entry';

export type Telling = {
  readonly events: readonly IncidentEvent[];
  readonly sent: readonly SentPage[];
  readonly timezone: string;
};

type Told = Omit<Entry, 'at'>;
type Event<Kind extends IncidentEvent['kind']> = Extract<IncidentEvent, { kind: Kind }>;

const words = (text: string, max = 300) => defang(quoteText(text, max));
const why = (text: string | undefined) => (text ? `: ${words(text)}` : '');

/** An event in words; nothing of what is told with another, such as what became of a page's deliveries. */
export function tellEvent(event: IncidentEvent, telling: Telling): Told | undefined {
  switch (event.kind) {
    case 'opened':
    case 'alert-joined':
    case 'alert-updated':
    case 'alert-resolved':
      return tellAlert(event);
    case 'paged':
      return tellPage(event, telling);
    case 'delivered':
    case 'delivery-failed':
      return undefined;
    case 'acknowledged':
      return {
        kind: 'people',
        text: `Acknowledged by ${words(event.by, 80)}${why(event.why)}`,
        details: [],
        mark: 'acknowledged',
      };
    case 'snoozed':
      return person(
        `Snoozed by ${words(event.by, 80)} until ${formatMoment(event.until, telling.timezone)}${why(event.why)}`,
      );
    case 'reopened':
      return person(`Opened again by ${words(event.by, 80)}${why(event.why)}`);
    case 'resolved':
      return {
        kind: 'end',
        text: `Resolved by ${words(event.by, 80)}${why(event.why)}`,
        details: [],
        mark: 'resolved',
      };
    case 'commented':
      return person(`Note by ${words(event.by, 80)}: ${words(event.text, 4_000)}`);
    case 'rated':
      return person(
        `Page ${event.page} was ${event.useful ? '' : 'not '}useful, says ${words(event.by, 80)}${why(event.note)}`,
      );
    default:
      return event satisfies never;
  }
}

function person(text: string): Told {
  return { kind: 'people', text, details: [] };
}

function tellAlert(event: Event<'opened' | 'alert-joined' | 'alert-updated' | 'alert-resolved'>): Told {
  const { kind, alert } = event;
  const rule = `Rule ${words(alert.rule, 80)} (${quoteText(`${alert.origin.file}:${alert.origin.line}`, 120)})`;
  const summary = words(alert.summary, 400);
  if (kind === 'alert-resolved')
    return {
      kind: 'found',
      text: alert.endedBecause ? `${rule} ended: ${words(alert.endedBecause)}` : `${rule} no longer holds`,
      details: [`At the last: ${summary}`],
    };
  if (kind === 'alert-updated') return { kind: 'found', text: `Grown: ${summary}`, details: [] };
  const start = kind === 'opened' ? 'Incident opened' : 'Found too';
  const details = [`${rule}, ${alert.severity}`, ...alert.explanation.slice(0, 3).map((line) => words(line))];
  return {
    kind: 'found',
    text: `${start}: ${summary}`,
    details,
    ...(kind === 'opened' && { mark: 'found' }),
  };
}

/** Each page with everybody it was meant for, and what became of it there. */
function tellPage({ page, reason, deliveries, at }: Event<'paged'>, { events, sent }: Telling): Told {
  const known = new Map(sent.map((one) => [one.id, one]));
  const headline = deliveries.map((id) => known.get(id)?.headline).find(Boolean);
  return {
    kind: 'page',
    text: `Page ${page} sent (${words(reason, 80)})${headline ? `: “${words(headline, 200)}”` : ''}`,
    details: deliveries.map((id) => becameOf(id, { events, at, sent: known.get(id) })),
    mark: `page ${page}`,
  };
}

type Fate = {
  readonly events: readonly IncidentEvent[];
  readonly at: string;
  readonly sent: SentPage | undefined;
};

function becameOf(id: string, { events, at, sent }: Fate): string {
  const settled = events.findLast(
    (event) => (event.kind === 'delivered' || event.kind === 'delivery-failed') && event.delivery === id,
  );
  if (settled?.kind === 'delivered') return `Delivered by ${placeOf(settled)} ${after(settled.at, at)}`;
  if (settled?.kind === 'delivery-failed')
    return `Not delivered by ${placeOf(settled)}, given up ${after(settled.at, at)}: ${words(settled.error)}`;
  if (!sent) return 'To somebody of whom nothing is kept any more';
  const tries =
    sent.attempts > 0 ? `, ${sent.attempts} ${sent.attempts === 1 ? 'attempt' : 'attempts'} so far` : '';
  return `Not delivered yet by ${placeOf(sent)}${tries}${why(sent.lastError)}`;
}

function placeOf({
  notifier,
  destination,
}: {
  readonly notifier: string;
  readonly destination: string;
}): string {
  return `${words(notifier, 60)} to ${words(destination, 120)}`;
}

function after(at: string, from: string): string {
  const ms = Math.max(0, Date.parse(at) - Date.parse(from));
  return ms < 1_000 ? 'within a second' : `after ${formatSpan(ms)}`;
}
