import type { BrandMention } from '#enrich/brand-mention';
import { type MentionMatcher, parseMatcher } from '../matchers/parse-matcher';

/** Where a mention belongs in a share. */
export type Part = 'matching' | 'others' | 'unscored';

/** What a share is of: which mentions match, and how people call them. */
export type ShareMatch = {
  readonly texts: readonly string[];
  readonly partOf: (mention: BrandMention) => Part;
  readonly isNegative: boolean;
  /** After "are": `negative`, or the matchers. */
  readonly inWords: string;
};

/** Reads the matchers of a share; throws with the matcher that cannot be read. */
export function readShareMatch(texts: readonly string[]): ShareMatch {
  const matchers = texts.map(readMatcher);
  const asksSentiment = matchers.some(({ field, value }) => field === 'sentiment' && value !== 'unscored');
  const isNegative = texts.length === 1 && /^\s*sentiment\s*(="?negative"?|<=?.*)$/.test(texts[0] ?? '');
  return {
    texts,
    isNegative,
    inWords: isNegative ? 'negative' : `such that ${texts.join(' and ')}`,
    partOf: (mention) => {
      // A missing score is neither negative nor harmless: it is left out of the share and told apart.
      if (asksSentiment && mention.sentiment === undefined) return 'unscored';
      return matchers.every((matcher) => matcher.matches(mention)) ? 'matching' : 'others';
    },
  };
}

function readMatcher(text: string): MentionMatcher {
  const parsed = parseMatcher(text);
  if (!parsed.ok) throw new Error(`percentage_match: match "${text}": ${parsed.message}`);
  return parsed.matcher;
}
