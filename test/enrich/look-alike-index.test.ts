import { createLookAlikeIndex } from '#enrich/look-alike-index';

const brands = [
  { id: 'vinci', officialDomains: ['vinci.com', 'vinci-energies.com'] },
  { id: 'orange', officialDomains: ['orange.fr', 'orange.com', 'news.orange'] },
  { id: 'bnp-paribas', officialDomains: ['group.bnpparibas', 'bnpparibas.com'] },
  { id: 'bnp-fortis', officialDomains: ['bnpparibasfortis.be'] },
  { id: 'ing', officialDomains: ['ing.com'] },
  { id: 'visa', officialDomains: ['visa.com'] },
  { id: 'renault', officialDomains: ['renault.fr'] },
  { id: 'mercedes', officialDomains: ['mercedes.com'] },
  { id: 'nameless', officialDomains: [] },
];
const find = createLookAlikeIndex(brands);
const brandsOf = (host: string) => find(host).map(({ brand, lookAlike }) => [brand, lookAlike.trick]);

describe('an index of many brands', () => {
  it.each([
    ['vinci.group', [['vinci', 'other-suffix']]],
    ['*.vinci-energies.group', [['vinci', 'other-suffix']]],
    ['www.0range.fr', [['orange', 'look-alike-letters']]],
    ['bnpparibas.group', [['bnp-paribas', 'other-suffix']]],
    ['bnpparibas-fortis.be', [['bnp-fortis', 'hyphen']]],
    [
      'vinci.com.orange.fr.evil.net',
      [
        ['vinci', 'subdomain'],
        ['orange', 'subdomain'],
      ],
    ],
    ['visa.group', [['visa', 'other-suffix']]],
    ['www.renau.lt', [['renault', 'other-suffix']]],
  ])('%s imitates %j', (host, expected) => {
    expect(brandsOf(host)).toEqual(expected);
  });

  it.each([
    ['vinci.com'],
    ['*.vinci.com'],
    ['orange.com'],
    ['mail.group.bnpparibas'],
    ['bnpparibasfortis.be'],
    ['group.com'],
    ['news.com'],
    ['marketing-banking.com'],
    ['visage.com'],
    ['merced.es'],
    ['vista.com'],
    ['orangerie-news.de'],
    ['münchen.de'],
    ['xn--mnchen-3ya.de'],
    ['日本.jp'],
    ['com'],
    ['*.com'],
    ['localhost'],
    ['10.0.0.1'],
    ['[::1]'],
    ['..'],
    ['-.com'],
    [''],
  ])('%s imitates none', (host) => {
    expect(find(host)).toEqual([]);
  });

  it('names the brand, its domain and the trick', () => {
    expect(find('*.Vinci-Press.com')).toEqual([
      {
        brand: 'vinci',
        lookAlike: {
          host: 'vinci-press.com',
          official: 'vinci.com',
          trick: 'added-word',
          explanation: 'is the name of vinci.com with “press” added',
        },
      },
    ]);
  });

  it('answers for one brand as for all', () => {
    const alone = createLookAlikeIndex([brands[0]!]);
    for (const host of ['vinci.group', 'vnici.com', 'v1nci-press.net', 'province.fr'])
      expect(alone(host)).toEqual(find(host));
  });
});
