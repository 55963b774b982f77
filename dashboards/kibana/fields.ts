import { z } from 'zod';
import { BrandMention } from '#enrich/brand-mention';
import { mentionMapping } from '#enrich/store/elasticsearch-mapping';
import { RUNTIME_FIELDS } from './runtime-fields';

/** What a panel wants of a field. */
export type FieldUse = 'time' | 'split' | 'number' | 'number or time' | 'distinct' | 'value' | 'condition';

const USES: Readonly<Record<FieldUse, readonly string[]>> = {
  time: ['date'],
  split: ['keyword', 'boolean'],
  number: ['long', 'double'],
  'number or time': ['long', 'double', 'date'],
  distinct: ['keyword'],
  value: ['keyword', 'text', 'date', 'long', 'double', 'boolean'],
  condition: ['keyword', 'boolean', 'date', 'long', 'double'],
};

type Property = { readonly type?: string; readonly properties?: Readonly<Record<string, Property>> };

/** Type by name of everything that can be asked for: the mapping of mentions and the fields that Kibana computes. */
export const FIELD_TYPES: ReadonlyMap<string, string> = new Map([
  ...leaves(mentionMapping().properties as Readonly<Record<string, Property>>),
  ...Object.entries(RUNTIME_FIELDS).map(([name, { type }]): [string, string] => [name, type]),
]);

/** The name, when there is such a field and it is good for that. Throws otherwise, so that no panel can be built on it. */
export function field(name: string, use: FieldUse): string {
  const type = FIELD_TYPES.get(name);
  if (type === undefined) throw new TypeError(`Kibana: mentions have no field "${name}"`);
  if (!USES[use].includes(type))
    throw new TypeError(
      `Kibana: "${name}" is of type ${type} and no good as ${use} (${USES[use].join(', ')})`,
    );
  return name;
}

/** A Lucene query as it stands, when every field that it names can be asked for. */
export function query(text: string): string {
  for (const name of fieldsOfQuery(text)) field(name, 'condition');
  return text;
}

/** The fields that a Lucene query names. */
export function fieldsOfQuery(text: string): string[] {
  const plain = text.replaceAll(/_exists_:([\w.]+)/g, '$1:');
  return [...plain.matchAll(/([A-Za-z][\w.]*):/g)].map(([, name = '']) => name);
}

/** What the schema says of its fields, for people who look at one in Kibana. */
export function fieldDescriptions(): Readonly<Record<string, string>> {
  return Object.fromEntries(describedFields(z.toJSONSchema(BrandMention)));
}

function leaves(properties: Readonly<Record<string, Property>>, parent = ''): [string, string][] {
  return Object.entries(properties).flatMap(([name, property]): [string, string][] =>
    property.properties
      ? leaves(property.properties, `${parent}${name}.`)
      : [[`${parent}${name}`, property.type ?? 'object']],
  );
}

function describedFields(schema: z.core.JSONSchema.BaseSchema, parent = ''): [string, string][] {
  const shape = (schema.type === 'array' ? schema.items : schema) as z.core.JSONSchema.BaseSchema;
  return Object.entries(shape.properties ?? {}).flatMap(([name, inner]): [string, string][] => {
    const { description } = inner as z.core.JSONSchema.BaseSchema;
    const below = describedFields(inner as z.core.JSONSchema.BaseSchema, `${parent}${name}.`);
    // What holds other fields is none that can be shown.
    const isField = FIELD_TYPES.has(`${parent}${name}`);
    return isField && description ? [[`${parent}${name}`, description], ...below] : below;
  });
}
