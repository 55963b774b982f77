import type { estypes } from '@elastic/elasticsearch';
import { z } from 'zod';
import { BrandMention } from '../brand-mention';

/** Raised by one with each change of the mapping; a store that another version wrote later is not opened. */
export const MAPPING_VERSION = 2;

/** Languages whose words are also indexed by their stems, so that `comptes` finds `compte`. */
export const STEMMERS = {
  en: { stop: '_english_', stemmer: 'english' },
  fr: { stop: '_french_', stemmer: 'light_french' },
  de: { stop: '_german_', stemmer: 'light_german' },
  es: { stop: '_spanish_', stemmer: 'light_spanish' },
  it: { stop: '_italian_', stemmer: 'light_italian' },
  pt: { stop: '_portuguese_', stemmer: 'light_portuguese' },
} as const;

/** Of a mention, what people read and search by words. */
const PROSE: ReadonlySet<string> = new Set(['title', 'text']);
/** Longer ones are kept but cannot be filtered by: Lucene takes terms of 32,766 bytes at most. */
const LONGEST_TERM = 8_191;

type Property = estypes.MappingProperty;
type Properties = Record<string, Property>;

/**
 * The index template of mentions: a property for each field of `BrandMention`, derived from its schema, and those
 * of `MentionDocument`. A field that is not here is refused, never guessed.
 */
export function mentionTemplate(indexPattern: string) {
  return {
    index_patterns: [indexPattern],
    priority: 200,
    version: MAPPING_VERSION,
    template: {
      settings: {
        number_of_shards: 1,
        auto_expand_replicas: '0-1',
        analysis: analysis(),
      },
      mappings: mentionMapping(),
    },
  } satisfies Partial<estypes.IndicesPutIndexTemplateRequest>;
}

export function mentionMapping(): estypes.MappingTypeMapping {
  return {
    dynamic: 'strict',
    _meta: { version: MAPPING_VERSION },
    // Only sought in, never shown: they would double what is stored.
    _source: { excludes: ['words', 'stemmed'] },
    properties: { ...propertiesOf(z.toJSONSchema(BrandMention)), ...ownProperties() },
  };
}

function ownProperties(): Properties {
  const stems = Object.keys(STEMMERS).map((language): [string, Property] => [
    language,
    { type: 'text', analyzer: `stemmed_${language}` },
  ]);
  return {
    storedAt: { type: 'date' },
    authorLabel: { type: 'keyword', ignore_above: LONGEST_TERM },
    words: { type: 'text', analyzer: 'words' },
    stemmed: { type: 'object', properties: Object.fromEntries(stems) },
  };
}

function analysis(): estypes.IndicesIndexSettingsAnalysis {
  const languages = Object.entries(STEMMERS);
  const filters = languages.flatMap(([language, { stop, stemmer }]) => [
    [`stop_${language}`, { type: 'stop', stopwords: stop }] as const,
    [`stemmer_${language}`, { type: 'stemmer', language: stemmer }] as const,
  ]);
  const analyzers = languages.map(([language]) => {
    const elision = language === 'fr' ? ['elision_fr'] : [];
    const filter = [...elision, 'lowercase', `stop_${language}`, 'asciifolding', `stemmer_${language}`];
    return [`stemmed_${language}`, { type: 'custom', tokenizer: 'standard', filter }] as const;
  });
  return {
    filter: {
      elision_fr: {
        type: 'elision',
        articles_case: true,
        articles: ['l', 'm', 't', 'qu', 'n', 's', 'j', 'd', 'c', 'jusqu', 'quoiqu', 'lorsqu', 'puisqu'],
      },
      ...Object.fromEntries(filters),
    },
    analyzer: {
      // Words are folded and taken apart before they are sent, as the embedded store does it.
      words: { type: 'custom', tokenizer: 'whitespace' },
      folded: { type: 'custom', tokenizer: 'standard', filter: ['lowercase', 'asciifolding'] },
      ...Object.fromEntries(analyzers),
    },
  };
}

type JsonSchema = z.core.JSONSchema.BaseSchema;

function propertiesOf(schema: JsonSchema): Properties {
  const fields = Object.entries(schema.properties ?? {}) as [string, JsonSchema][];
  return Object.fromEntries(fields.map(([name, field]) => [name, propertyOf(name, field)]));
}

function propertyOf(name: string, schema: JsonSchema): Property {
  switch (schema.type) {
    case 'object':
      return { type: 'object', properties: propertiesOf(schema) };
    case 'array':
      // A field holds one value or many alike.
      return propertyOf(name, schema.items as JsonSchema);
    case 'integer':
      return { type: 'long' };
    case 'number':
      return { type: 'double' };
    case 'boolean':
      return { type: 'boolean' };
    case 'string':
      if (schema.format === 'date-time') return { type: 'date' };
      return PROSE.has(name)
        ? { type: 'text', analyzer: 'folded' }
        : { type: 'keyword', ignore_above: LONGEST_TERM };
    default:
      throw new TypeError(`mapping: no type of Elasticsearch is known for the field "${name}"`);
  }
}
