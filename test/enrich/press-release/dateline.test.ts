import { createFoldText } from '#enrich/fold-text';
import { datelineIn } from '#enrich/press-release/dateline';

const fold = createFoldText();

describe('a release begins with a place and a date', () => {
  it.each([
    ['Lyon, le 22 novembre 2016. Valdor annonce'],
    ['LONDON, Nov. 12 /PRNewswire/ -- Valdor'],
    ['New York, NY, March 3, 2026 – Valdor'],
    ['Rueil-Malmaison, 24 November 2016'],
    ['München, den 4. März 2026'],
    ['Madrid, 5 de mayo de 2026'],
    ['Milano, 7 luglio 2026'],
    ['Amsterdam, 1 augustus 2026'],
    ['Paris, 22/11/2016'],
    ['Zürich (12. Juni 2026)'],
    ['Valdor\nLyon, le 1er mars 2026'],
    ['Press release - Lyon, Tuesday, March 10'],
  ])('“%s”', (text) => {
    expect(datelineIn(fold(text))).toBeDefined();
  });

  it.each([
    ['Valdor announces its results'],
    ['Lyon is fine in spring'],
    ['The shares fell by 5 percent in May'],
    ['22 novembre 2016'],
    [`${'A quiet day. '.repeat(60)}\nLyon, le 22 novembre 2016`],
    [''],
  ])('“%s” does not', (text) => {
    expect(datelineIn(fold(text))).toBeUndefined();
  });
});
