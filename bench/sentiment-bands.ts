import type { SentimentLabel } from '#enrich/brand-mention';
import { plainText } from '#enrich/enrichers/plain-text';
import { createLexiconScorer } from '#enrich/enrichers/sentiment/lexicon-scorer';
import { createFoldText } from '#enrich/fold-text';
import { dataFolder, LANGUAGE_FOLDERS, readSentiment } from './accuracy-data';
import { confusionOf, macroF1 } from './confusion';

// Prints the bands of lexicon-scorer.ts: per language the pair that is best on `train`, and what it is worth on
// the fifth of `train` that it was not chosen on.
const LABELS: readonly SentimentLabel[] = ['negative', 'neutral', 'positive'];
const FOLDS = 5;
// Never nearer to 0 than this: balanced tweets are no measure of how often real mentions are neutral.
const EDGES = Array.from({ length: 12 }, (_, step) => (step * 4 + 8) / 100);

type Scored = { readonly label: SentimentLabel; readonly score: number };
type Band = { readonly negative: number; readonly positive: number };

function worth(rows: readonly Scored[], { negative, positive }: Band): number {
  return macroF1(
    confusionOf(
      LABELS,
      rows.map(({ label, score }) => [
        label,
        score <= negative ? 'negative' : score >= positive ? 'positive' : 'neutral',
      ]),
    ),
  );
}

function bestBand(rows: readonly Scored[]): Band {
  const bands = EDGES.flatMap((negative) => EDGES.map((positive) => ({ negative: -negative, positive })));
  return bands
    .map((band) => ({ band, value: worth(rows, band) }))
    .reduce((best, next) => (next.value > best.value ? next : best)).band;
}

const fold = createFoldText();
const scorer = await createLexiconScorer(fold);
const data = dataFolder(process.argv);
let total = 0;
for (const [folder, language] of Object.entries(LANGUAGE_FOLDERS)) {
  const rows = readSentiment(data, folder, 'train').map(({ text, label }) => {
    const plain = plainText(text);
    const score = scorer.score({ plain, folded: fold(plain), language, spans: [] })?.score ?? 0;
    return { label, score };
  });
  const scores = Array.from({ length: FOLDS }, (_, fold) => {
    const band = bestBand(rows.filter((_, index) => index % FOLDS !== fold));
    return worth(
      rows.filter((_, index) => index % FOLDS === fold),
      band,
    );
  });
  const mean = scores.reduce((sum, score) => sum + score, 0) / FOLDS;
  total += mean / Object.keys(LANGUAGE_FOLDERS).length;
  console.log(
    language,
    JSON.stringify(bestBand(rows)),
    `cross-validated macro-F1 ${(mean * 100).toFixed(1)}`,
  );
}
console.log(`average ${(total * 100).toFixed(1)}`);
