import { amountsIn, periodsIn } from '#enrich/press-release/amounts';

describe('amounts of money', () => {
  it.each([
    ['a charge of €3.5 billion was found', ['€3.5 billion']],
    ['about $12bn, or 12 billion dollars', ['$12bn', '12 billion dollars']],
    ['un montant de 2 490 millions d’euros', ['2 490 millions d’euros']],
    ["pour 2,5 milliards d'euros", ["2,5 milliards d'euros"]],
    ['einen Verlust von 1,8 Mrd. Euro', ['1,8 Mrd. Euro']],
    ['por 300 millones de euros', ['300 millones de euros']],
    ['per 40 milioni di euro', ['40 milioni di euro']],
    ['EUR 1,250,000 were moved', ['EUR 1,250,000']],
    ['£ 7.20 per share, £ 7.20 in cash', ['£ 7.20']],
    ['185 000 people in 100 countries', []],
    ['a tunnel of 42 metres and 3 eurocrats', []],
    ['', []],
  ])('in “%s” are %j', (text, amounts) => {
    expect(amountsIn(text)).toEqual(amounts);
  });
});

describe('periods of account', () => {
  it.each([
    ['for 2015 and the first half of 2016', ['2015', 'first half of 2016']],
    ['in Q3 2016 and H1 2016', ['Q3 2016', 'H1 2016']],
    ['au 1er semestre 2016', ['1er semestre 2016']],
    ['au deuxième trimestre', ['deuxième trimestre']],
    ['im ersten Halbjahr 2016', ['ersten Halbjahr 2016']],
    ['en el primer semestre de 2016', ['primer semestre de 2016']],
    ['nel primo trimestre 2016', ['primo trimestre 2016']],
    ['2015, 2015 and again 2015', ['2015']],
    ['call 20150 or 1899', []],
  ])('in “%s” are %j', (text, periods) => {
    expect(periodsIn(text)).toEqual(periods);
  });
});
