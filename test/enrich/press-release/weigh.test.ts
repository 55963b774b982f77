import type { Signal } from '#enrich/brand-mention';
import { type Claim, claimsIn } from '#enrich/press-release/claims';
import type { Corroboration } from '#enrich/press-release/corroboration';
import type { Origin } from '#enrich/press-release/origin-signal';
import type { Pose } from '#enrich/press-release/pose';
import { scoreOf, weigh } from '#enrich/press-release/weigh';
import { createReleaseReader } from './release';

const { read, judge } = await createReleaseReader();
const said = judge({ url: 'https://valdor.com/1', text: 'Valdor announces its results.' });
if (!said) throw new Error('the release is not judged');
const claims = (text: string): Claim[] => claimsIn(read({ text }));
const NOTHING = claims('A quiet day.');
const SHOCK = claims('The CEO was fired, the accounts are restated.');
const UNLIKELY = claims('Valdor accepts bitcoin.');
const BLAST = claims('An explosion at the plant.');
const BY: Corroboration = { by: said };
const DENIED: Corroboration = { deniedBy: said };

type Case = {
  readonly origin: Origin['kind'];
  readonly role?: Pose['role'];
  readonly claims?: readonly Claim[];
  readonly corroboration?: Corroboration;
  readonly sum?: number;
  readonly isBidForBrand?: boolean;
  readonly speaks?: boolean;
  readonly ofItself?: boolean;
};

function signals(sum: number): Signal[] {
  return [{ name: 'claims', weight: sum, evidence: '', explanation: '' }];
}

function verdictOf({ origin, role = 'release', corroboration = {}, sum = 0, ...more }: Case) {
  return weigh({
    pose: { role, speaks: more.speaks ?? role !== 'report', signals: [] },
    origin: { kind: origin, signals: [] },
    claims: more.claims ?? NOTHING,
    corroboration,
    signals: signals(sum),
    isBidForBrand: more.isBidForBrand ?? false,
    ofItself: more.ofItself ?? false,
  });
}

describe('the verdict, provenance first', () => {
  it.each<[string, Case, string]>([
    [
      'the brand’s own site is believed, whatever it says',
      { origin: 'official-domain', claims: SHOCK, sum: 9 },
      'official',
    ],
    ['its own account too', { origin: 'official-account', claims: SHOCK, sum: 9 }, 'official'],
    [
      'but not what is too unlikely to stand alone',
      { origin: 'official-domain', claims: UNLIKELY, sum: -4 },
      'suspect',
    ],
    [
      'unless it stands elsewhere too',
      { origin: 'official-domain', claims: UNLIKELY, corroboration: BY },
      'official',
    ],
    [
      'and a denial of such a thing is believed',
      { origin: 'official-domain', claims: UNLIKELY, role: 'denial' },
      'official',
    ],
    ['a site may tell of an accident', { origin: 'official-domain', claims: BLAST }, 'official'],
    ['an account that does may be taken over', { origin: 'official-account', claims: BLAST }, 'suspect'],
    ['what the brand has denied is refuted', { origin: 'wire', corroboration: DENIED }, 'refuted'],
    ['as is a report of it', { origin: 'press', role: 'report', corroboration: DENIED }, 'refuted'],
    [
      'and a false denial from a look-alike',
      { origin: 'look-alike', role: 'denial', corroboration: DENIED },
      'refuted',
    ],
    [
      'but not another’s word of the denial',
      { origin: 'wire', role: 'denial', speaks: false, corroboration: DENIED },
      'unverified',
    ],
    [
      'nor what the brand itself says afterwards',
      { origin: 'official-domain', corroboration: DENIED },
      'official',
    ],
    ['nor a regulated notice', { origin: 'regulated', corroboration: DENIED }, 'official'],
    [
      'a denial outweighs what corroborates',
      { origin: 'wire', corroboration: { ...BY, ...DENIED } },
      'refuted',
    ],
    [
      'what the brand says too is corroborated, whatever it weighs',
      { origin: 'other-domain', corroboration: BY, sum: 9 },
      'corroborated',
    ],
    ['but a look-alike never is', { origin: 'look-alike', corroboration: BY, sum: 9 }, 'likely-fake'],
    ['nor a look-alike account', { origin: 'look-alike-account', corroboration: BY, sum: 9 }, 'likely-fake'],
    ['nor a forged sender', { origin: 'spoofed', corroboration: BY, sum: 9 }, 'likely-fake'],
    [
      'a regulated channel is believed, however shocking',
      { origin: 'regulated', claims: SHOCK, sum: 9 },
      'official',
    ],
    ['but not what is too unlikely', { origin: 'regulated', claims: UNLIKELY, sum: -4 }, 'suspect'],
    ['nor a stranger’s bid for the brand', { origin: 'regulated', isBidForBrand: true, sum: -4 }, 'suspect'],
    ['a report there proves nothing', { origin: 'regulated', role: 'report' }, 'unverified'],
  ])('%s: %j', (_, weighed, verdict) => {
    expect(verdictOf(weighed)).toBe(verdict);
  });
});

describe('the verdict, by the weights', () => {
  it.each<[string, Case, string]>([
    ['below suspicion', { origin: 'other-domain', sum: 2.49 }, 'unverified'],
    ['where suspicion begins', { origin: 'other-domain', sum: 2.5 }, 'suspect'],
    ['just below a likely fake', { origin: 'other-domain', sum: 4.49 }, 'suspect'],
    ['where a likely fake begins', { origin: 'other-domain', sum: 4.5 }, 'likely-fake'],
    ['a denial weighs like a release', { origin: 'free-host', role: 'denial', sum: 4.5 }, 'likely-fake'],
    ['a report is never a likely fake', { origin: 'wire', role: 'report', sum: 9 }, 'suspect'],
    ['nor is what a newspaper prints', { origin: 'press', sum: 9 }, 'suspect'],
    ['a mail that nothing proves may be one', { origin: 'unproven-mail', sum: 4.5 }, 'likely-fake'],
    [
      'an agency’s word of a denial stays open',
      { origin: 'wire', role: 'denial', speaks: false, sum: 9 },
      'unverified',
    ],
  ])('%s: %j', (_, weighed, verdict) => {
    expect(verdictOf(weighed)).toBe(verdict);
  });
});

describe('the score', () => {
  it.each([
    [-9, 0],
    [0, 0.076],
    [2.5, 0.5],
    [4.5, 0.881],
    [12, 1],
  ])('of weights that sum to %d is %d', (sum, score) => {
    expect(scoreOf(signals(sum))).toBe(score);
  });

  it('adds what speaks for and against', () => {
    expect(scoreOf([...signals(4.5), ...signals(-2)])).toBe(0.5);
    expect(scoreOf([])).toBe(0.076);
  });
});
