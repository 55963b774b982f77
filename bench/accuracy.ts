import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { Brand } from '#enrich/brand';
import type { BrandMention, SentimentLabel } from '#enrich/brand-mention';
import { createEnrichment } from '#enrich/enrich-mention';
import { type Mention, mentionId } from '#ingest/mention';
import { packageRoot } from '#ingest/thread';
import { dataFolder, LANGUAGE_FOLDERS, readBrandMentions, readSentiment } from './accuracy-data';
import { type Confusion, confusionOf, macroF1, macroRecall, microF1, negativeScores } from './confusion';

const LABELS: readonly SentimentLabel[] = ['negative', 'neutral', 'positive'];
const INSTANT = '2016-01-01T00:00:00.000Z';

const ANY_BRAND = Brand.parse({ id: 'any', name: 'Any', names: ['no such brand'] });

function mentionOf(text: string, url?: string, language?: string): Mention {
  return {
    id: mentionId('accuracy', `${url ?? ''} ${text}`),
    source: 'accuracy',
    channel: url === undefined || /twitter|facebook|plus\.google/.test(url) ? 'social' : 'news',
    text,
    publishedAt: INSTANT,
    collectedAt: INSTANT,
    ...(url === undefined ? {} : { url }),
    ...(language === undefined ? {} : { language }),
  };
}

const percent = (share: number) => (share * 100).toFixed(1).padStart(5);

function printConfusion(confusion: Confusion): void {
  for (const [row, label] of LABELS.entries())
    console.log(
      `      ${label.padEnd(9)}${confusion[row]!.map((count) => String(count).padStart(6)).join('')}`,
    );
}

/** Tone on each language's `val` half, given and detected language, and the language itself. */
async function measureTweets(data: string): Promise<void> {
  const { enrich } = await createEnrichment({ brands: [ANY_BRAND], forcedBrands: [ANY_BRAND.id] });
  const judge = (text: string, language?: string): BrandMention =>
    enrich(mentionOf(text, undefined, language))[0]!;
  const totals = { f1: 0, recall: 0, detected: 0, language: 0, count: 0 };
  console.log('Sentiment and language, tweets, `val` halves (six languages)');
  console.log(
    '  published macro-F1, average: fastText 54.2, natural best 47.1, XLM-T 71.9; published language: eld 96.9',
  );
  console.log('  rows: the label given; columns: negative, neutral, positive as judged\n');
  for (const [folder, code] of Object.entries(LANGUAGE_FOLDERS)) {
    const rows = readSentiment(data, folder, 'val');
    const given = confusionOf(
      LABELS,
      rows.map(({ text, label }) => [label, judge(text, code).sentiment?.label ?? 'neutral'] as const),
    );
    const detected = rows.map(({ text, label }) => ({ label, found: judge(` ${text}`) }));
    const byDetected = confusionOf(
      LABELS,
      detected.map(({ label, found }) => [label, found.sentiment?.label ?? 'neutral'] as const),
    );
    const rightLanguage = detected.filter(({ found }) => found.language === code).length / rows.length;
    const { precision, recall } = negativeScores(given);
    totals.f1 += macroF1(given);
    totals.recall += macroRecall(given);
    totals.detected += macroF1(byDetected);
    totals.language += rightLanguage;
    totals.count++;
    console.log(
      `  ${code}  macro-F1 ${percent(macroF1(given))}  macro-recall ${percent(macroRecall(given))}  negative P ${percent(precision)} R ${percent(recall)}  macro-F1 with detected language ${percent(macroF1(byDetected))}  language right ${percent(rightLanguage)}`,
    );
    printConfusion(given);
  }
  const mean = (sum: number) => percent(sum / totals.count);
  console.log(
    `  avg macro-F1 ${mean(totals.f1)}  macro-recall ${mean(totals.recall)}  with detected language ${mean(totals.detected)}  language right ${mean(totals.language)}\n`,
  );
}

/** Relevance and polarity on real mentions around Deutsche Bahn. */
async function measureBrandMentions(data: string): Promise<void> {
  const file = join(packageRoot(), 'test/fixtures/brands/deutsche-bahn.yaml');
  const brand = Brand.parse(parse(readFileSync(file, 'utf8')));
  const { enrich } = await createEnrichment({ brands: [brand] });
  const forced = await createEnrichment({ brands: [brand], forcedBrands: [brand.id] });
  const rows = readBrandMentions(data);
  const relevance = rows.map(({ text, url, isRelevant }) => {
    const found = enrich(mentionOf(text, url)).length > 0;
    return [isRelevant ? 'true' : 'false', found ? 'true' : 'false'] as const;
  });
  const polarity = rows.map(
    ({ text, url, label }) =>
      [label, forced.enrich(mentionOf(text, url))[0]?.sentiment?.label ?? 'neutral'] as const,
  );
  const relevant = confusionOf(['false', 'true'], relevance);
  const tones = confusionOf(LABELS, polarity);
  console.log(
    `Real mentions around Deutsche Bahn (${rows.length} rows, brand file ${file.slice(packageRoot().length + 1)})`,
  );
  console.log(
    `  relevance micro-F1 ${percent(microF1(relevant))}   published: majority 81.6, baseline 85.2, best entry 90.3`,
  );
  console.log(`      not about it, kept out / let in   ${relevant[0]!.join(' / ')}`);
  console.log(`      about it, missed / found          ${relevant[1]!.join(' / ')}`);
  console.log(
    `  polarity micro-F1  ${percent(microF1(tones))}   published: majority 65.6, baseline 66.7, best entry 74.9, BERT 81`,
  );
  console.log(`  polarity macro-F1  ${percent(macroF1(tones))}`);
  printConfusion(tones);
}

try {
  const data = dataFolder(process.argv);
  await measureTweets(data);
  await measureBrandMentions(data);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
