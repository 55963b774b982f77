import { z } from 'zod';
import { Duration } from '#config/fields/duration';
import { durationInWords } from '#enrich/duration-in-words';
import { type DetectorContext, defineDetector, type Finding, type Observation } from '../detector';
import { countInWords } from '../in-words';
import { quoteText } from '../render/quoted-text';
import { TERM_WORDS, TermField, termsOf } from '../term-field';
import { emptyTerms, forgetTerms, rememberTerm, type TermMemory, termKey } from '../term-memory';

const Options = z
  .strictObject({
    field: TermField.describe('whose values are new or known'),
    terms_window_size: Duration.default(2_592_000_000).describe(
      'a value that was not heard for this long is new (again)',
    ),
    learn_for: Duration.default(86_400_000).describe(
      'for so long after its first mention a group only learns what is usual; a restart does not begin it anew',
    ),
    min_count: z
      .number()
      .int()
      .min(1)
      .default(1)
      .describe('a new value counts once this many mentions with it fell within a timeframe'),
    timeframe: Duration.default(3_600_000).describe(
      'how long a new value is news; all of that time is one alert',
    ),
  })
  .refine(({ learn_for, terms_window_size }) => learn_for <= terms_window_size, {
    path: ['learn_for'],
    message: 'must not be longer than terms_window_size: what is learned would be forgotten before',
  });

/** A value that was not known. `term` is what people read of it, at most 60 characters; `isExact`: all of it. */
type News = {
  readonly term: string;
  readonly isExact: boolean;
  first: number;
  count: number;
  /** Event time of the mention that made it count. */
  counts?: number;
};
type State = {
  /** Event time of the first mention. */
  since?: number;
  terms: TermMemory;
  /** Number of the bucket at which forgotten terms were last looked for. */
  swept?: number;
  /** Number of the newest bucket of which terms had to be forgotten early. */
  forgotten?: number;
  news: Record<string, News>;
};

/** The memory is that many buckets long: a value is forgotten a thirty-second of it late, at most. */
const BUCKETS = 32;
/** 70 kB a group. Where there are more, those heard longest ago are new again, and the page says how far back it knows. */
const MOST_TERMS = 4_000;
const MOST_NEWS = 100;
const LONGEST_TERM = 60;
const TOLD = 3;

type New = readonly [key: string, News];

/** Room for one more: of what has not come often enough, the oldest goes; then the oldest of all. */
function makeRoom(news: Record<string, News>): void {
  const isSooner = (one: News, other: News): boolean => {
    const [isOne, isOther] = [one.counts !== undefined, other.counts !== undefined];
    return isOne === isOther ? one.first < other.first : isOther;
  };
  let count = 0;
  let oldest: New | undefined;
  for (const [key, one] of Object.entries(news)) {
    count += 1;
    if (!oldest || isSooner(one, oldest[1])) oldest = [key, one];
  }
  if (oldest && count >= MOST_NEWS) delete news[oldest[0]];
}

function listTerms(terms: readonly string[]): string {
  const told = terms.slice(0, TOLD).map((term) => `"${term}"`);
  const more = terms.length - told.length;
  if (more > 0) return `${told.join(', ')} and ${more.toLocaleString('en-GB')} more`;
  return told.length > 1 ? `${told.slice(0, -1).join(', ')} and ${told.at(-1)}` : (told[0] ?? '');
}

