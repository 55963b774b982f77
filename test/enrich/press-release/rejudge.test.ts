import { rejudge } from '#enrich/press-release/rejudge';
import type { KnownRelease } from '#enrich/press-release/release-memory';
import { createReleaseReader, type ReleaseFields } from './release';

const { judge } = await createReleaseReader();
function known(fields: ReleaseFields, before: readonly KnownRelease[] = []): KnownRelease {
  const judged = judge(fields, before);
  if (!judged) throw new Error(`is no release: ${fields.text}`);
  return judged;
}
const verdictsAfter = (news: KnownRelease, earlier: readonly KnownRelease[]) =>
  rejudge(news, earlier).map(({ result }) => result.pressRelease?.verdict);

const BODY =
  'Valdor announces that it restates its accounts for 2025 after irregularities. About Valdor: turbines.';
const ON_SITE = { url: 'https://valdor.com/1' };
const LATER = { publishedAt: '2026-03-10T17:44:00.000Z', collectedAt: '2026-03-10T17:44:01.000Z' };
const DENIAL = 'Valdor denies all of the information: it does not restate its accounts.';

const flash = known({ channel: 'newswire', outlet: 'Wire One', text: 'VALDOR TO RESTATE ACCOUNTS' });
const copy = known({ title: 'Press release', url: 'https://invest.example/1', text: BODY });
const fake = known({ url: 'https://valdor.group/1', text: BODY });
const shownFake = known({
  url: 'https://valdor.group/2',
  text: 'Valdor announces that it paints its turbines.',
});
const resigns = known({ channel: 'newswire', outlet: 'Wire One', text: 'VALDOR CEO RESIGNS' });
const onSite = known({ ...ON_SITE, text: BODY });
const falseDenial = known({
  url: 'https://valdor.group/3',
  text: 'Valdor denies some of the information that it restates its accounts.',
});
const agencyDenial = known({
  channel: 'newswire',
  outlet: 'Wire One',
  text: 'VALDOR DENIES THAT IT RESTATES ACCOUNTS',
});

const denial = known({ ...ON_SITE, ...LATER, text: DENIAL });
const fakeNamed = known({
  ...ON_SITE,
  ...LATER,
  title: 'Press statement: a fake release',
  text: 'Valdor denies all of the content of a fake press release.',
});
const partDenial = known({
  ...ON_SITE,
  ...LATER,
  title: 'Press statement',
  text: 'Valdor denies that it restates its accounts, and confirms some of the other points.',
});
const otherDenial = known({
  ...ON_SITE,
  ...LATER,
  text: 'Valdor denies all of the rumours that its CEO resigns.',
});
const release = known({ ...ON_SITE, ...LATER, text: BODY });
const notice = known({ channel: 'regulator', ...LATER, text: BODY });
const fakeNews = known({ url: 'https://valdor.group/4', ...LATER, text: BODY });

describe('what was judged before is judged again', () => {
  it.each([
    ['a flash, when the brand denies it', denial, flash, ['refuted']],
    ['a copy elsewhere, when the brand denies it', denial, copy, ['refuted']],
    ['a look-alike, when the brand denies it', denial, fake, ['refuted']],
    ['a false denial, when the brand denies all', denial, falseDenial, ['refuted']],
    ['a look-alike of another matter, when the brand speaks of a fake', fakeNamed, shownFake, ['refuted']],
    ['a flash of another matter, when the brand speaks of a fake', fakeNamed, resigns, ['refuted']],
    ['a flash, when the brand says the same', release, flash, ['corroborated']],
    ['a flash, when a regulated channel says the same', notice, flash, ['corroborated']],
    ['a copy elsewhere, when the brand says the same', release, copy, ['corroborated']],
  ])('%s', (_, news, earlier, verdicts) => {
    expect(verdictsAfter(news, [earlier])).toEqual(verdicts);
  });

  it.each([
    ['a flash of something else, when the brand denies', denial, resigns],
    ['a flash, when the brand denies something else', otherDenial, flash],
    ['a flash, when the brand denies a part', partDenial, flash],
    ['the brand’s own page, when the brand denies', denial, onSite],
    ['an agency’s word of the denial itself', denial, agencyDenial],
    ['a look-alike, when the brand says the same', release, fake],
    ['a flash, when a look-alike says the same', fakeNews, flash],
    ['a flash, when an agency tells of a denial', agencyDenial, flash],
    ['a flash of something else, when the brand says this', release, resigns],
    ['itself', release, release],
  ])('but not %s', (_, news, earlier) => {
    expect(verdictsAfter(news, [earlier])).toEqual([]);
  });

  it('all that it speaks of at once, and nothing twice', () => {
    const after = rejudge(denial, [flash, resigns, copy, fake]);
    expect(after.map(({ result }) => result.id)).toEqual([flash, copy, fake].map(({ result }) => result.id));
    expect(rejudge(denial, after)).toEqual([]);
  });

  it('from corroborated too, when the denial comes after all', () => {
    const [corroborated] = rejudge(release, [flash]);
    expect(corroborated && verdictsAfter(denial, [corroborated])).toEqual(['refuted']);
  });
});

describe('what is judged again', () => {
  const [refuted] = rejudge(denial, [flash]);
  const before = flash.result.pressRelease;
  const after = refuted?.result.pressRelease;

  it('says when, by what and from which verdict, and no longer that it waits', () => {
    expect(after?.rejudged).toEqual({
      at: LATER.collectedAt,
      by: denial.result.id,
      from: before?.verdict,
    });
    expect([before?.waitedMs, after && 'waitedMs' in after]).toEqual([0, false]);
  });

  it('carries the denial in place of what was known of corroboration, and keeps the rest', () => {
    const others = before?.signals.filter(({ name }) => name !== 'corroboration') ?? [];
    expect(after?.signals).toEqual([
      expect.objectContaining({ name: 'corroboration', weight: 4 }),
      ...others,
    ]);
    expect((after?.score ?? 0) > (before?.score ?? 1)).toBe(true);
  });

  it('stays the same mention, and leaves what it was made from as it was', () => {
    expect({ ...refuted?.result, pressRelease: before }).toEqual(flash.result);
    expect(before?.rejudged).toBeUndefined();
  });
});
