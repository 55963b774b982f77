import { readVerifiable } from '#enrich/press-release/verifiable';
import { verify } from '#enrich/press-release/verify';
import { VALDOR } from './release';

const NOW = Date.parse('2026-03-10T17:00:00.000Z');
const ask = async (json: object) => (await verify(VALDOR, readVerifiable(json, NOW))).verdict;
const FLASH = { text: 'VALDOR TO RESTATE ACCOUNTS', channel: 'newswire' };
const SAID = {
  text: 'Valdor announces that it restates its accounts for 2025.',
  url: 'https://valdor.com/1',
};
const DENIED = {
  text: 'Valdor denies all of it: it does not restate its accounts.',
  url: 'https://valdor.com/2',
};

describe('a text that is verified', () => {
  it.each([
    ['alone', [], 'unverified'],
    ['after the brand has said so', [SAID], 'corroborated'],
    ['after the brand has denied it', [DENIED], 'refuted'],
    ['after both', [SAID, DENIED], 'refuted'],
  ])('%s', async (_, context, verdict) => {
    expect(await ask({ ...FLASH, context })).toBe(verdict);
  });

  it('is judged after its own context only, not after what was verified before', async () => {
    await ask({ ...FLASH, context: [DENIED] });
    await ask(SAID);
    expect(await ask(FLASH)).toBe('unverified');
  });

  it('is judged for the brand that was asked about, named or not', async () => {
    expect(
      await ask({ title: 'Press release', text: 'It restates its accounts.', url: 'https://valdor.group/' }),
    ).toBe('likely-fake');
    expect(await verify(VALDOR, readVerifiable({ text: 'A fine day.' }, NOW))).toEqual({
      verdict: null,
      score: 0,
      signals: [],
    });
  });
});
