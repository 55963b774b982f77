import { z } from 'zod';
import { BrandMention } from '#enrich/brand-mention';
import {
  indexOfMention,
  type MentionDocument,
  toDocument,
  toMention,
} from '#enrich/store/elasticsearch-document';
import { mentionMapping, mentionTemplate, STEMMERS } from '#enrich/store/elasticsearch-mapping';
import { mentionOf } from '../../contract/naive-store';

type Property = { type?: string; properties?: Record<string, Property>; analyzer?: string };

/** Paths of fields and their types, `author.id` → `keyword`. */
function typesOf(properties: Record<string, Property> = {}, path = ''): [string, string | undefined][] {
  return Object.entries(properties).flatMap(([name, property]) =>
    property.properties
      ? typesOf(property.properties, `${path}${name}.`)
      : [[`${path}${name}`, property.type] as [string, string | undefined]],
  );
}

/** The same of a JSON Schema: what JSON calls the value at each path. */
function fieldsOf(schema: z.core.JSONSchema.BaseSchema, path = ''): [string, unknown][] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]): [string, unknown][] => {
    const inner = typeof field === 'object' && field.type === 'array' ? field.items : field;
    const { type, properties, format } = inner as z.core.JSONSchema.BaseSchema;
    if (properties) return fieldsOf(inner as z.core.JSONSchema.BaseSchema, `${path}${name}.`);
    return [[`${path}${name}`, format === 'date-time' ? format : type]];
  });
}

const OF_JSON: Readonly<Record<string, readonly string[]>> = {
  string: ['keyword', 'text'],
  'date-time': ['date'],
  integer: ['long'],
  number: ['double'],
  boolean: ['boolean'],
};

const types = Object.fromEntries(typesOf(mentionMapping().properties as Record<string, Property>));

describe('the mapping of mentions', () => {
  it('has every field of the schema, with a type that holds its values, and its own five', () => {
    const fields = fieldsOf(z.toJSONSchema(BrandMention));
    const wrong = fields.filter(([path, type]) => !OF_JSON[String(type)]?.includes(types[path] ?? ''));
    expect(wrong).toEqual([]);
    const own = Object.keys(types).filter((path) => !fields.some(([field]) => field === path));
    const stems = Object.keys(STEMMERS).map((language) => `stemmed.${language}`);
    expect(own.sort()).toEqual(['authorLabel', ...stems, 'storedAt', 'words'].sort());
  });

  it('guesses nothing, and has text only where there is prose', () => {
    expect(mentionMapping().dynamic).toBe('strict');
    const prose = Object.keys(types).filter((path) => types[path] === 'text' && !path.startsWith('stemmed.'));
    expect(prose.sort()).toEqual(['text', 'title', 'words']);
  });

  it('folds accents before it takes stems', () => {
    const { analysis } = mentionTemplate('x-*').template.settings;
    const analyzers = analysis.analyzer as Record<string, { filter?: string[] }>;
    for (const language of Object.keys(STEMMERS)) {
      const { filter = [] } = analyzers[`stemmed_${language}`] ?? {};
      expect(filter.indexOf('asciifolding')).toBeLessThan(filter.indexOf(`stemmer_${language}`));
    }
  });
});

describe('the document of a mention', () => {
  const mention = mentionOf({
    id: 'a',
    title: 'Révision "des" comptes',
    text: 'Au cœur\u0000 東京',
    language: 'fr',
    author: { id: '1', name: 'Ann' },
  });
  const document = JSON.parse(toDocument(mention, JSON.stringify(mention), 0)) as MentionDocument;

  it('adds what is sought by, and gives the mention back', () => {
    const { storedAt, authorLabel, words, stemmed } = document;
    expect({ storedAt, authorLabel, words, stemmed }).toEqual({
      storedAt: '1970-01-01T00:00:00.000Z',
      authorLabel: 'Ann',
      words: 'revision des comptes au coeur 東 京',
      stemmed: { fr: 'Révision "des" comptes\nAu cœur\u0000 東京' },
    });
    expect(toMention(document)).toEqual(mention);
  });

  it.each([
    ['2016-11-22T16:05:00.000Z', 'v-mentions-2016.11'],
    ['2016-11-30T23:59:59.999Z', 'v-mentions-2016.11'],
    ['2010-01-01T00:00:00.000Z', 'v-mentions-2010.01'],
    ['1970-01-01T00:00:00.000Z', 'v-mentions-before-2010'],
  ])('of %s is in the index %s', (publishedAt, index) => {
    expect(indexOfMention('v', { publishedAt })).toBe(index);
  });
});
