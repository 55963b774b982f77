import type { Signal } from '../brand-mention';
import type { TextSpan } from '../enricher';
import { daysOld } from './account-origin';
import { amountSpans, amountsIn, periodsIn } from './amounts';
import { bidForBrand, brandBids } from './bid-for-brand';
import { quote, type ReleaseText, sentenceStarts, spanOf } from './release-text';
import type { ReleaseWord } from './release-words';

/** What a text claims. */
export type Claim = {
  readonly kind: string;
  readonly weight: number;
  /** So unlikely that the brand's own channel alone does not prove it. */
  readonly implausible: boolean;
  /** Moves a share, or ends a career: never said by mistake. */
  readonly grave: boolean;
  readonly at: TextSpan;
  readonly words: string;
};

type ClaimRule = {
  readonly kind: string;
  readonly words: string;
  readonly weight: number;
  readonly all: readonly (ReleaseWord | 'officer' | 'cost')[];
  readonly implausible?: true;
  readonly ordinary?: true;
  /** Default: in one sentence. */
  readonly anywhere?: true;
  /** The brand is what it happens to. */
  readonly ofBrand?: true;
};

/** Weights follow what hoaxes on file claimed and genuine shocks rarely do; `ordinary` ones companies publish every week. */
const RULES: readonly ClaimRule[] = [
  { kind: 'accounts-restated', words: 'accounts restated', weight: 1.3, all: ['accounts', 'restate'] },
  { kind: 'auditor-withdraws', words: 'auditor withdraws', weight: 1.1, all: ['auditor', 'withdraws'] },
  {
    kind: 'auditor-withdraws',
    words: 'audit not to be relied on',
    weight: 1.1,
    all: ['auditor', 'notRelied'],
  },
  { kind: 'executive-dismissed', words: 'officer dismissed', weight: 1.2, all: ['officer', 'dismissed'] },
  { kind: 'executive-resigns', words: 'officer resigns', weight: 0.8, all: ['officer', 'resigns'] },
  { kind: 'executive-dead', words: 'officer dead or ill', weight: 1.7, all: ['officer', 'dead'] },
  { kind: 'takeover', words: 'takeover', weight: 1.4, all: ['bid', 'cost'], ofBrand: true },
  { kind: 'acquisition', words: 'acquisition', weight: 0.6, all: ['bid', 'cost'], ordinary: true },
  { kind: 'giveaway', words: 'gifts or discounts', weight: 0.9, all: ['giveaway'] },
  { kind: 'insolvency', words: 'insolvency', weight: 1.2, all: ['insolvent'] },
  { kind: 'loan-withdrawn', words: 'loan withdrawn', weight: 1.3, all: ['loan', 'withdraws'] },
  { kind: 'fraud', words: 'fraud', weight: 0.8, all: ['fraud'] },
  { kind: 'investigation', words: 'investigation', weight: 0.7, all: ['probe'] },
  { kind: 'net-loss', words: 'net loss', weight: 0.4, all: ['netLoss'], ordinary: true },
  { kind: 'rating-cut', words: 'credit rating cut', weight: 0.9, all: ['rating'] },
  {
    kind: 'apology-compensation',
    words: 'fund for victims',
    weight: 1.5,
    all: ['fundForVictims'],
    implausible: true,
  },
  {
    kind: 'apology-compensation',
    words: 'responsibility and compensation',
    weight: 1.9,
    all: ['apology', 'compensation'],
    anywhere: true,
    implausible: true,
  },
  {
    kind: 'crypto',
    words: 'crypto payment or product',
    weight: 1.9,
    all: ['coin', 'pay'],
    implausible: true,
  },
  {
    kind: 'policy-reversal',
    words: 'policy reversed',
    weight: 1.6,
    all: ['giveUp', 'cause'],
    implausible: true,
  },
  {
    kind: 'gifts-to-all',
    words: 'gifts to everybody',
    weight: 1.4,
    all: ['freeForAll'],
    implausible: true,
  },
  { kind: 'broken-in', words: 'signs of a break-in', weight: 2, all: ['brokenIn'], implausible: true },
  { kind: 'contract', words: 'contract won', weight: 0.5, all: ['wins', 'cost'], ordinary: true },
  { kind: 'approval', words: 'approval of a product', weight: 0.5, all: ['approval'], ordinary: true },
  { kind: 'write-down', words: 'write-down', weight: 0.6, all: ['writeDown'], ordinary: true },
  { kind: 'closure', words: 'closures', weight: 0.5, all: ['closes'], ordinary: true },
  { kind: 'withdrawal-limit', words: 'customers’ money blocked', weight: 1.4, all: ['blocksMoney'] },
  { kind: 'attack', words: 'explosion, attack or accident', weight: 1.5, all: ['attack'], implausible: true },
  { kind: 'unsafe-product', words: 'danger to health', weight: 0.7, all: ['unsafe'] },
  { kind: 'rename', words: 'new name', weight: 0.5, all: ['rename'], ordinary: true },
  { kind: 'recall', words: 'recall', weight: 0.4, all: ['recall'], ordinary: true },
  { kind: 'recall', words: 'recall', weight: 0.4, all: ['callsBack', 'back'], ordinary: true },
  { kind: 'dividend-cut', words: 'dividend cut', weight: 0.5, all: ['dividend', 'cuts'], ordinary: true },
  { kind: 'lay-offs', words: 'lay-offs', weight: 0.4, all: ['layoffs'], ordinary: true },
  { kind: 'profit-warning', words: 'profit warning', weight: 0.4, all: ['profitWarning'], ordinary: true },
  { kind: 'claim-of-responsibility', words: 'somebody claims a hoax', weight: 0.8, all: ['responsibility'] },
];