function create(options: z.output<typeof Options>, { timeframe, allowedLateness, counted }: DetectorContext) {
  const { field, terms_window_size: memory, learn_for: learnFor, min_count: least } = options;
  const width = memory / BUCKETS;
  const span = durationInWords(timeframe);
  // The id of a story says nothing to people.
  const isNamed = field !== 'story';

  const take = (state: State, since: number, at: number, term: string): void => {
    const key = termKey(term);
    const bucket = Math.floor(at / width);
    const heard = state.terms.last[key];
    const news = state.news[key];
    if (news) takeNews(news, at);
    else if ((heard === undefined || heard < bucket - BUCKETS) && at >= since + learnFor) {
      makeRoom(state.news);
      const shown = quoteText(term, LONGEST_TERM);
      const news = { term: shown, isExact: shown === term, first: at, count: 1 };
      state.news[key] = least > 1 ? news : { ...news, counts: at };
    }
    const forgotten = rememberTerm(state.terms, key, bucket, MOST_TERMS);
    if (forgotten !== undefined) state.forgotten = Math.max(state.forgotten ?? forgotten, forgotten);
  };

  const takeNews = (news: News, at: number): void => {
    if (Math.abs(at - news.first) <= timeframe) news.count += 1;
    news.first = Math.min(news.first, at);
    if (news.count >= least) news.counts ??= at;
  };

  const forgetOld = (state: State, bucket: number): void => {
    if (bucket > (state.swept ?? bucket)) forgetTerms(state.terms, bucket - BUCKETS);
    state.swept = Math.max(state.swept ?? bucket, bucket);
  };

  /** How far back the memory reaches, as people say it. */
  const reachInWords = (state: State, at: number): string => {
    const begun = Math.max(state.since ?? at, ((state.forgotten ?? -1) + 1) * width);
    const reach = Math.min(memory, Math.max(0, at - begun));
    const unit = reach >= 172_800_000 ? 86_400_000 : reach >= 7_200_000 ? 3_600_000 : 60_000;
    return durationInWords(Math.max(1, Math.floor(reach / unit)) * unit);
  };

  /** Which mentions the page should show; only what can be asked for exactly. */
  const focusOf = (found: readonly New[]): string[] => {
    const isPlain = found.every(([, { term, isExact }]) => isExact && /^[\p{L}\p{N} _-]+$/u.test(term));
    if (!isNamed || !isPlain || found.length > TOLD) return [];
    return [`${field}=~"${found.map(([, { term }]) => term).join('|')}"`];
  };

  const finding = (state: State, at: number, found: readonly New[]): Finding => {
    const unit = `new ${TERM_WORDS[field]}`;
    const reach = reachInWords(state, at);
    const mentions = found.reduce((sum, [, { count }]) => sum + count, 0);
    const focus = focusOf(found);
    return {
      at,
      window: { from: at - timeframe, to: at },
      seen: found.length,
      unit,
      summary: `${countInWords(found.length, unit)}, not heard of in the ${reach.replace(/^1 (\w+)$/, '$1')} before${isNamed ? `: ${listTerms(found.map(([, { term }]) => term))}` : ''}`,
      explanation: [
        `${countInWords(mentions, counted)} so far`,
        ...(least > 1 ? [`a new one counts from ${countInWords(least, counted)} on`] : []),
        `over when nothing new has come for ${span}`,
      ],
      ...(focus.length > 0 && { focus }),
    };
  };

  return {
    memory,
    fresh: (): State => ({ terms: emptyTerms(), news: {} }),
    observe: (state: State, { at, mention }: Observation, isCounted: boolean) => {
      state.since ??= at;
      if (!isCounted) return;
      forgetOld(state, Math.floor(at / width));
      for (const term of termsOf(field, mention)) take(state, state.since, at, term);
    },
    evaluate: (state: State, at: number): Finding | undefined => {
      for (const [key, { first, counts = first }] of Object.entries(state.news))
        if (counts <= at - timeframe - allowedLateness) delete state.news[key];
      const found = Object.entries(state.news)
        .filter(([, { counts }]) => counts !== undefined && counts > at - timeframe)
        .sort(([, a], [, b]) => b.count - a.count || a.first - b.first || (a.term < b.term ? -1 : 1));
      return found.length > 0 ? finding(state, at, found) : undefined;
    },
    ended: () => `nothing new has come for ${span}`,
  };
}

/**
 * A value that was not there before: an outlet, a language, an author, a domain. What was said before the rule was
 * there is not known to it, hence `learn_for`. Memory is bounded: 4,000 values a group, as hashes.
 */
export const newTerm = defineDetector({
  kind: 'new_term',
  summary:
    'A value of field that was not heard of within terms_window_size: a new outlet, author, language or domain.',
  options: Options,
  example: `name: new-outlet
type: new_term
field: outlet
terms_window_size: 30d
min_count: 3
severity: info
`,
  create,
});
