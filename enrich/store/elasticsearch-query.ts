import type { estypes } from '@elastic/elasticsearch';
import { parseSearch } from './search-text';
import type { MentionFilter, TermField } from './store';

type Query = estypes.QueryDslQueryContainer;

/** The field of a mention's document that each term is counted by. */
export const TERM_FIELDS: Readonly<Record<TermField, string>> = {
  outlet: 'outlet',
  author: 'authorLabel',
  source: 'source',
  channel: 'channel',
  language: 'language',
  sentiment: 'sentiment.label',
  voice: 'voice',
  story: 'story.id',
  domain: 'domains',
  hashtag: 'hashtags',
  brand: 'brand',
};

const AUTHOR_FIELDS = ['author.id', 'author.handle', 'author.name'];
const FARTHEST_DATE = 8.64e15;

/** The conditions of a filter; `scored` are those that tell how well a mention fits. */
export function filterToQuery(filter: MentionFilter, { scored = false } = {}): Query {
  const { required, excluded } = parseSearch(filter.text ?? '');
  const words = unique(required).map(phrase);
  return {
    bool: {
      filter: [...conditions(filter), ...(scored ? [] : words)],
      must: scored ? words : [],
      must_not: unique(excluded).map(phrase),
    },
  };
}

function conditions(filter: MentionFilter): Query[] {
  const { from, to, author } = filter;
  const exact = (Object.keys(TERM_FIELDS) as TermField[]).flatMap((field): Query[] => {
    const value = filter[field];
    return value === undefined || field === 'author' ? [] : [{ term: { [TERM_FIELDS[field]]: value } }];
  });
  if (author !== undefined)
    exact.push({ bool: { should: AUTHOR_FIELDS.map((field) => ({ term: { [field]: author } })) } });
  if (from === undefined && to === undefined) return exact;
  const range = {
    ...(from !== undefined && { gte: whole(from) }),
    ...(to !== undefined && { lt: whole(to) }),
  };
  return [...exact, { range: { publishedAt: { ...range, format: 'epoch_millis' } } }];
}

/** Event times are whole milliseconds. */
function whole(at: number): number {
  return Math.max(-FARTHEST_DATE, Math.min(Math.ceil(at), FARTHEST_DATE));
}

function phrase(words: string): Query {
  return { match_phrase: { words } };
}

function unique(phrases: readonly string[]): string[] {
  return [...new Set(phrases)];
}
