import type { Verdict } from '#enrich/brand-mention';
import { durationInWords } from '#enrich/duration-in-words';
import type { DetectorContext, Finding } from './detector';
import type { KeptText } from './doubted-text';
import { countInWords } from './in-words';
import type { KeptCase, PressReleaseState } from './press-release-state';
import { type Denial, type DoubtedText, isAtLeast, type Relay, type ReleaseCase } from './release-case';
import { phraseOf } from './verdict-words';

const MOST_TEXTS = 6;
const MOST_RELAYS = 20;
/** Up to this many relays each is given out; after that with every doubling. */
const RELAYS_ONE_BY_ONE = 10;

const iso = (at: number): string => new Date(at).toISOString();

/** What stands of the affairs that were raised, as one finding; undefined when there is none. */
export function findPressRelease(
  state: PressReleaseState,
  at: number,
  threshold: Verdict,
  { timeframe }: Pick<DetectorContext, 'timeframe'>,
): Finding | undefined {
  const raised = state.cases.filter(({ isRaised }) => isRaised).sort((a, b) => a.firstAt - b.firstAt);
  if (raised.length === 0) return undefined;
  const release = describeCases(raised, state);
  const mentions = raised.reduce((sum, one) => sum + one.mentions, 0);
  const span = durationInWords(timeframe);
  return {
    at,
    window: { from: Math.min(at, ...raised.map(({ firstAt }) => firstAt)), to: at },
    seen: mentions,
    unit: 'mentions of the release',
    summary: summarize(release, mentions),
    explanation: [
      `the alarm is set at the verdict "${threshold}" or worse`,
      `over when nothing more of it has come for ${span}`,
    ],
    // Relays do not make it worse: what does is told as news.
    badness: 1,
    focus: ['press_release.score>=0'],
    revision: [
      release.verdict,
      release.furtherFakes,
      release.texts.length,
      release.denials.length,
      stepOf(release.relayed),
    ].join(' '),
    release,
  };
}

function describeCases(raised: readonly KeptCase[], state: PressReleaseState): ReleaseCase {
  const open = raised.filter(({ settled }) => settled === undefined);
  const [about = raised[0] as KeptCase] = open;
  const texts = raised.flatMap((one) => one.texts).sort((a, b) => a.at - b.at);
  const [first, ...later] = texts.map(({ reasons, ...text }) =>
    told({ ...text, reasons: reasons.slice(0, 1) }),
  );
  const settled = raised.find((one) => one.settled)?.settled;
  const silent = open.flatMap(({ silentSince }) => silentSince ?? []);
  return {
    verdict: verdictOf(raised, open),
    since: iso(Math.min(...raised.map(({ firstAt }) => firstAt))),
    lead: told(leadOf(about)),
    texts: [...(first ? [first] : []), ...later.slice(1 - MOST_TEXTS)],
    furtherFakes: state.furtherFakes,
    relays: relaysOf(raised),
    relayed: raised.reduce((sum, { relayed }) => sum + relayed, 0),
    denials: state.denials
      .toSorted((a, b) => a.at - b.at)
      .map(
        ({ by, at, extent, verdict }): Denial => ({ by, at: iso(at), ...(extent && { extent }), verdict }),
      ),
    ...(silent.length > 0 && { silentSince: iso(Math.min(...silent)) }),
    ...(settled && { settled: { ...settled, at: iso(settled.at) } }),
  };
}

function verdictOf(raised: readonly KeptCase[], open: readonly KeptCase[]): Verdict {
  const [first, ...others] = open.map(({ verdict }) => verdict);
  if (first) return others.reduce((worst, verdict) => (isAtLeast(verdict, worst) ? verdict : worst), first);
  return raised.some(({ settled }) => settled?.verdict === 'refuted') ? 'refuted' : 'corroborated';
}

/** The text that poses as a release, where it was seen; else a false denial, else the report that told of it. */
function leadOf({ texts }: KeptCase): KeptText {
  const found =
    texts.find(({ role }) => role === 'release') ?? texts.find(({ role }) => role === 'denial') ?? texts[0];
  return found as KeptText;
}

function told({ at, role, from, title, verdict, claims, reasons }: KeptText): DoubtedText {
  return { at: iso(at), role, from, ...(title && { title }), verdict, claims, reasons };
}

function relaysOf(raised: readonly KeptCase[]): Relay[] {
  return raised
    .flatMap(({ relays }) => relays)
    .sort((a, b) => Number(b.isNamed) - Number(a.isNamed) || a.at - b.at)
    .slice(0, MOST_RELAYS)
    .sort((a, b) => a.at - b.at)
    .map(({ by, at, times }) => ({ by, at: iso(at), times }));
}

function summarize({ verdict, lead, furtherFakes }: ReleaseCase, mentions: number): string {
  const further = furtherFakes > 0 ? `, and ${countInWords(furtherFakes, 'further fakes')}` : '';
  return `${phraseOf(verdict, lead)}${further}; ${countInWords(mentions, 'mentions')} of it so far`;
}

function stepOf(relayed: number): number {
  if (relayed <= RELAYS_ONE_BY_ONE) return relayed;
  return RELAYS_ONE_BY_ONE + Math.floor(Math.log2(relayed / RELAYS_ONE_BY_ONE));
}
