import type { Signal } from '../brand-mention';
import { durationInWords } from '../duration-in-words';
import type { Origin } from './origin-signal';
import { type KnownRelease, likeness } from './release-memory';
import { VERDICT_WORDS } from './verdict-words';

/** Two texts with this share of long words in common speak of the same. */
const ALIKE = 0.5;
/** And with this share they may, where they make the same claim. */
const SOMEWHAT_ALIKE = 0.12;
/** A flash has fewer long words than this. */
const FLASH_TERMS = 10;
const GENUINE = new Set<Origin['kind']>(['official-domain', 'official-account', 'regulated']);
/** Origins that only look like the brand's: whatever they carry, nothing makes it genuine. */
export const IMITATIONS: ReadonlySet<Origin['kind']> = new Set([
  'look-alike',
  'look-alike-account',
  'spoofed',
]);

/** What else is known of the matter that a text speaks of. */
export type Corroboration = {
  /** The brand, or a regulated channel, says the same. */
  readonly by?: KnownRelease;
  /** What the brand, or a regulated channel, has said, and an imitation of the brand's channels copies. */
  readonly copied?: KnownRelease;
  /** The brand itself denies it. */
  readonly deniedBy?: KnownRelease;
  /** The first text of the case, where there was one before. */
  readonly began?: KnownRelease;
  /** An earlier text of the case that was judged suspect or worse. */
  readonly fakeBefore?: KnownRelease;
};

/** Whether a release speaks by a channel that only the brand or a regulator can write to. */
export function isGenuine({ origin, result }: KnownRelease): boolean {
  const verdict = result.pressRelease?.verdict;
  return GENUINE.has(origin) && (verdict === 'official' || verdict === 'corroborated');
}

/** Whether two releases speak of the same matter: one story, a grave claim in common, or the same words. */
export function isSameMatter(
  a: Pick<KnownRelease, 'grave' | 'terms'> & { readonly story?: string },
  b: KnownRelease,
): boolean {
  if (a.story !== undefined && a.story === b.result.story?.id) return true;
  const shared = a.grave.filter((kind) => b.grave.includes(kind)).length;
  // One claim in common is little: of two longer texts some words must be the same too.
  const isShort = Math.min(a.terms.size, b.terms.size) < FLASH_TERMS;
  const alike = likeness(a.terms, b.terms);
  if (shared >= 2 || (shared === 1 && (isShort || alike >= SOMEWHAT_ALIKE))) return true;
  return alike >= ALIKE;
}

/** Looks for the same matter in what was judged before. */
export function corroborationOf(
  own: Pick<KnownRelease, 'grave' | 'terms' | 'origin' | 'at'> & {
    readonly story?: string;
    readonly id: string;
    readonly isDenial: boolean;
  },
  known: readonly KnownRelease[],
): Corroboration {
  const others = known.filter(({ result }) => result.id !== own.id);
  const related = others.filter(
    (other) => isSameMatter(own, other) || (isFake(other) && (own.isDenial || own.origin === 'look-alike')),
  );
  const genuine = others.filter(isGenuine);
  const by = genuine.find(
    (other) =>
      other.result.pressRelease?.role === 'release' &&
      other.origin !== own.origin &&
      isSameMatter(own, other),
  );
  const deniedBy = genuine.find((other) => refutes(other, own, 'later'));
  const fakeBefore = related.find(isFake);
  const began = fakeBefore ?? related[0];
  return {
    ...(by && (IMITATIONS.has(own.origin) ? { copied: by } : { by })),
    ...(deniedBy && { deniedBy }),
    ...(began && { began }),
    ...(fakeBefore && { fakeBefore }),
  };
}

/** Whether a genuine denial speaks of this: it denies the same, or calls an earlier release a fake. */
export function refutes(
  denial: KnownRelease,
  other: Pick<KnownRelease, 'grave' | 'terms' | 'origin'> & { readonly story?: string },
  when: 'earlier' | 'later',
): boolean {
  const { pressRelease } = denial.result;
  if (pressRelease?.role !== 'denial' || pressRelease.denial !== 'full') return false;
  if (isSameMatter(other, denial)) return true;
  const isSuspicious = other.grave.length > 0 || other.origin === 'look-alike';
  return when === 'earlier' && denial.namesFake && isSuspicious;
}

function isFake({ result }: KnownRelease): boolean {
  const verdict = result.pressRelease?.verdict;
  return verdict === 'likely-fake' || verdict === 'refuted' || verdict === 'suspect';
}

/** What speaks for or against it elsewhere, and how long the brand's own channels have kept silent. */
export function corroborationSignals(
  { by, copied, deniedBy, fakeBefore }: Corroboration,
  waitedMs: number | undefined,
): Signal[] {
  const make = (weight: number, evidence: string, explanation: string): Signal[] => [
    { name: 'corroboration', weight, evidence, explanation },
  ];
  if (deniedBy) return make(4, nameOf(deniedBy), `The brand has denied it: ${nameOf(deniedBy)}.`);
  if (by)
    return make(-4, nameOf(by), `The same stands on a channel of the brand or a regulator: ${nameOf(by)}.`);
  if (copied)
    return make(0.5, nameOf(copied), `It copies what stands on a channel of the brand: ${nameOf(copied)}.`);
  if (waitedMs === undefined) return [];
  const waited =
    waitedMs < 60_000
      ? 'Neither the newsroom nor a regulated wire carries it yet.'
      : `Neither the newsroom nor a regulated wire has carried it in ${durationInWords(waitedMs)}.`;
  const silent = make(waitedMs >= 600_000 ? 0.9 : 0.5, 'newsroom and regulated wires', waited);
  if (!fakeBefore) return silent;
  const verdict = fakeBefore.result.pressRelease?.verdict ?? 'suspect';
  const repeated = `It is about the same as a text that was judged ${VERDICT_WORDS[verdict][0]}.`;
  return [...silent, ...make(verdict === 'suspect' ? 0.7 : 1.5, nameOf(fakeBefore), repeated)];
}

function nameOf({ result }: KnownRelease): string {
  const where = result.outlet ?? result.url ?? result.sender ?? result.source;
  return `${where}, ${result.publishedAt.slice(0, 16).replace('T', ' ')} UTC`;
}
