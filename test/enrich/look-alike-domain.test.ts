import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLookAlikeCheck, tellsOfBrand } from '#enrich/look-alike-domain';
import { packageRoot } from '#ingest/thread';

const vinci = createLookAlikeCheck(['vinci.com', 'vinci-autoroutes.com']);
const lufthansa = createLookAlikeCheck(['lufthansa.com']);
const orange = createLookAlikeCheck(['orange.fr', 'orange.com']);
const axa = createLookAlikeCheck(['axa.fr']);
const ing = createLookAlikeCheck(['ing.com', 'ing.de']);
const hp = createLookAlikeCheck(['hp.com']);
const societe = createLookAlikeCheck(['societegenerale.com']);
const bahn = createLookAlikeCheck(['bahn.de', 'deutschebahn.com']);

describe('a look-alike domain', () => {
  it.each([
    ['vinci.group', 'other-suffix'],
    ['www.vinci.co.uk', 'other-suffix'],
    ['vinci-group.com', 'added-word'],
    ['groupevinci.com', 'added-word'],
    ['press-vinci.com', 'added-word'],
    ['vincigroup2016.com', 'added-word'],
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
    ['vinci.com-press.net', 'subdomain'],
    ['vin.ci.com', 'subdomain'],
    ['vinci.github.io', 'other-suffix'],
    ['vinci.blogspot.com', 'other-suffix'],
    ['*.vinci.group', 'other-suffix'],
    ['VINCI.GROUP.', 'other-suffix'],
    ['xn--vnci-vpa.com', 'look-alike-letters'],
    ['ᴠincɩ.net', 'look-alike-letters'],
    ['vincicom.net', 'added-word'],
    ['wwwvinci.com', 'added-word'],
    ['my-vinci-account.com', undefined],
    ['vlnci-group.com', 'look-alike-letters'],
    ['vincb.com', 'typo'],
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
    ['vinca.com'],
    ['vincb.dev'],
    ['a.b.vinci.com'],
    ['*.vinci.com'],
    ['vinci-leonardo-museum.it'],
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
    ['lufthansaa.com', 'typo'],
  ])('of a long name, any one slip counts: %s (%s)', (host, trick) => {
    expect(lufthansa(host)?.trick).toBe(trick);
  });

  it.each([['bahnhof.de'], ['autobahn.de'], ['s-bahn-berlin.de'], ['ban.de'], ['hahn.de'], ['zahn.de']])(
    'an ordinary word that holds a short name is none: %s',
    (host) => {
      expect(bahn(host)).toBeUndefined();
    },
  );

  it.each([
    ['orange-press.com', 'added-word'],
    ['0range.fr', 'look-alike-letters'],
    ['orange.group', 'other-suffix'],
    ['oramge.fr', 'look-alike-letters'],
    ['orangenews.com', 'added-word'],
    ['orangerie.fr', undefined],
    ['oranges.fr', undefined],
    ['orangé.fr', undefined],
    ['orage.fr', undefined],
    ['orange-juice-shop.com', undefined],
  ])('of a name that is a word, what is another word is left alone: %s (%s)', (host, trick) => {
    expect(orange(host)?.trick).toBe(trick);
  });

  it.each([
    ['axq.fr', 'typo'],
    ['axab.fr', 'typo'],
    ['a.xa.fr', 'subdomain'],
    ['axa-fr.com', 'added-word'],
    ['axagroup.com', 'added-word'],
    ['groupeaxa.com', 'added-word'],
    ['mediaaxa.com', 'added-word'],
    ['axaesg.com', 'added-word'],
    ['ахa.net', 'look-alike-letters'],
    ['axq.dev', undefined],
    ['axq.com', undefined],
    ['axe.fr', undefined],
    ['taxa.fr', undefined],
    ['axs.fr', undefined],
  ])('near a short name, only what stands under its own suffix counts: %s (%s)', (host, trick) => {
    expect(axa(host)?.trick).toBe(trick);
  });

  it.each([
    ['banking.com'],
    ['onlinebanking.com'],
    ['webmarketing.fr'],
    ['couponing.fr'],
    ['investing.com'],
    ['e-banking.de'],
    ['berlin-pressing.com'],
    ['king.de'],
    ['inc.com'],
  ])('a short name is none of the words that end with it: %s', (host) => {
    expect(ing(host)).toBeUndefined();
  });

  it.each([
    ['hp-support.com', 'added-word'],
    ['ĥp.com', 'look-alike-letters'],
    ['hp.de', undefined],
    ['hq.com', undefined],
    ['hp-fr.com', undefined],
  ])('a name of two letters needs more than a slip: %s (%s)', (host, trick) => {
    expect(hp(host)?.trick).toBe(trick);
  });

  it.each([
    ['societegenerale-investors.com', 'added-word'],
    ['societegenrale-press.com', 'typo'],
    ['soeietegeneraie.com', 'look-alike-letters'],
    ['societegencrale.xyz', 'look-alike-letters'],
    ['rnysocietegenerale.com', undefined],
    ['socjetegenerale.xyz', 'typo'],
  ])('of a long name, more counts: %s (%s)', (host, trick) => {
    expect(societe(host)?.trick).toBe(trick);
  });

  it('is found in at least 95 % of what a permutation engine makes of a made-up name', () => {
    const check = createLookAlikeCheck(['novarel.com']);
    const hosts = readFileSync(join(packageRoot(), 'test/fixtures/look-alikes/novarel.com.txt'), 'utf8')
      .trim()
      .split('\n');
    const found = hosts.filter((host) => check(host));
    expect(found.length / hosts.length).toBeGreaterThanOrEqual(0.95);
  });

  it('alone makes a text be about the brand, unless a stranger is as likely', () => {
    const tells = (check: typeof vinci, host: string) => {
      const found = check(host);
      return found && tellsOfBrand(found);
    };
    expect(tells(vinci, 'vinci.group')).toBe(true);
    expect(tells(vinci, 'vnici.com')).toBe(true);
    expect(tells(axa, 'ахa.net')).toBe(true);
    expect(tells(vinci, 'vincb.com')).toBe(false);
    expect(tells(axa, 'axq.fr')).toBe(false);
  });

  it('says what it imitates and how, in words for a spokesman', () => {
    expect(vinci('www.vinci.group')).toEqual({
      host: 'www.vinci.group',
      official: 'vinci.com',
      trick: 'other-suffix',
      explanation: 'has the name of vinci.com under another suffix',
    });
  });
});
