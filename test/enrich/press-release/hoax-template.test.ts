import { hoaxTemplateSignals } from '#enrich/press-release/hoax-template';
import { createReleaseReader } from './release';

const { read } = await createReleaseReader();
const told = (text: string) => hoaxTemplateSignals(read({ text }));

describe('a text takes the steps of a hoax on file', () => {
  it.each([
    [
      'WorldCom',
      'Valdor announces its intention to restate its accounts. An internal audit found transfers. The result is a net loss. The auditors were promptly notified; their reports cannot be relied upon. Unaudited figures follow. The CFO was dismissed.',
    ],
    [
      'WorldCom',
      'Valdor lance une révision de ses comptes. Un audit interne a relevé certains transferts, d’où une perte nette. Les commissaires aux comptes ont été informés sans délai. Le directeur financier est démis de ses fonctions. Une conférence de presse suivra.',
    ],
    ['Dow', 'For too long we were silent. Valdor takes full responsibility and will compensate the victims.'],
    ['AP7', 'A historic decision: Valdor will no longer finance coal, by 2030.'],
    ['Walmart', 'Valdor announces that all online stores accept litecoin.'],
    [
      'Avon',
      'TT Capital Partners offers to acquire all the shares of Valdor, 18 dollars per share, all-cash.',
    ],
    ['Whitehaven', 'The bank withdraws the loan to Valdor, as its corporate responsibility asks for.'],
  ])('of %s: “%s”', (like, text) => {
    expect(told(text)).toEqual([
      expect.objectContaining({ name: 'hoax-template', explanation: expect.stringContaining(like) }),
    ]);
  });

  it('and says how many, in the exact words', () => {
    const [signal] = told('A historic decision: Valdor will no longer finance coal, by 2030.');
    expect(signal).toEqual({
      name: 'hoax-template',
      weight: 1.2,
      evidence: '2 of 5 steps: “historic decision” (sentence 1); “by 2030” (sentence 1)',
      explanation: 'It is built like the fakes of the European Investment Bank (2013) and AP7 (2020).',
    });
  });

  it('and of two such hoaxes the nearest is named', () => {
    const both =
      'Valdor announces that its online stores accept bitcoin. A historic decision: it will no longer finance coal, by 2030.';
    expect(told(both).map(({ weight }) => weight)).toEqual([1.2]);
  });
});

describe('a text does not, though it speaks of', () => {
  it.each([
    ['a restatement alone', 'Valdor restates its accounts after a change of method.'],
    [
      'steps without the claim',
      'An internal audit found transfers. A net loss. The CFO was dismissed. Unaudited. A press conference will follow, as the auditors were notified.',
    ],
    ['an apology alone', 'Valdor takes full responsibility.'],
    [
      'a bid by a known company',
      'Norvent offers to acquire all the shares of Valdor for cash, 30 euros per share.',
    ],
    ['nothing', ''],
  ])('%s: “%s”', (_, text) => {
    expect(told(text || '.')).toEqual([]);
  });
});
