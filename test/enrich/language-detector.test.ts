import { eld } from 'eld/extrasmall';
import { loadEldData } from '#enrich/eld-data';
import { createEldWords } from '#enrich/eld-words';
import { languageEnricher } from '#enrich/enrichers/language';
import { createLanguageDetector, type Detection } from '#enrich/language-detector';
import { generatedTexts, recordedTexts } from './generated-texts';

const { languages } = languageEnricher.options.parse({}) as { languages: string[] };
const everyLanguage = Object.values(eld.info().Languages);

function byEld(wanted: readonly string[]): (text: string) => Detection | undefined {
  const detector = eld.newInstance();
  detector.setLanguageSubset([...wanted]);
  return (text) => {
    const result = detector.detect(text.slice(0, 400));
    return result.language === '' ? undefined : { language: result.language, sure: result.isReliable() };
  };
}

describe('the language detector', () => {
  const texts = [...recordedTexts(), ...generatedTexts(4_000)];
  const detectors = new Map<readonly string[], (text: string) => Detection | undefined>();
  beforeAll(async () => {
    for (const wanted of [languages, everyLanguage])
      detectors.set(wanted, await createLanguageDetector(wanted));
  });

  it.each<[string, readonly string[]]>([
    ['the languages that are chosen by default', languages],
    ['two', ['en', 'fr']],
    ['all', everyLanguage],
    ['none that eld knows, which means all', ['xx']],
  ])('answers as eld does for %s', async (_, wanted) => {
    const detect = await createLanguageDetector(wanted);
    const eldDetect = byEld(wanted);
    const differ = texts.filter((text) => JSON.stringify(detect(text)) !== JSON.stringify(eldDetect(text)));
    expect(differ.slice(0, 1)).toEqual([]);
  });

  it('compares with answers of every kind', () => {
    const answers = texts.map(byEld(languages));
    const of = (wanted: boolean | undefined) => answers.filter((answer) => answer?.sure === wanted).length;
    expect([of(true), of(false), of(undefined)].every((count) => count > 30)).toBe(true);
    expect(new Set(answers.map((answer) => answer?.language)).size).toBeGreaterThan(20);
  });

  it.each([
    ['a final sigma', 'ΟΔΟΣ ΟΔΟΣ.ΑΘΗΝΑ ΟΔΟΣ’ ΣΑΣ'],
    ['a capital that becomes two letters', 'İSTANBUL İZMİR DİYARBAKIR İLE'],
    ['apostrophes at every place', "'tis rock 'n' roll, l'été ' '' dogs'"],
    ['a word beyond 70 bytes', `${'donaudampfschifffahrts'.repeat(5)} und ${'ab'.repeat(36)}`],
    [
      'two such words that differ at their ends',
      `${'ab'.repeat(40)}c ${'ab'.repeat(40)}d ${'ab'.repeat(40)}c`,
    ],
    ['words of one to five letters', 'a ab abc abcd abcde à àb àbc àbcd'],
    ['a cut behind 350 bytes', `${'é'.repeat(3)} `.repeat(90)],
    ['a cut inside a word', `${'mot '.repeat(80)}${'é'.repeat(80)}`],
    ['scripts of three bytes', 'ソニーの新しい製品はとても良いです สวัสดีครับ नमस्ते दुनिया'],
    ['emoji and halves of them', '😀 the \ud83d cat \ude00 is here 𐐀𐐨'],
    ['separators alone', ' ... 12 !'],
    ['nothing', ''],
  ])('answers as eld does for %s', (_, text) => {
    for (const [wanted, detect] of detectors) expect(detect(text)).toEqual(byEld(wanted)(text));
  });

  it('reads every score of every letter group that eld has', async () => {
    const { groups, languages: codes } = await loadEldData();
    const url = new URL('../ngrams/extrasmall.js', import.meta.resolve('eld/extrasmall'));
    const { ngramsData } = await import(url.href);
    expect(codes).toEqual(Object.values(ngramsData.languages));
    const scoresOf = (text: string) => Object.fromEntries(text.split(',').map((pair) => pair.split(':')));
    const read = Object.fromEntries([...groups()].map(([group, scores]) => [group, scoresOf(scores)]));
    const isSame = (group: string) =>
      JSON.stringify(read[group]) ===
      JSON.stringify(
        Object.fromEntries(
          Object.entries(ngramsData.ngrams[group]).map(([code, score]) => [code, String(score)]),
        ),
      );
    expect(Object.keys(read)).toHaveLength(49_553);
    expect(Object.keys(ngramsData.ngrams).filter((group) => !isSame(group))).toEqual([]);
  });
});

describe('the words that letter groups are cut from', () => {
  it.each<[string, string, (string | number)[]]>([
    ['are in lower case, parted by what is no letter', 'One, TWO…3 four', ['one', 'two', 'four']],
    ['have the apostrophes before and in them', "'tis rock'n'roll", ["'tis", "rock'n'roll"]],
    ['have none behind them unless the text ends', "dogs' and dogs'", ['dogs', 'and', "dogs'"]],
    ['may be apostrophes at the end of the text', "so '", ['so', "'"]],
    ['begin no more behind 350 bytes', `${'a'.repeat(349)} b c`, ['a'.repeat(349), 'b']],
    ['end behind 380 bytes', 'é'.repeat(300), [382]],
    ['end behind 380 bytes of the whole text', `a ${'é'.repeat(300)}`, ['a', 380]],
  ])('%s', async (_, text, words) => {
    const found: string[] = [];
    createEldWords(await loadEldData())(text, (bytes, length) => {
      found.push(String.fromCharCode(...bytes.subarray(1, length + 1)));
    });
    expect(found.map((word, index) => (typeof words[index] === 'number' ? word.length : word))).toEqual(
      words,
    );
  });
});
