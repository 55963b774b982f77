import { parse, stringify } from 'yaml';
import { importElastalert } from '#alerting/elastalert/import-elastalert';
import { parseMatcher } from '#alerting/matchers/parse-matcher';
import type { BrandMention } from '#enrich/brand-mention';
import { seededRandom } from '../../contract/naive-store';
import { brandMention } from '../brand-mention';

/** A query of Elasticsearch beside what it means, over the three fields of a document. */
type Query = { readonly query: unknown; readonly holds: (document: Document) => boolean };
type Document = { readonly lang?: string; readonly outlet?: string; readonly followers_count?: number };

const LANGUAGES = ['en', 'fr', 'de', undefined];
const OUTLETS = ['Gazette', 'The Herald', 'a.b', undefined];

function leaf(chance: () => number): Query {
  const pick = <Value>(list: readonly Value[]) => list[Math.floor(chance() * list.length)] as Value;
  const lang = pick(['en', 'fr', 'de']);
  const outlet = pick(['Gazette', 'The Herald', 'a.b']);
  const least = pick([0, 10, 100]);
  return pick<Query>([
    { query: { term: { lang } }, holds: (document) => document.lang === lang },
    {
      query: { terms: { lang: [lang, 'fr'] } },
      holds: (document) => document.lang === lang || document.lang === 'fr',
    },
    { query: { term: { 'outlet.keyword': outlet } }, holds: (document) => document.outlet === outlet },
    {
      query: { prefix: { outlet: 'The' } },
      holds: (document) => document.outlet?.startsWith('The') === true,
    },
    { query: { exists: { field: 'outlet' } }, holds: (document) => document.outlet !== undefined },
    {
      query: { range: { followers_count: { gte: least } } },
      holds: ({ followers_count: count = -1 }) => count >= least,
    },
    {
      query: { query_string: { query: `lang:${lang} AND NOT outlet:"${outlet}"` } },
      holds: (document) => document.lang === lang && document.outlet !== outlet,
    },
    {
      query: { query_string: { query: `lang:(${lang} OR de) followers_count:[${least} TO *]` } },
      holds: ({ lang: written, followers_count: count = -1 }) =>
        written === lang || written === 'de' || count >= least,
    },
  ]);
}

function query(chance: () => number, depth: number): Query {
  if (depth === 0 || chance() < 0.3) return leaf(chance);
  const parts = [query(chance, depth - 1), query(chance, depth - 1)] as const;
  const [a, b] = parts;
  const queries = parts.map((part) => part.query);
  const kind = Math.floor(chance() * 4);
  if (kind === 0)
    return {
      query: { bool: { must: queries } },
      holds: (document) => a.holds(document) && b.holds(document),
    };
  if (kind === 1)
    return {
      query: { bool: { should: queries } },
      holds: (document) => a.holds(document) || b.holds(document),
    };
  if (kind === 2)
    return {
      query: { bool: { must: [a.query], must_not: b.query } },
      holds: (document) => a.holds(document) && !b.holds(document),
    };
  return {
    query: { query: { bool: { must_not: queries } } },
    holds: (document) => !a.holds(document) && !b.holds(document),
  };
}

const DOCUMENTS: readonly Document[] = LANGUAGES.flatMap((lang) =>
  OUTLETS.flatMap((outlet) =>
    [5, 50, 500].map((followers_count) => ({ lang, outlet, followers_count }) as Document),
  ),
);

function mentionOf({ lang, outlet, followers_count: followers }: Document): BrandMention {
  const author = { id: 'a', ...(followers !== undefined && { followers }) };
  return brandMention({ author, ...(lang && { language: lang }), ...(outlet && { outlet }) });
}

/** Whether a mention passes one of the rules. */
function ways(filters: readonly (readonly string[])[]): (mention: BrandMention) => boolean {
  const matchers = filters.map((filter) =>
    filter.map((text) => {
      const parsed = parseMatcher(text);
      if (!parsed.ok) throw new Error(`${text}: ${parsed.message}`);
      return parsed.matcher;
    }),
  );
  return (mention) => matchers.some((filter) => filter.every((matcher) => matcher.matches(mention)));
}

it('lets the same mentions through as hundreds of filters of ElastAlert let documents through', () => {
  const chance = seededRandom(20_161_122);
  let compared = 0;
  for (let round = 0; round < 250; round += 1) {
    const wanted = query(chance, 3);
    const rule = {
      name: 'x',
      type: 'frequency',
      num_events: 1,
      timeframe: { minutes: 10 },
      filter: [wanted.query],
    };
    const { yaml, notes } = importElastalert([{ file: 'old.yaml', text: stringify(rule) }], () => []);
    // Too many alternatives for one rule.
    if (yaml === '') {
      expect(notes.at(-1)?.message).toContain('more than 8 rules');
      continue;
    }
    const filters = (parse(yaml).rules as { filter?: string[] }[]).map((one) => one.filter ?? []);
    const passes = ways(filters);
    const wrong = DOCUMENTS.filter((document) => passes(mentionOf(document)) !== wanted.holds(document));
    expect({ query: wanted.query, filters, wrong }).toEqual({ query: wanted.query, filters, wrong: [] });
    compared += 1;
  }
  expect(compared).toBeGreaterThan(180);
});
