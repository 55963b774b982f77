import { contactSignals } from '#enrich/press-release/contacts';
import { createReleaseReader, VALDOR } from './release';

const { read } = await createReleaseReader();
const told = (text: string) =>
  contactSignals(read({ text })).map(({ weight, evidence }) => [weight, evidence]);

describe('the contacts in a text', () => {
  it.each([
    ['a number on file', 'Press office: +33 1 99 00 11 00', [[-1, '+33 1 99 00 11 00']]],
    ['a number on file as it is dialled at home', 'Tél. 01 99 00 11 22', [[-1, '01 99 00 11 22']]],
    ['a strange number', 'Call +33 7 99 88 77 66 now', [[0.7, '+33 7 99 88 77 66']]],
    ['a strange number abroad', 'Call +44 20 7946 0999', [[0.7, '+44 20 7946 0999']]],
    [
      'a right name with a wrong number',
      'Jeanne Morel, +33 7 99 88 77 66',
      [[1.8, 'Jeanne Morel, +33 7 99 88 77 66']],
    ],
    ['a right desk with a wrong number', 'Press office: +33 7 99 88 77 66', [[0.7, '+33 7 99 88 77 66']]],
    ['a right name with a right number', 'Jeanne Morel, +33 1 99 00 11 22', [[-1, '+33 1 99 00 11 22']]],
    ['a right number beside another', 'Press: +33 1 99 00 11 00. Plant: +33 4 72 00 00 00', []],
    [
      'a right name beside its own and a wrong number',
      'Jeanne Morel, +33 1 99 00 11 22 or +33 7 99 88 77 66',
      [[1.8, 'Jeanne Morel, +33 7 99 88 77 66']],
    ],
    [
      'a right name far from a strange number',
      `Jeanne Morel ${'writes of turbines. '.repeat(12)} +33 7 99 88 77 66`,
      [[0.7, '+33 7 99 88 77 66']],
    ],
    ['an address on file', 'Write to Presse@valdor.com', [[-0.5, 'presse@valdor.com']]],
    ['an address of the brand that is not on file', 'Write to ir@valdor.com', []],
    ['a strange address', 'Write to valdor.press@mail.example', [[0.5, 'valdor.press@mail.example']]],
    [
      'an address that looks alike, beside one on file',
      'presse@valdor.com or presse@valdor.group',
      [[1.2, 'presse@valdor.group']],
    ],
    ['a number of units, a date, a share price', 'On 10/03/2026 it sold 185 000 at 60,84', []],
    ['none', 'Valdor restates its accounts', []],
  ] as const)('%s: “%s”', (_, text, expected) => {
    expect(told(text)).toEqual(expected);
  });

  it('are explained in words for a spokesman', () => {
    expect(contactSignals(read({ text: 'Jeanne Morel, 07 99 88 77 66' }))).toEqual([
      {
        name: 'contacts',
        weight: 1.8,
        evidence: 'Jeanne Morel, 07 99 88 77 66',
        explanation: 'Jeanne Morel is on file as a press contact, this number is not.',
      },
    ]);
  });

  it('say nothing of numbers where none is on file', async () => {
    const unknown = await createReleaseReader({ ...VALDOR, pressContacts: [] });
    expect(contactSignals(unknown.read({ text: 'Call +33 7 99 88 77 66' }))).toEqual([]);
  });

  it('are read in the country that the mention’s language is spoken in where the brand is not listed', async () => {
    const { exchange, ...unlisted } = VALDOR;
    const contacts = [{ name: 'Presse', phone: '+49 30 23125 000' }];
    const german = await createReleaseReader({ ...unlisted, pressContacts: contacts });
    const release = german.read({ text: 'Rufen Sie an: 030 23125 000', language: 'de-DE' });
    expect(contactSignals(release).map(({ weight }) => weight)).toEqual([-1]);
  });
});
