import { parseSearch } from './search-text';
import type { MentionFilter } from './store';

export type Sql = { readonly text: string; readonly values: readonly (string | number)[] };

const CONDITIONS: Readonly<Record<Exclude<keyof MentionFilter, 'text'>, string>> = {
  brand: 'brand = ?1',
  from: 'at >= ?1',
  to: 'at < ?1',
  sentiment: 'sentiment = ?1',
  language: 'language = ?1',
  channel: 'channel = ?1',
  source: 'source = ?1',
  outlet: 'outlet = ?1',
  author: '(author_id = ?1 OR author_handle = ?1 OR author_name = ?1)',
  voice: 'voice = ?1',
  story: 'story = ?1',
  domain: 'EXISTS (SELECT 1 FROM json_each(domains) WHERE value = ?1)',
  hashtag: 'EXISTS (SELECT 1 FROM json_each(hashtags) WHERE value = ?1)',
};

/** The conditions of a filter as SQL over `mentions`, always true for an empty one. */
export function filterToSql(filter: MentionFilter): Sql {
  const parts: string[] = [];
  const values: (string | number)[] = [];
  const add = (condition: string, value: string | number) => {
    values.push(value);
    parts.push(condition.replaceAll('?1', `?${values.length}`));
  };
  for (const [field, condition] of Object.entries(CONDITIONS)) {
    const value = filter[field as keyof typeof CONDITIONS];
    if (value !== undefined) add(condition, value);
  }
  const { required, excluded } = parseSearch(filter.text ?? '');
  if (required.length > 0) add('row IN (SELECT rowid FROM words WHERE words MATCH ?1)', matchAll(required));
  if (excluded.length > 0)
    add('row NOT IN (SELECT rowid FROM words WHERE words MATCH ?1)', matchAny(excluded));
  return { text: parts.length === 0 ? 'TRUE' : parts.join(' AND '), values };
}

/** A full-text expression in which every phrase must occur. Phrases hold no quotes: they are folded words. */
export function matchAll(phrases: readonly string[]): string {
  return phrases.map((phrase) => `"${phrase}"`).join(' AND ');
}

function matchAny(phrases: readonly string[]): string {
  return phrases.map((phrase) => `"${phrase}"`).join(' OR ');
}
