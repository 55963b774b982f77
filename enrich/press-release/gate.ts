import type { BrandMention, PressRelease, Signal } from '../brand-mention';
import { bidForBrand } from './bid-for-brand';
import { type Claim, claimSignals, claimsIn } from './claims';
import { consistencySignals } from './consistency';
import { contactSignals } from './contacts';
import { type Corroboration, corroborationOf, corroborationSignals } from './corroboration';
import { type Denial, denialOf } from './denial';
import { domainAgeSignals } from './domain-age';
import { hoaxTemplateSignals } from './hoax-template';
import { leadingName } from './leading-name';
import { originOf } from './origin';
import type { Origin } from './origin-signal';
import { type Pose, poseOf } from './pose';
import { type KnownRelease, termsOf } from './release-memory';
import type { ReleaseText } from './release-text';
import { timingSignals } from './timing';
import { scoreOf, weigh } from './weigh';

/** Whoever tells of a release need not be the brand: where a report stands says nothing against it. */
const CARRIERS = new Set<Origin['kind']>(['other-domain', 'free-host', 'wire']);
const OWN = new Set<Origin['kind']>(['official-domain', 'official-account']);

/** The judgement of one text, and what must be remembered of it. */
export type Judgement = { readonly pressRelease: PressRelease; readonly known: KnownRelease };

/**
 * Judges a text that poses as a release of the brand, reports one or denies one, after what was judged before;
 * undefined where it does none of these. `result` is the brand mention that the judgement belongs to.
 */
export function judgeRelease(
  release: ReleaseText,
  result: BrandMention,
  known: () => readonly KnownRelease[],
): Judgement | undefined {
  const origin = originOf(release);
  const pose = poseOf(release, origin);
  if (!pose) return undefined;
  const claims = claimsIn(release);
  const isDenial = pose.role === 'denial';
  const pointsAside = origin.signals.some(({ weight }) => weight > 0);
  const grave = claims.filter((claim) => claim.grave).map(({ kind }) => kind);
  const own = {
    at: Date.parse(result.publishedAt),
    origin: origin.kind,
    grave,
    terms: termsOf(release.folded),
  };
  const corroboration = corroborationOf(
    { ...own, id: result.id, isDenial, ...(result.story && { story: result.story.id }) },
    known(),
  );
  const passesOn = corroboration.fakeBefore !== undefined;
  if (pose.role === 'report' && !claims.some((claim) => claim.grave || pointsAside || passesOn))
    return undefined;
  const waitedMs = waitedOf(result, origin, corroboration);
  const denial = isDenial ? denialOf(release, OWN.has(origin.kind)) : undefined;
  const signals = signalsOf({ release, pose, origin, claims, corroboration, waitedMs, denial });
  // The target's own notice of a bid leads with its name; a bidder's does not.
  const isBidForBrand = bidForBrand(release) !== undefined && leadingName(release) === undefined;
  const pressRelease: PressRelease = {
    verdict: weigh({
      pose,
      origin,
      claims,
      corroboration,
      signals,
      isBidForBrand,
      denial: denial?.extent,
      ofItself: release.words.has('we'),
    }),
    score: scoreOf(signals),
    signals,
    role: pose.role,
    origin: origin.kind,
    case: corroboration.began?.result.pressRelease?.case ?? result.id,
    claims: claims.map(({ kind }) => kind),
    denial: denial?.extent,
    waitedMs,
  };
  const namesFake = isDenial && release.words.has('fake');
  return { pressRelease, known: { ...own, result: { ...result, pressRelease }, namesFake } };
}

type Judged = {
  readonly release: ReleaseText;
  readonly pose: Pose;
  readonly origin: Origin;
  readonly claims: readonly Claim[];
  readonly corroboration: Corroboration;
  readonly waitedMs: number | undefined;
  readonly denial: Denial | undefined;
};

/** Every signal that speaks for or against the text, the heaviest first. */
function signalsOf({ release, pose, origin, claims, corroboration, waitedMs, denial }: Judged): Signal[] {
  const isDenial = denial !== undefined;
  const isReport = pose.role === 'report';
  return [
    ...(isReport && CARRIERS.has(origin.kind) && release.mention.channel !== 'e-mail' ? [] : origin.signals),
    ...(isDenial && isBelieved(pose, origin, denial?.extent)
      ? []
      : corroborationSignals(corroboration, waitedMs)),
    ...domainAgeSignals(release, origin),
    ...(isReport ? [] : contactSignals(release)),
    ...claimSignals(release, claims, isDenial),
    ...(isDenial ? [] : hoaxTemplateSignals(release)),
    ...unexpectedSignals(pose.role, claims, corroboration),
    ...timingSignals(release, claims),
    ...(isDenial ? [] : consistencySignals(release)),
    ...(denial?.signals ?? []),
    ...pose.signals,
  ].sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
}

/** A denial by the brand, or by an agency that heard it: what it denies says nothing against it. */
function isBelieved({ speaks }: Pose, { kind }: Origin, extent: PressRelease['denial']): boolean {
  return OWN.has(kind) || kind === 'regulated' || (!speaks && extent !== 'partial');
}

/** What nobody publishes lightly, told by others before the brand has said a word. */
function unexpectedSignals(
  role: PressRelease['role'],
  claims: readonly Claim[],
  { by }: Corroboration,
): Signal[] {
  const told = claims.find(({ grave }) => grave);
  if (role !== 'report' || by || !told) return [];
  const explanation = 'Others tell of it before the brand has said a word.';
  return [{ name: 'unexpected', weight: 0.6, evidence: told.words, explanation }];
}

/** How long the brand's own channels had kept silent when this was judged; undefined where they speak. */
function waitedOf(
  result: BrandMention,
  origin: Origin,
  { by, copied, deniedBy, began }: Corroboration,
): number | undefined {
  if (OWN.has(origin.kind) || origin.kind === 'regulated' || by || copied || deniedBy) return undefined;
  const since = Date.parse(began?.result.publishedAt ?? result.publishedAt);
  return Math.max(0, Date.parse(result.collectedAt) - since);
}
