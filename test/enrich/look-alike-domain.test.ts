import { createLookAlikeCheck } from '#enrich/look-alike-domain';

const vinci = createLookAlikeCheck(['vinci.com', 'vinci-autoroutes.com']);
const lufthansa = createLookAlikeCheck(['lufthansa.com']);
const bahn = createLookAlikeCheck(['bahn.de', 'deutschebahn.com']);

describe('a look-alike domain', () => {
  it.each([
    ['vinci.group', 'other-suffix'],
    ['www.vinci.co.uk', 'other-suffix'],
    ['vinci-group.com', 'added-word'],
    ['groupevinci.com', 'added-word'],
    ['press-vinci.com', 'added-word'],
    ['vincigroup2016.com', undefined],
    ['vinci-press-office.com', 'added-word'],
    ['vinci2016.com', 'added-word'],
    ['vin-ci.com', 'hyphen'],
    ['vinciautoroutes.com', 'hyphen'],
    ['v1nci.com', 'look-alike-letters'],
    ['vlnci.com', 'look-alike-letters'],
    ['vіnсi.com', 'look-alike-letters'],
    ['v1nci-press.com', 'look-alike-letters'],
    ['vnici.com', 'typo'],
    ['vincci.com', 'typo'],
    ['vinci.com.evil.net', 'subdomain'],
    ['vinci-com.secure-login.net', 'subdomain'],
  ])('%s is taken for: %s', (host, trick) => {
    expect(vinci(host)?.trick).toBe(trick);
  });

  it.each([
    ['vinci.com'],
    ['www.vinci.com'],
    ['newsroom.vinci-autoroutes.com'],
    ['vince.com'],
    ['davinci.it'],
    ['leonardo-da-vinci.it'],
    ['province.fr'],
    ['da-vinci-code.org'],
    ['bloomberg.com'],
    ['localhost'],
    ['10.0.0.1'],
    [''],
  ])('%s is nobody’s imitation of vinci.com', (host) => {
    expect(vinci(host)).toBeUndefined();
  });

  it.each([
    ['lufthanza.com', 'typo'],
    ['luthansa.com', 'typo'],
    ['lufthansa-refund.com', 'added-word'],
    ['rnylufthansa.com', undefined],
    ['lufthansas.com', 'typo'],
  ])('of a long name, any one slip counts: %s (%s)', (host, trick) => {
    expect(lufthansa(host)?.trick).toBe(trick);
  });

  it.each([['bahnhof.de'], ['autobahn.de'], ['s-bahn-berlin.de'], ['ban.de'], ['hahn.de'], ['zahn.de']])(
    'an ordinary word that holds a short name is none: %s',
    (host) => {
      expect(bahn(host)).toBeUndefined();
    },
  );

  it('says what it imitates and how, in words for a spokesman', () => {
    expect(vinci('www.vinci.group')).toEqual({
      host: 'www.vinci.group',
      official: 'vinci.com',
      trick: 'other-suffix',
      explanation: 'has the name of vinci.com under another suffix',
    });
  });
});