const MOST = 3.2;

/** Kinds of claims that move a share. */
export const GRAVE_CLAIMS: ReadonlySet<string> = new Set(
  RULES.flatMap(({ kind, ordinary }) => (ordinary ? [] : [kind])),
);

/** Every kind of claim that the text makes, the gravest first, each once. */
export function claimsIn(release: ReleaseText): Claim[] {
  const { words } = release;
  if (!words.any) return [];
  const starts = sentenceStarts(release.plain);
  const found = new Map<string, Claim>();
  for (const rule of RULES) {
    if (found.has(rule.kind) || (rule.ofBrand && brandBids(release) && !bidForBrand(release))) continue;
    if (rule.kind === 'acquisition' && found.has('takeover')) continue;
    // Everybody speaks of discounts; an account of yesterday that does is how forged ones spread.
    if (rule.kind === 'giveaway' && daysOld(release.mention) === undefined) continue;
    const at = together(release, rule, starts);
    if (!at) continue;
    const { kind, weight, implausible = false, ordinary = false } = rule;
    found.set(kind, { kind, weight, implausible, grave: !ordinary, at, words: rule.words });
  }
  return [...found.values()].sort((a, b) => b.weight - a.weight);
}

/** Where all groups of a rule stand together; undefined where they do not. */
function together(
  release: ReleaseText,
  { all, anywhere }: ClaimRule,
  starts: readonly number[],
): TextSpan | undefined {
  // Amounts are looked for last: most texts have a word of bids and no more.
  const groups: (readonly TextSpan[])[] = [];
  for (const group of all) {
    const spans = spansOf(release, group);
    if (spans.length === 0) return undefined;
    groups.push(spans);
  }
  const [first = [], ...others] = groups;
  const placeOf = ({ start }: TextSpan) => (anywhere ? 0 : sentenceAt(starts, start));
  const byPlace = others.map((spans) => groupedBy(placeOf, spans));
  for (const span of first) {
    const near = byPlace.map((spans) => spans.get(placeOf(span))?.find(({ start }) => start !== span.start));
    if (near.every((other) => other !== undefined))
      return anywhere ? span : spanOf([span, ...(near as TextSpan[])]);
  }
  return undefined;
}

function spansOf(release: ReleaseText, group: ClaimRule['all'][number]): readonly TextSpan[] {
  if (group === 'officer') return officersIn(release);
  if (group === 'cost') return [...release.words.of('price'), ...amountSpans(release.plain)];
  return release.words.of(group);
}

function groupedBy(
  placeOf: (span: TextSpan) => number,
  spans: readonly TextSpan[],
): Map<number, readonly TextSpan[]> {
  const groups = new Map<number, TextSpan[]>();
  for (const span of spans) {
    const group = groups.get(placeOf(span));
    if (group) group.push(span);
    else groups.set(placeOf(span), [span]);
  }
  return groups;
}

/** The number of the sentence that holds this place; searched by halves, as a text may have as many as words. */
function sentenceAt(starts: readonly number[], at: number): number {
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] as number) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Offices, and the brand's officers by name. */
function officersIn({ words, folded, brand }: ReleaseText): TextSpan[] {
  const named = brand.executives.flatMap(({ name }) => {
    const start = folded.indexOf(
      name
        .normalize('NFKD')
        .replace(/[\u0300-\u036f]/g, '')
        .replaceAll('-', ' ')
        .toLowerCase(),
    );
    return start < 0 ? [] : [{ start, end: start + name.length }];
  });
  return [...named, ...words.of('role')];
}

/** What is claimed, with its amounts and periods. Denied claims weigh nothing. */
export function claimSignals(release: ReleaseText, claims: readonly Claim[], denied: boolean): Signal[] {
  if (claims.length === 0) return [];
  const sum = claims.reduce((total, { weight }, index) => total + weight * (index === 0 ? 1 : 0.7), 0);
  const figures = [...amountsIn(release.plain).slice(0, 3), ...periodsIn(release.plain).slice(0, 3)];
  const evidence = claims
    .slice(0, 4)
    .map(({ at }) => quote(release, at))
    .join('; ');
  const kinds = claims
    .slice(0, 5)
    .map(({ words }) => words)
    .join(', ');
  return [
    {
      name: 'claims',
      weight: denied ? 0 : Math.min(MOST, Math.round(sum * 100) / 100),
      evidence: figures.length > 0 ? `${evidence}; figures: ${figures.join(', ')}` : evidence,
      explanation: denied ? `It denies: ${kinds}.` : `It claims: ${kinds}.`,
    },
  ];
}
