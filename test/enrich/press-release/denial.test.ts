import { denialOf } from '#enrich/press-release/denial';
import { createReleaseReader } from './release';

const { read } = await createReleaseReader();
const denied = (text: string, isOwn = false) => {
  const { extent, signals } = denialOf(read({ text }), isOwn);
  return [extent, ...signals.flatMap(({ weight, evidence }) => [weight, evidence])];
};

describe('a denial denies', () => {
  it.each([
    ['Valdor denies all of the information.', 'full', 0, '“all of the” (sentence 1)'],
    ['Valdor dément formellement.', 'full', 0, '“formellement” (sentence 1)'],
    ['Valdor weist die Meldung entschieden zurück.', 'full', 0, '“entschieden” (sentence 1)'],
    ['Valdor desmiente rotundamente la noticia.', 'full', 0, '“rotundamente” (sentence 1)'],
    ['Valdor smentisce categoricamente.', 'full', 0, '“categoricamente” (sentence 1)'],
    ['Valdor denies the report.', 'full', 0, '“denies” (sentence 1)'],
    ['This press release is a hoax.', 'full', 0, '“hoax” (sentence 1)'],
    ['Valdor denies some of the information.', 'partial', 1, '“some of the” (sentence 1)'],
    [
      'Valdor dément une partie des informations qui ont fuité.',
      'partial',
      1,
      '“une partie des” (sentence 1)',
    ],
    ['Valdor dementiert teilweise.', 'partial', 1, '“teilweise” (sentence 1)'],
    ['Valdor desmiente algunas de las cifras.', 'partial', 1, '“algunas de” (sentence 1)'],
    ['Valdor smentisce in parte.', 'partial', 1, '“in parte” (sentence 1)'],
    ['Valdor formally denies part of it.', 'partial', 1, '“part of” (sentence 1)'],
  ])('%s: %s, from elsewhere than the brand', (text, extent, weight, evidence) => {
    expect(denied(text)).toEqual([extent, weight, evidence]);
  });

  it('a part only, and on the brand’s own channel that weighs nothing', () => {
    expect(denied('Valdor denies some of the information.', true)).toEqual([
      'partial',
      0,
      '“some of the” (sentence 1)',
    ]);
  });

  it('everything where the brand itself says so, whatever words of a part stand beside', () => {
    expect(denied('Valdor formally denies it. It is part of a fraud.', true)).toEqual([
      'full',
      0,
      '“formally denies” (sentence 1)',
    ]);
  });

  it('in words for a spokesman', () => {
    const release = read({ text: 'Valdor denies some of the information.' });
    expect(denialOf(release, false).signals).toMatchObject([
      { name: 'denial', explanation: 'It denies only a part and lets the rest stand, as false denials do.' },
    ]);
    expect(denialOf(release, true).signals).toMatchObject([{ explanation: 'The brand denies a part.' }]);
  });
});
