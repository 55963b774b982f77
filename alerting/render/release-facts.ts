import type { Page, PageRelease } from '../page';
import { type Denial, type DoubtedText, isAtLeast, isVouchedFor } from '../release-case';
import { latestFake } from '../release-headline';
import { VERDICT_WORDS } from '../verdict-words';
import { formatSpan, formatTime } from './local-time';
import { defang, quoteText } from './quoted-text';

/** A heading with its lines, ready to be printed: nothing in it is live. */
export type Section = { readonly label: string; readonly lines: readonly string[] };

/** What is told of a press release, and where. */
export type ToldRelease = Pick<Page, 'release' | 'brand' | 'timezone' | 'reason'>;

/** The most important first; empty for a page that is about no press release. */
export function releaseSections(page: ToldRelease): Section[] {
  const { release, timezone } = page;
  if (!release) return [];
  const time = (at: string) => formatTime(at, timezone);
  return sections([
    ['Verdict', verdictLines(page, release, time)],
    ['Why', whyLines(release, page.reason)],
    ['Fakes', fakeLines(release, time)],
    ['Passed on by', relayLines(release, time)],
    ['Denials', denialLines(release, time)],
  ]);
}

type Time = (at: string) => string;

function verdictLines({ brand }: ToldRelease, release: PageRelease, time: Time): string[] {
  const { verdict, lead, settled, since, silentMs } = release;
  const title = lead.title ? `: “${defang(quoteText(lead.title, 160))}”` : '';
  const claims = lead.claims.map((claim) => quoteText(claim, 60).replaceAll('-', ' '));
  return [
    `${capital(VERDICT_WORDS[verdict])} (from ${defang(quoteText(lead.from, 60))}, ${time(lead.at)})${title}`,
    ...(claims.length > 0 ? [`It claims: ${claims.join(', ')}`] : []),
    ...(settled ? [settledLine(settled, since, brand.name, time)] : []),
    ...(silentMs !== undefined && !settled ? [silence(silentMs)] : []),
  ];
}

function settledLine(
  { verdict, at, by, extent }: NonNullable<PageRelease['settled']>,
  since: string,
  brand: string,
  time: Time,
): string {
  const after = formatSpan(Date.parse(at) - Date.parse(since));
  const where = quoteText(by, 60);
  if (verdict !== 'refuted') return `Corroborated: ${where} carried it at ${time(at)}, ${after} after`;
  const part = extent === 'partial' ? 'denied a part of it' : 'denied it';
  return `Refuted: ${quoteText(brand, 40)} ${part} at ${time(at)} on ${where}, ${after} after`;
}

function silence(silentMs: number): string {
  if (silentMs < 60_000) return 'Newsroom and wires say nothing of it yet';
  return `Newsroom and wires have said nothing of it for ${formatSpan(silentMs)}`;
}

/** The evidence is shown where the explanation does not quote it. */
function whyLines(release: PageRelease, reason: string): string[] {
  const newest = reason === 'another fake' ? latestFake(release) : undefined;
  const reasons = newest && newest.reasons.length > 0 ? newest.reasons : release.lead.reasons;
  return reasons.map(({ explanation, evidence }) => {
    const words = quoteText(evidence, 160);
    const isKnown = evidence === '' || explanation.includes(evidence.replace(/ \(.*\)$/, ''));
    const quoted = isKnown ? '' : evidence.includes('“') ? ` (${words})` : ` (“${words}”)`;
    return defang(`${quoteText(explanation, 240)}${quoted}`);
  });
}

function fakeLines({ texts }: PageRelease, time: Time): string[] {
  const fakes = texts.filter(({ role }) => role !== 'report');
  return fakes.length < 2 ? [] : fakes.map((text) => fakeLine(text, time));
}

function fakeLine({ at, role, from, verdict, reasons }: DoubtedText, time: Time): string {
  const why = reasons[0] ? `: ${quoteText(reasons[0].explanation, 160)}` : '';
  const what = role === 'denial' ? 'denial' : 'press release';
  return defang(`${time(at)} ${what} from ${quoteText(from, 60)}, ${VERDICT_WORDS[verdict]}${why}`);
}

function relayLines({ relays, relayed }: PageRelease, time: Time): string[] {
  const lines = relays.map(
    ({ by, at, times }) =>
      `${time(at)} ${defang(quoteText(by, 60))}${times > 1 ? ` (${times.toLocaleString('en-GB')} times)` : ''}`,
  );
  const listed = relays.reduce((sum, { times }) => sum + times, 0);
  const rest = relayed - listed;
  return rest > 0 ? [...lines, `and ${rest.toLocaleString('en-GB')} times more`] : lines;
}

function denialLines({ denials, texts }: PageRelease, time: Time): string[] {
  const own = denials.map((denial) => ({ at: denial.at, line: denialLine(denial) }));
  const others = texts
    .filter(({ role, verdict }) => role === 'denial' && isAtLeast(verdict, 'suspect'))
    .map(({ at, from }) => ({ at, line: `${defang(quoteText(from, 60))}: false, do not quote it` }));
  return [...own, ...others]
    .sort((a, b) => a.at.localeCompare(b.at))
    .map(({ at, line }) => `${time(at)} ${line}`);
}

function denialLine({ by, extent, verdict }: Denial): string {
  const part = extent === 'partial' ? ', of a part' : '';
  const who = quoteText(by, 60);
  return isVouchedFor(verdict)
    ? `${who}${part}: genuine`
    : `${defang(who)}${part}: ${VERDICT_WORDS[verdict]}`;
}

/** What the brand's file keeps ready for such a day. */
export function emergencySections({ release }: ToldRelease): Section[] {
  const sheet = release?.emergencySheet;
  if (!sheet) return [];
  return sections([
    ['Call, in this order', sheet.people.map(contactLine)],
    ['Who decides', sheet.decisionChain.map((step, index) => `${index + 1}. ${quoteText(step, 200)}`)],
    ['Regulator', sheet.regulator.map(contactLine)],
    ['Exchange', sheet.exchange.map(contactLine)],
    ['Denial, ready to send', paragraphs(sheet.denial)],
  ]);
}

type Contact = NonNullable<PageRelease['emergencySheet']>['people'][number];

function contactLine({ name, role, phone, email }: Contact): string {
  const reach = [phone, email].flatMap((text) => (text ? [quoteText(text, 80)] : []));
  const who = role ? `${quoteText(name, 80)}, ${quoteText(role, 120)}` : quoteText(name, 80);
  return reach.length > 0 ? `${who}: ${reach.join(', ')}` : who;
}

function paragraphs(text: string | undefined): string[] {
  return (text ?? '')
    .split(/\n/)
    .map((line) => quoteText(line, 600))
    .filter((line) => line !== '')
    .slice(0, 10);
}

function sections(given: readonly (readonly [label: string, lines: readonly string[]])[]): Section[] {
  return given.flatMap(([label, lines]) => (lines.length > 0 ? [{ label, lines: lines.slice(0, 24) }] : []));
}

function capital(text: string): string {
  return `${text[0]?.toUpperCase()}${text.slice(1)}`;
}
