import { corroborationSignals } from '#enrich/press-release/corroboration';
import type { KnownRelease } from '#enrich/press-release/release-memory';
import { createReleaseReader, type ReleaseFields } from './release';

const { judge } = await createReleaseReader();
function known(fields: ReleaseFields, before: readonly KnownRelease[] = []): KnownRelease {
  const judged = judge(fields, before);
  if (!judged) throw new Error(`is no release: ${fields.text}`);
  return judged;
}
const at = (minutes: number) => new Date(Date.parse('2026-03-10T17:00:00Z') + minutes * 60_000).toISOString();

const BODY =
  'Valdor announces that it restates its accounts for 2025 after irregularities. About Valdor: turbines.';
const ON_SITE = { url: 'https://valdor.com/1', outlet: 'valdor.com' };
const REGULATED = { channel: 'regulator', outlet: 'AMF' } as const;
const ELSEWHERE = { title: 'Press release', url: 'https://invest.example/1' };
const FLASH = { channel: 'newswire', outlet: 'Wire One', text: 'VALDOR TO RESTATE ACCOUNTS' } as const;
const verdictOf = (fields: ReleaseFields, before: readonly KnownRelease[]) =>
  known(fields, before).result.pressRelease?.verdict;

const official = known({ ...ON_SITE, text: BODY });
const regulated = known({ ...REGULATED, text: BODY });
const fake = known({ url: 'https://valdor.group/1', text: BODY });
const denial = known({
  ...ON_SITE,
  text: 'Valdor denies all of the information: it does not restate its accounts.',
  publishedAt: at(30),
});
const otherNews = known({ ...ON_SITE, text: 'Valdor announces that its CEO resigns.' });
const otherDenial = known({ ...ON_SITE, text: 'Valdor denies all of the rumours that its CEO resigns.' });
const partDenial = known({
  ...ON_SITE,
  text: 'Valdor denies some of the rumours; it does not restate its accounts. Valdor confirms, in part, the rest.',
});
const unprovenDenial = known({
  ...ELSEWHERE,
  text: 'Valdor denies all of the rumours that it restates its accounts. About Valdor: turbines.',
});

describe('what is judged before decides', () => {
  it.each<[string, ReleaseFields, readonly KnownRelease[], string | undefined]>([
    ['a flash alone', FLASH, [], 'unverified'],
    ['a flash after the brand has said so', FLASH, [official], 'corroborated'],
    ['a flash after a regulated channel has said so', FLASH, [regulated], 'corroborated'],
    ['a flash after the brand has said something else', FLASH, [otherNews], 'unverified'],
    ['a flash after somebody who only looks like the brand has said so', FLASH, [fake], 'suspect'],
    ['a flash after the brand has denied it', FLASH, [denial], 'refuted'],
    ['a flash after the brand has denied something else', FLASH, [otherDenial], 'unverified'],
    [
      'a copy elsewhere after the brand has said so',
      { ...ELSEWHERE, text: BODY },
      [official],
      'corroborated',
    ],
    [
      'a look-alike though the brand has said so',
      { url: 'https://valdor.group/1', text: BODY },
      [official],
      'likely-fake',
    ],
    ['a look-alike after the denial', { url: 'https://valdor.group/2', text: BODY }, [denial], 'refuted'],
    [
      'the brand’s own page after the denial',
      { ...ON_SITE, url: 'https://valdor.com/9', text: BODY },
      [denial],
      'official',
    ],
    ['a regulated notice after the denial', { ...REGULATED, text: BODY }, [denial], 'official'],
  ])('%s', (_, fields, before, verdict) => {
    expect(verdictOf(fields, before)).toBe(verdict);
  });

  it.each([
    ['of a part', partDenial],
    ['that is not proven to be the brand’s', unprovenDenial],
  ])('a denial %s refutes nothing', (_, denied) => {
    expect(denied.result.pressRelease?.role).toBe('denial');
    expect(verdictOf(FLASH, [denied])).not.toBe('refuted');
  });

  it('a mention is no corroboration of itself', () => {
    const again = known({ ...REGULATED, text: BODY }, [regulated]);
    expect(again.result.pressRelease?.signals.map(({ name }) => name)).not.toContain('corroboration');
  });

  it('a case begins with its first text, which relays and denials share', () => {
    const relay = known(FLASH, [fake]);
    const answer = known({ ...ON_SITE, text: 'Valdor formally denies it.' }, [fake, relay]);
    expect([relay, answer].map(({ result }) => result.pressRelease?.case)).toEqual([
      fake.result.id,
      fake.result.id,
    ]);
    expect(fake.result.pressRelease?.case).toBe(fake.result.id);
  });
});

