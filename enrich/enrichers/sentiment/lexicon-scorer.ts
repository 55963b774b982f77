import type { Sentiment, SentimentLabel } from '../../brand-mention';
import type { TextSpan } from '../../enricher';
import { emojiSenses } from './emoji';
import { LEXICON_LANGUAGES, type Lexicon, loadLexicon } from './lexicon';
import type { ScorableText, Scorer } from './scorer';
import { createTokenizer, type Token } from './tokens';
import type { WordSense } from './word-sense';

const NEGATION_REACH = 5;
const LENGTH_DOUBT = 0.06;
const NEGATED = -0.6;
/** Who negates complains more often than not. */
const NEGATOR_TONE = -0.2;
/** Of a long text only this much, from a little before the brand's first name, is read. */
const READ_CHARACTERS = 2_500;
const READ_BEFORE = 1_000;

/** Score below which a text counts as negative, and above which as positive; chosen by bench/sentiment-bands.ts. */
export type Band = { readonly negative: number; readonly positive: number };

const BANDS: Readonly<Record<string, Band>> = {
  en: { negative: -0.16, positive: 0.08 },
  fr: { negative: -0.08, positive: 0.2 },
  de: { negative: -0.12, positive: 0.32 },
  es: { negative: -0.08, positive: 0.48 },
  it: { negative: -0.08, positive: 0.32 },
  pt: { negative: -0.08, positive: 0.44 },
};

type Judge = { readonly lexicon: Lexicon; readonly band: Band };

/** Word that carried tone: its share of the sum is its weight. */
type Share = { readonly word: string; readonly weight: number };

/** The scorer on natural's word lists, with negation, amplifiers, emoji and weight toward the brand's sentences. */
export async function createLexiconScorer(
  fold: (text: string) => string,
  languages: readonly string[] = LEXICON_LANGUAGES,
): Promise<Scorer> {
  const emoji = emojiSenses();
  const tokenize = createTokenizer();
  const judges = new Map<string, Judge>();
  for (const language of languages)
    judges.set(language, { lexicon: await loadLexicon(language, fold), band: BANDS[language]! });
  const id = 'lexicon-1';
  return {
    id,
    languages,
    score: (text) => {
      const judge = judges.get(text.language ?? '');
      if (!judge) return undefined;
      const tokens = tokenize(text.plain, text.folded, readRange(text));
      const senses = tokens.map((token) => senseOf(token, text.folded, judge.lexicon, emoji));
      return summarize(sharesOf(text, tokens, senses), tokens.length, judge.band, id);
    },
  };
}

function senseOf(
  { kind, text, start, end }: Token,
  folded: string,
  lexicon: Lexicon,
  emoji: ReadonlyMap<string, WordSense>,
): WordSense | undefined {
  if (kind === 'word')
    return text === undefined ? lexicon(folded, start, end) : lexicon(text, 0, text.length);
  return text === undefined ? undefined : emoji.get(text);
}

function sharesOf(
  { plain, spans }: ScorableText,
  tokens: readonly Token[],
  senses: readonly (WordSense | undefined)[],
): Share[] {
  const areNames = tokens.map((token) => isWithin(token, spans));
  const nearness = nearnessOf(tokens, areNames);
  const shares: Share[] = [];
  const share = ({ start, end }: Token, weight: number) =>
    shares.push({ word: plain.slice(start, end), weight });
  let negatedUntil = -1;
  let turned = 1;
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index]!;
    const sense = senses[index];
    if (token.kind === 'break') {
      negatedUntil = -1;
      if (token.endsSentence) turned = 1;
    }
    if (!sense || areNames[index]) continue;
    if (sense.turns) {
      negatedUntil = -1;
      turned = 1.4;
    }
    if (sense.negates) {
      negatedUntil = index + NEGATION_REACH;
      share(token, NEGATOR_TONE * nearness[index]!);
    } else if (sense.tone !== undefined && !sense.amplifies && !sense.dampens) {
      const negation = token.kind === 'word' && index <= negatedUntil ? NEGATED : 1;
      const strength = token.kind === 'word' ? strengthOf(tokens, senses, index) : 1;
      share(token, sense.tone * negation * strength * turned * nearness[index]!);
    }
  }
  return shares;
}

function readRange({ folded, spans }: ScorableText): TextSpan {
  const start = Math.max(0, (spans[0]?.start ?? 0) - READ_BEFORE);
  return { start, end: Math.min(folded.length, start + READ_CHARACTERS) };
}

function strengthOf(
  tokens: readonly Token[],
  senses: readonly (WordSense | undefined)[],
  index: number,
): number {
  const token = tokens[index]!;
  let strength = token.isStretched ? 1.3 : token.isShouted ? 1.2 : 1;
  for (let before = index - 1; before >= 0 && before >= index - 2; before--) {
    if (tokens[before]!.kind !== 'word') break;
    if (senses[before]?.amplifies) strength *= 1.3;
    if (senses[before]?.dampens) strength *= 0.7;
  }
  return strength;
}

function isWithin(token: Token, spans: readonly TextSpan[]): boolean {
  for (const { start, end } of spans) if (token.start < end && token.end > start) return true;
  return false;
}

/** How much each token counts: fully in a sentence that names the brand, less beside it, little elsewhere. */
function nearnessOf(tokens: readonly Token[], areNames: readonly boolean[]): number[] {
  const sentences: number[] = [];
  const named = new Set<number>();
  let sentence = 0;
  tokens.forEach((token, index) => {
    sentences.push(sentence);
    if (areNames[index]) named.add(sentence);
    if (token.endsSentence) sentence++;
  });
  return sentences.map((number) => {
    if (named.size === 0 || named.has(number)) return 1;
    return named.has(number - 1) || named.has(number + 1) ? 0.6 : 0.25;
  });
}

function summarize(shares: readonly Share[], length: number, band: Band, model: string): Sentiment {
  const sum = shares.reduce((total, { weight }) => total + weight, 0);
  const size = shares.reduce((total, { weight }) => total + Math.abs(weight), 0);
  // Length counts as doubt: two harsh words are a tweet's tone, and no more than colour in an article.
  const score = sum / Math.sqrt(sum * sum + size * 0.3 + length * LENGTH_DOUBT + 0.5);
  const label: SentimentLabel =
    score <= band.negative ? 'negative' : score >= band.positive ? 'positive' : 'neutral';
  const carriers = [...shares].sort((left, right) => Math.abs(right.weight) - Math.abs(left.weight));
  return {
    score: Math.round(score * 1_000) / 1_000,
    label,
    confidence: confidenceOf(score, label, band, shares.length),
    words: [...new Set(carriers.map(({ word }) => word))].slice(0, 8),
    model,
  };
}

/** Grows with the distance from the band's edges; a text without a known word is a guess. */
function confidenceOf(score: number, label: SentimentLabel, band: Band, known: number): number {
  if (known === 0) return 0.3;
  const edge = label === 'negative' ? band.negative - score : score - band.positive;
  const distance = label === 'neutral' ? Math.min(score - band.negative, band.positive - score) : edge;
  return Math.round(Math.min(0.9, 0.4 + distance) * 100) / 100;
}
