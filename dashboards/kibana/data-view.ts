import { field, fieldDescriptions } from './fields';
import { RUNTIME_FIELDS } from './runtime-fields';
import type { SavedObject } from './saved-object';

/** Kibana takes no longer ones. */
const LONGEST_DESCRIPTION = 300;
/** Of a text, so much is shown in a table; the whole is in the mention's JSON. */
const SHOWN_TEXT = 300;

const FORMATS = {
  url: { id: 'url', params: {} },
  canonicalUrl: { id: 'url', params: {} },
  text: { id: 'truncate', params: { fieldLength: SHOWN_TEXT } },
  'sentiment.score': { id: 'number', params: { pattern: '0.00' } },
  'reach.raw': { id: 'number', params: { pattern: '0,0' } },
  'reach.discounted': { id: 'number', params: { pattern: '0,0' } },
};

/** All indices of mentions as Kibana sees them, with one of their times as the one that its clock picks from. */
export function dataView(view: {
  readonly id: string;
  readonly name: string;
  readonly indices: string;
  readonly timeField: string;
}): SavedObject {
  for (const name of Object.keys(FORMATS)) field(name, 'value');
  const computed = Object.entries(RUNTIME_FIELDS);
  const descriptions = {
    ...fieldDescriptions(),
    ...Object.fromEntries(computed.map(([name, { description }]) => [name, description])),
  };
  const attrs = Object.entries(descriptions).map(([name, text]) => [
    field(name, 'value'),
    { customDescription: text.slice(0, LONGEST_DESCRIPTION) },
  ]);
  return {
    type: 'index-pattern',
    id: view.id,
    attributes: {
      title: view.indices,
      name: view.name,
      timeFieldName: field(view.timeField, 'time'),
      fields: '[]',
      sourceFilters: '[]',
      typeMeta: '{}',
      allowNoIndex: true,
      fieldAttrs: JSON.stringify(Object.fromEntries(attrs)),
      fieldFormatMap: JSON.stringify({
        ...FORMATS,
        ...Object.fromEntries(computed.map(([name, { format }]) => [name, format])),
      }),
      runtimeFieldMap: JSON.stringify(
        Object.fromEntries(computed.map(([name, { type, script }]) => [name, { type, script }])),
      ),
    },
    references: [],
  };
}
