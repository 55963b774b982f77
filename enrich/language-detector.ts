export type Detection = { readonly language: string; readonly sure: boolean };

/** Loads the detector and its tables (about 15 MB), restricted to some languages. */
export async function createLanguageDetector(
  languages: readonly string[],
): Promise<(text: string) => Detection | undefined> {
  const { eld } = await import('eld/extrasmall');
  await shareScores();
  const detector = eld.newInstance();
  detector.setLanguageSubset([...languages]);
  return (text) => {
    const result = detector.detect(text.slice(0, 400));
    return result.language === '' ? undefined : { language: result.language, sure: result.isReliable() };
  };
}

type Scores = Readonly<Record<string, number>>;
type Tables = { readonly ngrams: Record<string, Scores> };

/**
 * eld keeps an object of scores for each of 50,000 letter groups, many of them equal: sharing those takes away half
 * of the memory and of the garbage collector's walks. The package does not export its tables, so they are looked
 * for beside what it does export; where they are not there they stay large.
 */
async function shareScores(): Promise<void> {
  const ngrams = await loadNgrams().catch((): Record<string, Scores> => ({}));
  const shared = new Map<string, Scores>();
  for (const [group, scores] of Object.entries(ngrams)) {
    const key = Object.entries(scores).join();
    const same = shared.get(key);
    if (same) ngrams[group] = same;
    else shared.set(key, scores);
  }
}

async function loadNgrams(): Promise<Record<string, Scores>> {
  const url = new URL('../ngrams/extrasmall.js', import.meta.resolve('eld/extrasmall'));
  const { ngramsData } = (await import(url.href)) as { ngramsData: Tables };
  return ngramsData.ngrams;
}
