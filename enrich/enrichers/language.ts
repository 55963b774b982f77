import { z } from 'zod';
import { createCommonWordJudge } from '../common-words';
import { defineEnricher } from '../enricher';
import { createFoldText } from '../fold-text';
import { createLanguageDetector, type Detection } from '../language-detector';
import { hasLetters, quietText } from '../quiet-text';

const LOOKED_AT = 1_000;

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

/** The language of a tag such as "pt-BR", where it has two letters. */
function primaryLanguage(tag: string): string | undefined {
  return /^([a-z]{2})(?![a-z])/i.exec(tag)?.[1]?.toLowerCase();
}

export const languageEnricher = defineEnricher({
  kind: 'language',
  summary: "Tells the language of a mention from its text and its source's claim.",
  options,
  example: 'kind: language\nlanguages: [en, fr, de, es, it, pt]',
  create: async ({ languages, minLetters }) => {
    const detect = await createLanguageDetector(languages);
    const byCommonWords = createCommonWordJudge(createFoldText(), languages);
    const detected = (plain: string, folded: string): Detection | undefined => {
      const byWords = byCommonWords(folded);
      if (byWords) return { language: byWords, sure: true };
      const text = quietText(plain.slice(0, LOOKED_AT));
      return hasLetters(text, minLetters) ? detect(text) : undefined;
    };
    return {
      stage: 'mention',
      enrich: (draft) => {
        const { plainText, foldedText, mention } = draft;
        const claim = mention.language === undefined ? undefined : primaryLanguage(mention.language);
        draft.language = settle(claim, detected(plainText, foldedText));
      },
    };
  },
});
