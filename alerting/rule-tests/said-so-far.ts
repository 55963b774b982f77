import type { BrandMention } from '#enrich/brand-mention';
import type { MentionFilter, Term, TermField } from '#enrich/store/store';
import type { PageStore } from '../counted-mentions';

/** The mentions of a test that have come in, to be asked for what a page is made from. */
export type SaidSoFar = PageStore & { readonly add: (mention: BrandMention) => void };

type Read = (mention: BrandMention) => string | readonly string[] | undefined;

const READ: Readonly<Partial<Record<TermField, Read>>> = {
  outlet: ({ outlet }) => outlet,
  author: ({ author }) => author && (author.handle ?? author.name ?? author.id),
  source: ({ source }) => source,
  channel: ({ channel }) => channel,
  language: ({ language }) => language,
  sentiment: ({ sentiment }) => sentiment?.label,
  voice: ({ voice }) => voice,
  story: ({ story }) => story?.id,
  domain: ({ domains }) => domains,
  hashtag: ({ hashtags }) => hashtags,
  brand: ({ brand }) => brand,
};
const FIELDS = Object.keys(READ) as readonly (TermField & keyof MentionFilter)[];

/** Answers as a store does, but for texts and cursors, which no page asks for. */
export function createSaidSoFar(): SaidSoFar {
  const said = new Map<string, BrandMention>();
  const found = (filter: MentionFilter) => [...said.values()].filter((mention) => passes(mention, filter));
  return {
    add: (mention) => void said.set(mention.id, mention),
    search: async ({ order = 'newest', limit = 50, ...filter }) => {
      const mentions = found(filter).sort((a, b) => a.publishedAt.localeCompare(b.publishedAt));
      if (order !== 'oldest') mentions.reverse();
      return { total: mentions.length, mentions: mentions.slice(0, limit) };
    },
    topTerms: async (filter, field, size) => countTerms(found(filter), READ[field]).slice(0, size),
  };
}

function passes(mention: BrandMention, filter: MentionFilter): boolean {
  const at = Date.parse(mention.publishedAt);
  if (at < (filter.from ?? Number.NEGATIVE_INFINITY) || at >= (filter.to ?? Number.POSITIVE_INFINITY))
    return false;
  return FIELDS.every((field) => {
    const wanted = filter[field];
    return wanted === undefined || [READ[field]?.(mention)].flat().includes(wanted);
  });
}

function countTerms(mentions: readonly BrandMention[], read: Read = () => undefined): Term[] {
  const terms = new Map<string, Term>();
  for (const mention of mentions)
    for (const term of [read(mention)].flat()) {
      if (term === undefined) continue;
      const { count, negative, lastAt } = terms.get(term) ?? { count: 0, negative: 0, lastAt: 0 };
      terms.set(term, {
        term,
        count: count + 1,
        negative: negative + Number(mention.sentiment?.label === 'negative'),
        lastAt: Math.max(lastAt, Date.parse(mention.publishedAt)),
      });
    }
  return [...terms.values()].sort((a, b) => b.count - a.count || (a.term < b.term ? -1 : 1));
}