describe('how long it has waited', () => {
  const waitedOf = (fields: ReleaseFields, before: readonly KnownRelease[] = []) =>
    known(fields, before).result.pressRelease?.waitedMs;

  it.each([
    ['since the first text of the case', { ...FLASH, publishedAt: at(44) }, [fake], 44 * 60_000],
    [
      'since it was published, where it is the first',
      { ...FLASH, publishedAt: at(0), collectedAt: at(3) },
      [],
      180_000,
    ],
    ['nothing where it is older than the case', { ...FLASH, publishedAt: at(-9) }, [fake], 0],
    ['not at all where the brand speaks', { ...ON_SITE, text: BODY }, [fake], undefined],
    ['not at all where a regulated channel speaks', { ...REGULATED, text: BODY }, [fake], undefined],
    ['not at all where the brand has said the same', FLASH, [official], undefined],
    ['not at all where the brand has denied it', FLASH, [denial], undefined],
  ] as const)('%s', (_, fields, before, waitedMs) => {
    expect(waitedOf(fields, before)).toBe(waitedMs);
  });

  it.each([
    [0, 0.5, 'Neither the newsroom nor a regulated wire carries it yet.'],
    [540_000, 0.5, 'Neither the newsroom nor a regulated wire has carried it in 9 minutes.'],
    [600_000, 0.9, 'Neither the newsroom nor a regulated wire has carried it in 10 minutes.'],
    [7_200_000, 0.9, 'Neither the newsroom nor a regulated wire has carried it in 2 hours.'],
    [4 * 86_400_000, 0.9, 'Neither the newsroom nor a regulated wire has carried it in 4 days.'],
  ])('%d ms weighs %d: %s', (waitedMs, weight, explanation) => {
    expect(corroborationSignals({}, waitedMs)).toEqual([
      { name: 'corroboration', weight, evidence: 'newsroom and regulated wires', explanation },
    ]);
  });
});

describe('corroboration is told', () => {
  it.each([
    [
      'a denial',
      { deniedBy: denial, by: official },
      4,
      'The brand has denied it: valdor.com, 2026-03-10 17:30 UTC.',
    ],
    [
      'the same from the brand',
      { by: official },
      -4,
      'The same stands on a channel of the brand or a regulator: valdor.com, 2026-03-10 17:00 UTC.',
    ],
  ])('by %s', (_, corroboration, weight, explanation) => {
    expect(corroborationSignals(corroboration, undefined)).toMatchObject([{ weight, explanation }]);
  });

  it('by what it repeats', () => {
    expect(corroborationSignals({ fakeBefore: fake, began: fake }, 0)).toMatchObject([
      { weight: 0.5 },
      {
        weight: 1.5,
        evidence: 'https://valdor.group/1, 2026-03-10 17:00 UTC',
        explanation: 'It is about the same as a text that was judged likely fake.',
      },
    ]);
  });

  it('by what an imitation of the brand copies, which makes it no better', () => {
    const copy = known({ url: 'https://valdor.group/1', text: 'Valdor announces its results for 2025.' }, [
      known({ ...ON_SITE, text: 'Valdor announces its results for 2025.' }),
    ]);
    expect(copy.result.pressRelease).toMatchObject({ verdict: 'likely-fake', origin: 'look-alike' });
    expect(copy.result.pressRelease?.waitedMs).toBeUndefined();
    expect(copy.result.pressRelease?.signals).toContainEqual({
      name: 'corroboration',
      weight: 0.5,
      evidence: 'valdor.com, 2026-03-10 17:00 UTC',
      explanation: 'It copies what stands on a channel of the brand: valdor.com, 2026-03-10 17:00 UTC.',
    });
  });

  it('by nothing where the brand itself speaks', () => {
    expect(corroborationSignals({}, undefined)).toEqual([]);
  });
});
