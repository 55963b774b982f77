import type { BrandMention, Verdict } from '#enrich/brand-mention';

const SUSPICION: Readonly<Record<Verdict, number>> = {
  'likely-fake': 4,
  refuted: 4,
  suspect: 3,
  unverified: 1,
  official: 0,
  corroborated: 0,
};
const VERDICT_WORDS: Readonly<Partial<Record<Verdict, string>>> = {
  'likely-fake': 'This press release is probably fake',
  refuted: 'The brand has denied this press release',
  suspect: 'This press release is suspect',
  unverified: 'This press release is not confirmed by the brand or a wire',
};

/**
 * Three mentions of different stories for people to judge by: the most suspicious, the one that opened the biggest
 * story, the negative one with the most reach; what is missing is filled with further suspicious, then early ones.
 * What was said before `since` (ISO) is shown only where too little was said after it, and no ordinary mention of then
 * unless there is nothing else.
 */
export function chooseSamples(
  mentions: readonly BrandMention[],
  biggestStory: string | undefined,
  since: string,
): readonly BrandMention[] {
  const early = [...mentions].sort(
    (a, b) => a.publishedAt.localeCompare(b.publishedAt) || compare(a.id, b.id),
  );
  const after = early.filter(({ publishedAt }) => publishedAt >= since);
  const before = early.filter(({ publishedAt }) => publishedAt < since);
  const chosen = new Map<string, BrandMention>();
  const ordinary = after.length > 0 ? [after, after] : [before, before, before];
  for (const candidates of [...telling(after, biggestStory), ...ordinary, ...telling(before, biggestStory)]) {
    const fresh = candidates.find((mention) => !chosen.has(storyOf(mention)));
    if (fresh && chosen.size < 3) chosen.set(storyOf(fresh), fresh);
  }
  return [...chosen.values()];
}

/** Lists to take one from each, the most telling first. */
function telling(early: readonly BrandMention[], biggestStory: string | undefined): BrandMention[][] {
  const suspicious = early
    .filter((mention) => suspicion(mention) > 0)
    .sort((a, b) => suspicion(b) - suspicion(a));
  const negative = early
    .filter(({ sentiment }) => sentiment?.label === 'negative')
    .sort((a, b) => (b.reach?.discounted ?? 0) - (a.reach?.discounted ?? 0));
  const opening = early.filter(({ story }) => story !== undefined && story.id === biggestStory);
  return [suspicious, opening.slice(0, 1), negative, suspicious];
}

/** What people are warned of, as lines that can be read out; empty when nothing speaks against the mention. */
export function explainRisks({ risks, pressRelease }: BrandMention): string[] {
  const verdict = pressRelease && VERDICT_WORDS[pressRelease.verdict];
  return [...(verdict ? [verdict] : []), ...risks.map(({ explanation }) => explanation)];
}

/** The few words on a fake that belong into a headline, with the host if there is one. */
export function findFake(samples: readonly BrandMention[]): string | undefined {
  for (const { risks } of samples) {
    const domain = risks.find(({ kind }) => kind === 'look-alike-domain');
    if (domain) return `fake-looking domain ${domain.evidence}`;
  }
  const fake = samples.some(({ pressRelease }) => pressRelease && SUSPICION[pressRelease.verdict] >= 3);
  return fake ? 'press release probably fake' : undefined;
}

function suspicion({ risks, pressRelease }: BrandMention): number {
  return (pressRelease ? SUSPICION[pressRelease.verdict] : 0) + (risks.length > 0 ? 2 : 0);
}

function storyOf({ story, id }: BrandMention): string {
  return story?.id ?? id;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
