import { Brand } from '#enrich/brand';
import { createNameCheck } from '#enrich/press-release/bears-name';

const brandOf = (fields: object) =>
  Brand.parse({ id: 'b', name: 'Valdor', names: ['Valdor'], officialDomains: ['valdor.com'], ...fields });
const VALDOR = brandOf({});
const RWE = brandOf({ name: 'RWE', names: ['RWE'], officialDomains: ['rwe.com'] });
const ORANGE = brandOf({
  name: 'Orange',
  names: [{ text: 'Orange', ambiguous: true }],
  officialDomains: ['orange.com'],
});
const NESTLE = brandOf({ name: 'Nestlé', names: ['Nestlé'], officialDomains: ['nestle.com'] });

describe('a host bears the name of the brand', () => {
  it.each([
    ['with a word behind', VALDOR, 'valdorcontracts.com'],
    ['with a word before', VALDOR, 'agreenervaldor.com'],
    ['as a place on a free host', VALDOR, 'valdor-engagement.wixsite.com'],
    ['without its accent', NESTLE, 'nestle-rappel.fr'],
    [
      'of which it is a long piece',
      brandOf({
        name: 'U.S. Chamber of Commerce',
        names: ['U.S. Chamber of Commerce'],
        officialDomains: ['uschamber.com'],
      }),
      'chamber-of-commerce.us',
    ],
    ['of three letters, as a word of its own', RWE, 'rwe-verantwortung.com'],
    ['of two meanings, as a word of its own', ORANGE, 'orange-alerte.fr'],
  ])('%s', (_, brand, host) => {
    expect(createNameCheck(brand)(host)).toBe(true);
  });

  it.each([
    ['in the public suffix', brandOf({ name: 'Example', names: ['Example'] }), 'journal.example'],
    ['of three letters, within a word', RWE, 'norwegian.com'],
    ['of two meanings, within a word', ORANGE, 'orangecountyregister.com'],
    ['at all', VALDOR, 'journal.com'],
    ['that may be its own, as none is known', brandOf({ officialDomains: [] }), 'valdor.group'],
    ['as an address of numbers', VALDOR, '192.0.2.7'],
  ])('and not %s', (_, brand, host) => {
    expect(createNameCheck(brand)(host)).toBe(false);
  });
});
