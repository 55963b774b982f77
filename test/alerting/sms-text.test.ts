import { fitLineAndLink, fitText, plainSigns, smsSegments } from '#alerting/render/sms-text';

describe('the segments of an SMS', () => {
  it.each([
    ['', 1],
    ['a'.repeat(160), 1],
    ['a'.repeat(161), 2],
    ['a'.repeat(306), 2],
    ['a'.repeat(307), 3],
    ['é'.repeat(160), 1],
    ['ê'.repeat(70), 1],
    ['ê'.repeat(71), 2],
    ['ê'.repeat(134), 2],
    ['ê'.repeat(135), 3],
    ['€'.repeat(80), 1],
    ['€'.repeat(81), 2],
    // A sign of two places is not divided: 76 of them and one place left over in each segment.
    ['€'.repeat(152), 2],
    ['€'.repeat(153), 3],
    ['😀'.repeat(35), 1],
    ['😀'.repeat(36), 2],
    ['😀'.repeat(66), 2],
    ['😀'.repeat(67), 3],
  ])('of %j are %d', (text, segments) => expect(smsSegments(text)).toBe(segments));
});

describe('a text that must fit', () => {
  const one = (text: string) => smsSegments(text) <= 1;

  it('keeps the alphabet that gives it room', () => {
    expect(plainSigns('“a” – b… l’État')).toBe('"a" - b... l\'État');
    const cut = fitText('word '.repeat(100), one);
    expect(cut).toMatch(/^(word )+w?o?r?d?\.\.\.$/);
    expect(cut.length).toBeGreaterThan(150);
    expect(one(cut)).toBe(true);
  });

  it.each([
    ['short', 'https://e.com/1', 'short\nhttps://e.com/1'],
    ['short', '', 'short'],
    ['x'.repeat(150), 'https://e.com/1', `${'x'.repeat(141)}...\nhttps://e.com/1`],
    ['x'.repeat(150), `https://e.com/${'1'.repeat(80)}`, 'x'.repeat(150)],
  ])('of %j and %j says %j', (line, link, told) => expect(fitLineAndLink(line, link, one)).toBe(told));
});
