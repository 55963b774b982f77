import type { DoubtedText, ReleaseCase } from './release-case';
import { formatSpan, formatTime } from './render/local-time';
import { quoteText } from './render/quoted-text';
import { phraseOf } from './verdict-words';

/** What must be said of doubted press releases in one line, then what may be if there is room for it. */
export function tellRelease(release: ReleaseCase, reason: string, timezone: string): string[] {
  const { verdict, since, settled, lead } = release;
  const time = (at: string) => formatTime(at, timezone);
  const fake = reason === 'another fake' ? latestFake(release) : undefined;
  if (fake) {
    const what = fake.role === 'denial' ? 'another fake, a denial from' : 'another fake, from';
    const before = settled
      ? `the first was ${settled.verdict} at ${time(settled.at)}`
      : `the first at ${time(since)}`;
    return [`${what} ${quoteText(fake.from, 40)}, at ${time(fake.at)}`, ` — ${before}`];
  }
  if (!settled || (verdict !== 'refuted' && verdict !== 'corroborated'))
    return [`${phraseOf(verdict, lead)} — since ${time(settled ? lead.at : since)}`];
  const after = `${formatSpan(Date.parse(settled.at) - Date.parse(since))} after`;
  const where = quoteText(settled.by, 40);
  return verdict === 'refuted'
    ? [`fake release refuted at ${time(settled.at)}`, ` on ${where}`, `, ${after}`]
    : [`doubted release is genuine, carried by ${where} at ${time(settled.at)}`, `, ${after}`];
}

/** Of the end: "a fake press release from vinci.group, denied by the brand at 16:49". */
export function tellReleaseEnd({ verdict, lead, settled }: ReleaseCase, timezone: string): string {
  const when = settled && verdict === 'refuted' ? ` at ${formatTime(settled.at, timezone)}` : '';
  return `${phraseOf(verdict, lead)}${when}`;
}

/** The newest of the texts that pose as something; undefined where there is but one. */
export function latestFake({ texts }: ReleaseCase): DoubtedText | undefined {
  const fakes = texts.filter(({ role }) => role !== 'report');
  return fakes.length > 1 ? fakes.at(-1) : undefined;
}
