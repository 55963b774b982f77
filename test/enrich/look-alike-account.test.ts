import { createLookAlikeAccountCheck } from '#enrich/look-alike-account';

const vinci = createLookAlikeAccountCheck(
  [
    { network: 'x', handle: 'VINCI' },
    { network: 'x', handle: '@VINCIAutoroutes' },
  ],
  ['VINCI', 'VINCI Autoroutes', 'VINCI Construction', 'DG'],
);
const bloomberg = createLookAlikeAccountCheck([{ network: 'x', handle: 'business' }], ['Bloomberg']);
const citron = createLookAlikeAccountCheck([{ network: 'x', handle: 'CitronResearch' }], ['Citron Research']);
const orange = createLookAlikeAccountCheck([{ network: 'x', handle: 'orange' }], ['Orange']);

describe('a look-alike account', () => {
  it.each([
    ['VlNCI', 'look-alike-letters'],
    ['@V1NCI', 'look-alike-letters'],
    ['vιnci', 'look-alike-letters'],
    ['VINCI_press', 'added-word'],
    ['VinciGroup', 'added-word'],
    ['Groupe_VINCI', 'added-word'],
    ['vincinewsroom', 'added-word'],
    ['vinci-press.bsky.social', 'added-word'],
    ['@vinci_press@mastodon.social', 'added-word'],
    ['vnici', 'typo'],
    ['VINCIAutoroute', 'typo'],
    ['vinciconstruction', 'same-name'],
  ])('%s is taken for one of VINCI: %s', (handle, trick) => {
    expect(vinci(handle)?.trick).toBe(trick);
  });

  it.each([
    ['citreonresearch', 'typo'],
    ['CitronReseach', 'typo'],
    ['C1tronResearch', 'look-alike-letters'],
    ['CitronResearchNews', 'added-word'],
  ])('%s is taken for Citron Research: %s', (handle, trick) => {
    expect(citron(handle)?.trick).toBe(trick);
  });

  it.each([
    ['BloombergFeed', 'added-word'],
    ['Bloomberg_Markets', 'added-word'],
    ['Bloomberq', 'look-alike-letters'],
    ['bloomberg', 'same-name'],
  ])('%s is taken for Bloomberg: %s', (handle, trick) => {
    expect(bloomberg(handle)?.trick).toBe(trick);
  });

  it.each([
    ['VINCI', ''],
    ['@vinci', ''],
    ['vinciautoroutes', ''],
    ['vinci_fan', ''],
    ['VinciFans', ''],
    ['vinci_parody', ''],
    ['VINCI_press', 'Vinci Press (parody)'],
    ['StopVinci', ''],
    ['not_vinci', ''],
    ['robertavinci', ''],
    ['vinci75', ''],
    ['VINCI_jobs', ''],
    ['vinci_fr', ''],
    ['leo_da_vinci', ''],
    ['davinci', ''],
    ['vince', 'Vince'],
    ['province', ''],
    ['dg', ''],
    ['', ''],
    ['@', ''],
    [`vinci${'news'.repeat(50_000)}`, ''],
  ])('%s (%s) is nobody’s imitation of VINCI', (handle, name) => {
    expect(vinci(handle, name)).toBeUndefined();
  });

  it.each([['oranges'], ['orangerie'], ['agent_orange'], ['orangejuice'], ['grange'], ['orange_is_black']])(
    'an ordinary word that holds the name is none: %s',
    (handle) => {
      expect(orange(handle)).toBeUndefined();
    },
  );

  it('says what it imitates and how, in words for a spokesman', () => {
    expect(vinci('@VINCI_press')).toEqual({
      handle: 'VINCI_press',
      official: '@VINCI',
      trick: 'added-word',
      explanation: 'is the name of @VINCI with “press” added',
    });
  });
});
