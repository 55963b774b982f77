import type { Alert } from './alert';
import type { Incident } from './incident';
import { formatDate, formatSpan, formatTime } from './render/local-time';
import { quoteText, shorten } from './render/quoted-text';

const MAX = 120;

/**
 * One line for a locked phone, at most 120 characters: brand, what, how bad, since when, and the fake if there is one.
 * "Vinci: 212 mentions in 10 min (expected 14) since 16:05 — fake-looking domain vinci.group"
 */
export function writeHeadline(about: {
  readonly incident: Incident;
  readonly kind: 'first' | 'update' | 'resolved';
  readonly brand: string;
  readonly worst: Alert | undefined;
  readonly fake: string | undefined;
  readonly timezone: string;
  readonly replay: boolean;
}): string {
  const { incident, timezone, worst } = about;
  const prefix = about.replay ? `[replay ${formatDate(incident.startedAt, timezone)}] ` : '';
  const what = worst ? measure(worst) : quoteText(incident.title, 60);
  const over = about.kind === 'resolved' ? 'over, after ' : '';
  const since = formatTime(incident.startedAt, timezone);
  const plain = `${prefix}${quoteText(about.brand, 40)}: ${over}${what} since ${since}`;
  const fake = about.fake && about.kind !== 'resolved' ? ` — ${quoteText(about.fake, 70)}` : '';
  return shorten([...plain, ...fake].length <= MAX ? plain + fake : shorten(plain + fake, MAX), MAX);
}

function measure({ seen, expected, unit, window }: Alert): string {
  const span = formatSpan(Date.parse(window.to) - Date.parse(window.from));
  const share = unit.startsWith('share of ');
  const words = quoteText(unit.replace(/^share of /, ''), 40);
  const number = (value: number) =>
    share ? `${Math.round(value * 100)}%` : value.toLocaleString('en-GB', { maximumFractionDigits: 1 });
  const before = expected === undefined ? '' : ` (expected ${number(expected)})`;
  return `${number(seen)}${words.startsWith('%') ? '' : ' '}${words} in ${span}${before}`;
}
