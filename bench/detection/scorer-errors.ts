import type { Sentiment, SentimentLabel } from '#enrich/brand-mention';
import { plainText } from '#enrich/enrichers/plain-text';
import { createLexiconScorer } from '#enrich/enrichers/sentiment/lexicon-scorer';
import { createFoldText } from '#enrich/fold-text';
import { LANGUAGE_FOLDERS, readSentiment } from '../accuracy-data';

/** What the scorer made of texts, by what they truly are: drawing from it is seeing a true tone through its errors. */
export type Seen = Readonly<Record<SentimentLabel, readonly Pick<Sentiment, 'label' | 'score'>[]>>;

const LABELS: readonly SentimentLabel[] = ['negative', 'neutral', 'positive'];
/** The score that is given to a label where only labels are known. */
const PLAIN_SCORES: Readonly<Record<SentimentLabel, number>> = { negative: -0.5, neutral: 0, positive: 0.5 };

/** A scorer that never errs. */
export const WITHOUT_ERRORS = fromConfusion([
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
]);

/** English, as `npm run bench:accuracy` prints it. Rows: what they truly are; columns: negative, neutral, positive. */
export const ENGLISH = fromConfusion([
  [67, 27, 14],
  [28, 43, 37],
  [8, 21, 79],
]);

/** The same over all six languages. */
export const SIX_LANGUAGES = fromConfusion([
  [369, 221, 58],
  [148, 354, 146],
  [68, 215, 365],
]);

/** Counts by true tone (rows) and judged tone (columns). */
export function fromConfusion(rows: readonly (readonly [number, number, number])[]): Seen {
  const judged = (row: number) =>
    LABELS.flatMap((label, column) =>
      Array.from({ length: rows[row]?.[column] ?? 0 }, () => ({ label, score: PLAIN_SCORES[label] })),
    );
  return { negative: judged(0), neutral: judged(1), positive: judged(2) };
}

/** Labels and scores that our scorer gives the `val` texts of these languages. */
export async function measureScores(data: string, languages: readonly string[]): Promise<Seen> {
  const fold = createFoldText();
  const scorer = await createLexiconScorer(fold);
  const seen: Record<SentimentLabel, Pick<Sentiment, 'label' | 'score'>[]> = {
    negative: [],
    neutral: [],
    positive: [],
  };
  for (const [folder, language] of Object.entries(LANGUAGE_FOLDERS)) {
    if (!languages.includes(language)) continue;
    for (const { text, label } of readSentiment(data, folder, 'val')) {
      const plain = plainText(text);
      const judged = scorer.score({ plain, folded: fold(plain), language, spans: [] });
      if (judged) seen[label].push({ label: judged.label, score: judged.score });
    }
  }
  return seen;
}
