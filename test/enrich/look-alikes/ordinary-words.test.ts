import { loadOrdinaryWords } from '#enrich/look-alikes/ordinary-words';

const isOrdinaryWord = loadOrdinaryWords();

describe('the filter of ordinary words', () => {
  it.each([
    'orange',
    'oranges',
    'orangé',
    'straße',
    'strasse',
    'fluesse',
    'città',
    'citta',
    'mañana',
    'taxi',
    'banking',
    'ikea',
    'vincent',
  ])('knows %s', (word) => {
    expect(isOrdinaryWord(word)).toBe(true);
  });

  it('takes few other texts for words', () => {
    const vowels = 'aeiou';
    const consonants = 'bcdfghjklmnpqrstvwxz';
    const texts = Array.from({ length: 5_000 }, (_, number) =>
      Array.from({ length: 10 }, (_, at) => {
        const letters = at % 2 === 0 ? consonants : vowels;
        return letters[Math.floor(number / (at + 1) + at * number) % letters.length];
      }).join(''),
    );
    const taken = new Set(texts.filter(isOrdinaryWord));
    expect(taken.size / new Set(texts).size).toBeLessThan(0.01);
  });

  it.each(['', 'o2', 'vin-ci', 'ᴠinci', 'orạnge', 'donaudampfschifffahrt'])('takes %j for none', (text) => {
    expect(isOrdinaryWord(text)).toBe(false);
  });
});
