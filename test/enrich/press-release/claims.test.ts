import { claimSignals, claimsIn, GRAVE_CLAIMS } from '#enrich/press-release/claims';
import { createReleaseReader } from './release';

const { read } = await createReleaseReader();
const kindsIn = (text: string) => claimsIn(read({ text })).map(({ kind }) => kind);

describe('a text claims', () => {
  it.each([
    ['Valdor will restate its accounts.', ['accounts-restated']],
    ['Valdor révise ses comptes consolidés.', ['accounts-restated']],
    ['Valdor muss die Bilanz 2025 berichtigen.', ['accounts-restated']],
    ['Valdor revisará sus cuentas por irregularidades.', ['accounts-restated']],
    ['Rettifica del bilancio di Valdor.', ['accounts-restated']],
    ['KPMG withdraws its opinion.', ['auditor-withdraws']],
    ['Les rapports d’audit ne peuvent plus être considérés comme valables.', ['auditor-withdraws']],
    ['The chief financial officer was dismissed.', ['executive-dismissed']],
    ['Le directeur financier a été démis de ses fonctions.', ['executive-dismissed']],
    ['Le directeur financier, M. Martin, a été démis de ses fonctions.', ['executive-dismissed']],
    ['The CFO, Mr. Martin, was dismissed.', ['executive-dismissed']],
    ['Der Finanzvorstand wurde entlassen.', ['executive-dismissed']],
    ['La directora financiera ha sido destituida.', ['executive-dismissed']],
    ['Sollevato dall’incarico il direttore finanziario.', ['executive-dismissed']],
    ['Edouard Lenoir Petit has been fired.', ['executive-dismissed']],
    ['Édouard Lenoir-Petit was ousted.', ['executive-dismissed']],
    ['The chairman resigns.', ['executive-resigns']],
    ['Le PDG est mort.', ['executive-dead']],
    ['Norvent bids for Valdor at 30 euros per share.', ['takeover']],
    ['Übernahmeangebot: 30 Euro je Aktie.', ['takeover']],
    ['Valdor stellt Antrag auf Insolvenz.', ['insolvency']],
    ['Valdor demande une procédure de sauvegarde.', ['insolvency']],
    ['The bank cancels the loan.', ['loan-withdrawn']],
    ['Il y a eu fraude.', ['fraud']],
    ['Ermittlungen gegen Valdor.', ['investigation']],
    ['A net loss of 40 million.', ['net-loss']],
    ['The agency lowers the credit rating to junk.', ['rating-cut']],
    ['Valdor takes full responsibility. It will compensate the victims.', ['apology-compensation']],
    ['Valdor accepts bitcoin.', ['crypto']],
    ['Valdor will no longer finance coal.', ['policy-reversal']],
    ['An explosion in the plant of Valdor.', ['attack']],
    ['Do not use the valve.', ['unsafe-product']],
    ['Valdor changes its name.', ['rename']],
    ['Valdor ruft 3000 Ventile zurück.', ['recall']],
    ['The dividend is suspended.', ['dividend-cut']],
    ['Plan social chez Valdor.', ['lay-offs']],
    ['Gewinnwarnung von Valdor.', ['profit-warning']],
    ['Nous revendiquons ce texte.', ['claim-of-responsibility']],
    ['Valdor publishes its accounts. The plan of the road was restated.', []],
    ['The chairman opened a plant.\nA clerk was fired.', []],
    ['Valdor takes full responsibility for the road.', []],
    ['Bitcoin falls by 3 percent.', []],
    ['A quiet day at Valdor.', []],
  ])('“%s”: %j', (text, kinds) => {
    expect(kindsIn(text)).toEqual(kinds);
  });

  it('each thing once, the gravest first, with the exact words', () => {
    const text =
      'Valdor reports a net loss. It will restate its accounts; the restated accounts come later. The CEO was fired.';
    const claims = claimsIn(read({ text }));
    expect(claims.map(({ kind, grave, at }) => [kind, grave, text.slice(at.start, at.end)])).toEqual([
      ['accounts-restated', true, 'restate its accounts'],
      ['executive-dismissed', true, 'CEO was fired'],
      ['net-loss', false, 'net loss'],
    ]);
  });
});

describe('the signal of claims', () => {
  const signalOf = (text: string, denied = false) => {
    const release = read({ text });
    return claimSignals(release, claimsIn(release), denied);
  };

  it('carries the words, where they stand, and the first amounts and periods', () => {
    const text = 'A day in Lyon. Valdor will restate its accounts of 2024 and 2025 by €3.5 billion.';
    expect(signalOf(text)).toEqual([
      {
        name: 'claims',
        weight: 1.3,
        evidence: '“restate its accounts” (sentence 2); figures: €3.5 billion, 2024, 2025',
        explanation: 'It claims: accounts restated.',
      },
    ]);
  });

  it('counts the first claim whole, and further ones seven tenths', () => {
    const [{ weight } = { weight: 0 }] = signalOf('Valdor restates its accounts. The CEO was fired.');
    expect(weight).toBeCloseTo(1.3 + 0.7 * 1.2, 5);
  });

  it('never outweighs a proven channel, whatever is claimed', () => {
    const all =
      'Valdor restates its accounts. KPMG withdraws. The CEO was fired. Valdor is insolvent. The loan is cancelled. Valdor accepts bitcoin. An explosion. Fraud. We take full responsibility and compensate.';
    expect(signalOf(all).map(({ weight }) => weight)).toEqual([3.2]);
  });

  it('weighs nothing where the claims are denied', () => {
    expect(signalOf('Valdor denies that the CEO was fired.', true)).toMatchObject([
      { weight: 0, explanation: 'It denies: officer dismissed.' },
    ]);
  });

  it('is absent where nothing is claimed', () => {
    expect(signalOf('A quiet day at Valdor.')).toEqual([]);
  });
});

it.each([
  ['accounts-restated', true],
  ['takeover', true],
  ['crypto', true],
  ['recall', false],
  ['lay-offs', false],
  ['profit-warning', false],
])('a claim of %s moves a share: %s', (kind, isGrave) => {
  expect(GRAVE_CLAIMS.has(kind)).toBe(isGrave);
});
