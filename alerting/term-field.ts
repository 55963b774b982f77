import { z } from 'zod';
import type { BrandMention } from '#enrich/brand-mention';

/** Fields whose values are told apart by name: which are new, and how many different ones there are. */
export const TermField = z.enum([
  'language',
  'channel',
  'source',
  'outlet',
  'author',
  'story',
  'voice',
  'domain',
  'hashtag',
]);
export type TermField = z.infer<typeof TermField>;

const READ: Readonly<Record<TermField, (mention: BrandMention) => string | readonly string[] | undefined>> = {
  language: (mention) => mention.language,
  channel: (mention) => mention.channel,
  source: (mention) => mention.source,
  outlet: (mention) => mention.outlet,
  author: (mention) => mention.author?.handle ?? mention.author?.id,
  story: (mention) => mention.story?.id,
  voice: (mention) => mention.voice,
  domain: (mention) => mention.domains,
  hashtag: (mention) => mention.hashtags,
};

/** A mention can name any number of domains and hashtags; so many of them count. */
const MOST_OF_ONE = 20;

/** The values that a mention has there; none where it is silent. */
export function termsOf(field: TermField, mention: BrandMention): readonly string[] {
  const value = READ[field](mention);
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : [...new Set(value)].slice(0, MOST_OF_ONE);
}

/** What people call these values, in the plural; a story is all copies of one text. */
export const TERM_WORDS: Readonly<Record<TermField, string>> = {
  language: 'languages',
  channel: 'channels',
  source: 'sources',
  outlet: 'outlets',
  author: 'authors',
  story: 'texts',
  voice: 'voices',
  domain: 'domains',
  hashtag: 'hashtags',
};
