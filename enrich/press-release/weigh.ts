import type { Signal, Verdict } from '../brand-mention';
import type { Claim } from './claims';
import type { Corroboration } from './corroboration';
import type { Origin } from './origin-signal';
import type { Pose } from './pose';

/** Sums of weights from which a text is suspect, and a likely fake. Chosen on the tuning half of the fixtures. */
const SUSPECT = 2.5;
const LIKELY_FAKE = 4.5;

type Weighed = {
  readonly pose: Pose;
  readonly origin: Origin;
  readonly claims: readonly Claim[];
  readonly corroboration: Corroboration;
  readonly signals: readonly Signal[];
  /** The text speaks of the brand as what somebody else bids for. */
  readonly isBidForBrand: boolean;
  readonly denial?: 'full' | 'partial' | undefined;
  /** It speaks of its own: "our plant". */
  readonly ofItself: boolean;
};

/** 0 to 1: the logistic function of the sum of weights, ½ where suspicion begins. */
export function scoreOf(signals: readonly Signal[]): number {
  const sum = sumOf(signals);
  return Math.round((1 / (1 + Math.exp(SUSPECT - sum))) * 1_000) / 1_000;
}

/**
 * The verdict. Provenance comes first: what the brand denies is refuted; its own and regulated channels are believed,
 * unless what they carry is too unlikely to stand alone (Kroger 2021); what they carry elsewhere is corroborated. Only
 * then the weights decide, and never make a report, or what went through a regulated channel, a likely fake.
 */
export function weigh(weighed: Weighed): Verdict {
  const { origin, corroboration, pose, claims, signals, isBidForBrand, denial } = weighed;
  const isOwn = origin.kind === 'official-domain' || origin.kind === 'official-account';
  const isImitation = ['look-alike', 'look-alike-account', 'spoofed'].includes(origin.kind);
  if (
    corroboration.deniedBy &&
    !isOwn &&
    origin.kind !== 'regulated' &&
    (pose.role !== 'denial' || isImitation)
  )
    return 'refuted';
  if (isOwn) {
    const alone = pose.role !== 'denial' && !corroboration.by;
    return alone && claims.some((claim) => isUnlikelyFrom(claim, weighed)) ? 'suspect' : 'official';
  }
  if (corroboration.by && !isImitation) return 'corroborated';
  if (origin.kind === 'regulated') {
    const doubtful = isBidForBrand || claims.some(({ implausible }) => implausible);
    if (doubtful) return 'suspect';
    return pose.speaks ? 'official' : 'unverified';
  }
  const sum = sumOf(signals);
  // Accounts of wires have been opened, and taken over, by strangers (Emulex 2000, Walmart and Kroger 2021).
  const isDoubtfulOnWire =
    isBidForBrand || claims.some(({ implausible, kind }) => implausible || kind === 'takeover');
  if (origin.kind === 'wire' && pose.role === 'release' && isDoubtfulOnWire && sum < SUSPECT)
    return 'suspect';
  // Half denials are what hoaxers send second; a full one, passed on, is what the brand would say.
  if (pose.role === 'denial' && !pose.speaks && denial !== 'partial') return 'unverified';
  // A newspaper that passes on what was doubted before spreads it, whatever it is worth itself.
  if (pose.role === 'report' && corroboration.fakeBefore) return 'suspect';
  if (sum >= LIKELY_FAKE && pose.role !== 'report' && pose.speaks && origin.kind !== 'press')
    return 'likely-fake';
  return sum >= SUSPECT ? 'suspect' : 'unverified';
}

/** An account may be taken over by night, and then tells of explosions elsewhere; companies tell of their own. */
function isUnlikelyFrom({ implausible, kind }: Claim, { origin, ofItself }: Weighed): boolean {
  if (!implausible) return false;
  return kind !== 'attack' || (origin.kind === 'official-account' && !ofItself);
}

function sumOf(signals: readonly Signal[]): number {
  return signals.reduce((sum, { weight }) => sum + weight, 0);
}
