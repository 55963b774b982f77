import { z } from 'zod';
import { COMMON_WORD_LANGUAGES, createCommonWords, languageByCommonWords } from '../common-words';
import { defineEnricher } from '../enricher';
import { createFoldText } from '../fold-text';
import { createLanguageDetector, type Detection } from '../language-detector';
import { exactHash, simhashToHex } from '../simhash';

const NOISE = /https?:\S+|@\S+|#|\p{Extended_Pictographic}|\d+/gu;
const CACHED_TEXTS = 5_000;

const options = z.strictObject({
  languages: z
    .array(z.string().regex(/^[a-z]{2}$/, 'expected an ISO 639-1 code such as "fr"'))
    .min(1)
    .default('en fr de es it pt nl pl ru uk tr ar fa he ja zh ko sv da no fi cs hu ro el hi vi th'.split(' '))
    .describe('languages to choose among, ISO 639-1; fewer make short texts surer'),
  minLetters: z
    .number()
    .int()
    .min(1)
    .default(5)
    .describe('a text with fewer letters keeps the language that its source claims, or none'),
});

/** Keeps a claim that the detector does not clearly contradict: sources know better on short texts. */
function settle(claim: string | undefined, detected: Detection | undefined): string | undefined {
  if (claim === undefined) return detected?.language;
  return detected?.sure ? detected.language : claim;
}

export const languageEnricher = defineEnricher({
  kind: 'language',
  summary: "Tells the language of a mention from its text and its source's claim.",
  options,
  example: 'kind: language\nlanguages: [en, fr, de, es, it, pt]',
  create: async ({ languages, minLetters }) => {
    const detect = await createLanguageDetector(languages);
    const commonWords = createCommonWords(
      createFoldText(),
      languages.filter((language) => COMMON_WORD_LANGUAGES.includes(language)),
    );
    const known = new Map<string, Detection | undefined>();
    const detectOnce = (plain: string, folded: string): Detection | undefined => {
      const byWords = languageByCommonWords(folded, commonWords);
      if (byWords) return { language: byWords, sure: true };
      const text = plain.slice(0, 1_000).replace(NOISE, ' ').trim();
      if ((text.match(/\p{L}/gu)?.length ?? 0) < minLetters) return undefined;
      return detect(text);
    };
    return {
      stage: 'mention',
      enrich: (draft) => {
        const { plainText, foldedText, mention } = draft;
        const claim = /^([a-z]{2})(?![a-z])/i.exec(mention.language ?? '')?.[1]?.toLowerCase();
        // A hash, because the texts themselves would be megabytes.
        const key = simhashToHex(exactHash([foldedText.slice(0, 1_000)]));
        let detected = known.get(key);
        if (!detected) {
          detected = detectOnce(plainText, foldedText);
          if (known.size >= CACHED_TEXTS) known.clear();
          known.set(key, detected);
        }
        draft.language = settle(claim, detected);
      },
    };
  },
});
