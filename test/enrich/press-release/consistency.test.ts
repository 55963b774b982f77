import { consistencySignals } from '#enrich/press-release/consistency';
import { createReleaseReader } from './release';

const { read } = await createReleaseReader();
const told = (text: string) => consistencySignals(read({ text })).map(({ evidence }) => evidence);

describe('figures do not fit each other', () => {
  it.each([
    [
      'an operating profit beside a net loss',
      'The operating profit is 120 million euros. The net loss is 300 million euros.',
      ['“operating profit” (sentence 1) beside “net loss” (sentence 2)'],
    ],
    [
      'the same in French',
      'Le résultat opérationnel est de 120 millions d’euros, la perte nette de 300 millions d’euros.',
      ['“résultat opérationnel” (sentence 1) beside “perte nette” (sentence 1)'],
    ],
    [
      'the same in German',
      'Das Betriebsergebnis beträgt 120 Millionen Euro. Der Nettoverlust 300 Millionen Euro.',
      ['“Betriebsergebnis” (sentence 1) beside “Nettoverlust” (sentence 2)'],
    ],
    [
      'one figure in millions and in billions',
      'Transfers of 2,490 million euros were found. The 249 billion euros go back.',
      ['“2,490 million euros” and “249 billion euros”'],
    ],
    [
      'the same in French',
      'Un montant de 3 500 millions d’euros, soit 35 milliards d’euros.',
      ['“3 500 millions d’euros” and “35 milliards d’euros”'],
    ],
  ])('%s: “%s”', (_, text, expected) => {
    expect(told(text)).toEqual(expected);
  });
});

describe('figures fit each other', () => {
  it.each([
    ['the same amount in two scales', 'Transfers of 2,490 million euros, or 2.49 billion euros.'],
    ['the same amount in French', 'Un montant de 2 490 millions d’euros, soit 2,49 milliards d’euros.'],
    ['the same amount in German', 'Ein Betrag von 2.490 Millionen Euro, also 2,49 Milliarden Euro.'],
    [
      'an operating loss beside a net loss',
      'The operating result is a loss of 20 million euros, the net loss 30 million euros.',
    ],
    [
      'a negative result',
      'Le résultat opérationnel est négatif de 20 millions ; la perte nette de 30 millions.',
    ],
    ['an operating profit alone', 'The operating profit is 120 million euros.'],
    ['a net loss alone', 'The net loss is 300 million euros.'],
    ['an operating profit without a figure', 'The operating profit fell. The net loss is large.'],
    ['two other amounts', 'Sales of 3 billion euros, profits of 200 million euros.'],
    ['small round ones', 'From 5 million euros to 5 billion euros.'],
    ['no amounts', 'A quiet day.'],
  ])('%s: “%s”', (_, text) => {
    expect(told(text)).toEqual([]);
  });
});
