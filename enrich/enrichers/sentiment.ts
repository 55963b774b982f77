import { z } from 'zod';
import { defineEnricher } from '../enricher';
import { createFoldText } from '../fold-text';
import { isSpeech } from '../is-speech';
import { LEXICON_LANGUAGES } from './sentiment/lexicon';
import { createLexiconScorer } from './sentiment/lexicon-scorer';

const options = z.strictObject({
  languages: z
    .array(z.enum(['en', 'fr', 'de', 'es', 'it', 'pt']))
    .min(1)
    .default(['en', 'fr', 'de', 'es', 'it', 'pt'])
    .describe(`languages whose word lists are loaded; known are ${LEXICON_LANGUAGES.join(', ')}`),
});

export const sentimentEnricher = defineEnricher({
  kind: 'sentiment',
  summary: 'Judges the tone toward the brand by word lists, negation, emoji and nearness to its name.',
  options,
  example: 'kind: sentiment\nlanguages: [en, fr]',
  create: async ({ languages }) => {
    const scorer = await createLexiconScorer(createFoldText(), languages);
    return {
      stage: 'brand',
      enrich: ({ mention, plainText, foldedText, language, matches }, brand, result) => {
        if (!isSpeech(mention)) return;
        const spans = matches.find((match) => match.brand === brand)?.at ?? [];
        result.sentiment = scorer.score({ plain: plainText, folded: foldedText, language, spans });
      },
    };
  },
});
