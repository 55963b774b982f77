import type { Brand } from '#enrich/brand';
import type { BrandMention } from '#enrich/brand-mention';
import { durationInWords } from '#enrich/duration-in-words';
import type { Alert } from './alert';
import { singular } from './in-words';
import type { Incident } from './incident';
import { parseMatcher } from './matchers/parse-matcher';
import { tellRelease, tellReleaseEnd } from './release-headline';
import { formatDate, formatSpan, formatTime } from './render/local-time';
import { quoteText, shorten } from './render/quoted-text';

const MAX = 120;
const LOOK_ALIKE = 'look-alike-domain';

type Told = {
  readonly incident: Incident;
  readonly kind: 'first' | 'update' | 'resolved';
  readonly reason: string;
  readonly brand: Brand;
  /** What the page tells of, worst first. */
  readonly alerts: readonly Alert[];
  /** What the rules counted. */
  readonly mentions: readonly BrandMention[];
  /** The few words on a fake among the samples. */
  readonly fake: string | undefined;
  readonly timezone: string;
  readonly replay: boolean;
};

/**
 * One line for a locked phone, at most 120 characters: brand, what, how bad, since when.
 * "VINCI: 212 mentions in 10 min, 14 expected, since 16:07 — fake-looking domain vinci.group"
 * "VINCI: press text from vinci.group, which only looks like vinci.com — since 16:05"
 * "VINCI: probably a fake press release from vinci.group — since 16:05"
 * "VINCI: fake release refuted at 16:49 on vinci.com, 44 min after"
 */
export function writeHeadline(told: Told): string {
  const { incident, timezone } = told;
  const prefix = told.replay ? `[replay ${formatDate(incident.startedAt, timezone)}] ` : '';
  const start = `${prefix}${quoteText(told.brand.name, 40)}: `;
  const [must, ...more] = told.kind === 'resolved' ? end(told) : beginning(told);
  let line = shorten(`${start}${must}`, MAX);
  for (const part of more) if ([...line, ...part].length <= MAX) line += part;
  return line;
}

/** What must be said, then what may be if there is room for it. */
function beginning({ incident, reason, alerts, mentions, brand, fake, timezone }: Told): string[] {
  const [worst] = alerts;
  if (!worst) return [`${quoteText(incident.title, 60)}, since ${formatTime(incident.startedAt, timezone)}`];
  const since = `since ${formatTime(worst.startedAt, timezone)}`;
  const others = alerts.length - 1;
  const also = others > 0 ? [`, and ${others} more ${others === 1 ? 'finding' : 'findings'}`] : [];
  if (worst.release) return [...tellRelease(worst.release, reason, timezone), ...also];
  const imitation = isAboutImitation(worst) ? describeImitation(mentions, brand) : undefined;
  if (imitation) return [`${imitation} — ${since}`, ...also];
  return [`${measure(worst)}, ${since}`, ...also, ...(fake ? [` — ${quoteText(fake, 70)}`] : [])];
}

function end({ alerts, incident, timezone }: Told): string[] {
  const from = Date.parse(incident.startedAt);
  const to = Math.max(from, ...incident.alerts.map(({ at }) => Date.parse(at)));
  const isCalm = incident.alerts.every(
    ({ status, endedBecause }) => status === 'resolved' && endedBecause === undefined,
  );
  const length = Math.round((to - from) / 60_000) * 60_000;
  const after = isCalm && length > 0 ? `over after ${durationInWords(length)}` : 'closed';
  const [worst] = alerts;
  if (worst?.release) return [after, `; ${tellReleaseEnd(worst.release, timezone)}`];
  return worst ? [after, `; at its worst ${measure(worst)}`] : [after];
}

function isAboutImitation({ filter }: Alert): boolean {
  return filter.some((text) => {
    const parsed = parseMatcher(text);
    if (!parsed.ok) return false;
    const { field, operator, value } = parsed.matcher;
    return field === 'risk' && operator === '=' && value === LOOK_ALIKE;
  });
}

/** "press text from vinci.group, which only looks like vinci.com", after the earliest mention of such a domain. */
function describeImitation(mentions: readonly BrandMention[], brand: Brand): string | undefined {
  const [first] = mentions
    .filter(({ risks }) => risks.some(({ kind }) => kind === LOOK_ALIKE))
    .sort((a, b) => a.publishedAt.localeCompare(b.publishedAt));
  const risk = first?.risks.find(({ kind }) => kind === LOOK_ALIKE);
  if (!first || !risk) return undefined;
  const imitated = brand.officialDomains.find((domain) => risk.explanation.includes(domain));
  const what = `${howItTells(first, risk.evidence)} ${quoteText(risk.evidence, 40)}`;
  return imitated ? `${what}, which only looks like ${quoteText(imitated, 30)}` : `${what}, a look-alike`;
}

function howItTells(mention: BrandMention, host: string): string {
  const { pressRelease, channel } = mention;
  if (channel === 'certificate-log') return 'a certificate for';
  const noun = pressRelease || channel === 'e-mail' ? 'press text' : 'a text';
  return `${noun} ${comesFrom(mention, host) ? 'from' : 'pointing to'}`;
}

function comesFrom({ url, author }: BrandMention, host: string): boolean {
  const own = url !== undefined && URL.canParse(url) ? new URL(url).hostname : '';
  return `.${own}`.endsWith(`.${host}`) || (author?.id.endsWith(`@${host}`) ?? false);
}

function measure({ seen, expected, unit, window }: Alert): string {
  const span = formatSpan(Date.parse(window.to) - Date.parse(window.from));
  const words = quoteText(seen === 1 ? singular(unit) : unit, 40);
  const number = (value: number) =>
    value.toLocaleString('en-GB', { maximumFractionDigits: value < 10 ? 1 : 0 });
  const before = expected === undefined ? '' : `, ${number(expected)} expected`;
  const isTooFew = expected !== undefined && seen < expected;
  if (isTooFew && seen === 0) return `no ${words} in ${span}${before}`;
  return `${isTooFew ? 'only ' : ''}${number(seen)}${words.startsWith('%') ? '' : ' '}${words} in ${span}${before}`;
}
