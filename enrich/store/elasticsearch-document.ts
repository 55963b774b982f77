import type { BrandMention } from '../brand-mention';
import { STEMMERS } from './elasticsearch-mapping';
import { foldedWords } from './search-text';

/** A mention as it is indexed. The last two are sought in and not kept. */
export type MentionDocument = BrandMention & OwnFields;

type OwnFields = {
  /** ISO instant. */
  readonly storedAt: string;
  /** What an author is counted by: the handle, else the name, else the id. */
  readonly authorLabel?: string;
  /** Folded words of title and text. */
  readonly words?: string;
  /** Title and text under the mention's language. */
  readonly stemmed?: Partial<Record<keyof typeof STEMMERS, string>>;
};

const OLDEST_MONTH = '2010';

/** The document of a mention, as JSON; `json` is the mention's own. */
export function toDocument(mention: BrandMention, json: string, storedAt: number): string {
  const { title, text, author, language } = mention;
  const prose = title ? `${title}\n${text}` : text;
  const own: OwnFields = {
    storedAt: new Date(storedAt).toISOString(),
    ...(author && { authorLabel: author.handle ?? author.name ?? author.id }),
    words: foldedWords(prose),
    ...(language !== undefined && language in STEMMERS && { stemmed: { [language]: prose } }),
  };
  return `${json.slice(0, -1)},${JSON.stringify(own).slice(1)}`;
}

export function toMention(document: MentionDocument): BrandMention {
  const { storedAt, authorLabel, words, stemmed, ...mention } = document;
  return mention;
}

/** The index of a mention's month, for example `vigie-mentions-2016.11`. All that is very old shares one. */
export function indexOfMention(prefix: string, { publishedAt }: Pick<BrandMention, 'publishedAt'>): string {
  const month =
    publishedAt < OLDEST_MONTH ? `before-${OLDEST_MONTH}` : publishedAt.slice(0, 7).replace('-', '.');
  return `${prefix}-mentions-${month}`;
}

/** All indices of mentions. */
export function mentionIndices(prefix: string): string {
  return `${prefix}-mentions-*`;
}
