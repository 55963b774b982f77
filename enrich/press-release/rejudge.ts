import type { BrandMention, PressRelease, Verdict } from '../brand-mention';
import { corroborationSignals, IMITATIONS, isGenuine, isSameMatter, refutes } from './corroboration';
import type { KnownRelease } from './release-memory';
import { scoreOf } from './weigh';

const OPEN = new Set<Verdict>(['unverified', 'suspect', 'likely-fake', 'corroborated']);

/** What a genuine release or denial makes of what was judged before it: the changed ones, with their new verdict. */
export function rejudge(news: KnownRelease, known: readonly KnownRelease[]): KnownRelease[] {
  if (!isGenuine(news)) return [];
  return known.flatMap((other) => {
    const verdict = other.result.id === news.result.id ? undefined : verdictAfter(news, other);
    return verdict && verdict !== other.result.pressRelease?.verdict ? [changed(other, news, verdict)] : [];
  });
}

function verdictAfter(news: KnownRelease, other: KnownRelease): Verdict | undefined {
  const judged = other.result.pressRelease;
  if (!judged || !OPEN.has(judged.verdict)) return undefined;
  const isGenuineChannel = other.origin.startsWith('official') || other.origin === 'regulated';
  if (news.result.pressRelease?.role === 'denial') {
    if (isGenuineChannel || (judged.role === 'denial' && !IMITATIONS.has(other.origin))) return undefined;
    const story = other.result.story?.id;
    return refutes(news, { ...other, ...(story !== undefined && { story }) }, 'earlier')
      ? 'refuted'
      : undefined;
  }
  if (IMITATIONS.has(other.origin) || news.origin === other.origin) return undefined;
  const story = news.result.story?.id;
  if (!isSameMatter({ ...news, ...(story !== undefined && { story }) }, other)) return undefined;
  return other.origin.startsWith('official') ? 'official' : 'corroborated';
}

function changed(other: KnownRelease, news: KnownRelease, verdict: Verdict): KnownRelease {
  const before = other.result.pressRelease as PressRelease;
  const told = verdict === 'refuted' ? { deniedBy: news } : { by: news };
  const signals = [
    ...corroborationSignals(told, undefined),
    ...before.signals.filter(({ name }) => name !== 'corroboration'),
  ];
  const { waitedMs, ...kept } = before;
  const pressRelease: PressRelease = {
    ...kept,
    verdict,
    signals,
    score: scoreOf(signals),
    rejudged: { at: news.result.collectedAt, by: news.result.id, from: before.verdict },
  };
  const result: BrandMention = { ...other.result, pressRelease };
  return { ...other, result };
}
