export type Reference = { readonly name: string; readonly type: SavedObject['type']; readonly id: string };

/** An object of Kibana as its import takes it: one line of the NDJSON file. */
export type SavedObject = {
  readonly type: 'index-pattern' | 'search' | 'visualization' | 'dashboard';
  readonly id: string;
  readonly attributes: Readonly<Record<string, unknown>> & { readonly title: string };
  readonly references: readonly Reference[];
};

/**
 * The version of each type's shape that these objects are written in. Kibana brings older ones up to date while it
 * imports, and refuses newer ones: 8.9 and later take these.
 */
const SHAPES: Readonly<Record<SavedObject['type'], string>> = {
  'index-pattern': '8.0.0',
  search: '8.0.0',
  visualization: '8.5.0',
  dashboard: '8.9.0',
};

/** The oldest Kibana that takes the objects. */
export const OLDEST_KIBANA = '8.9';

/** The file that Kibana imports: an object a line, those that others refer to first. */
export function toNdjson(objects: readonly SavedObject[]): string {
  return objects
    .map((object) => {
      const { type, id, attributes, references } = object;
      const versions = { coreMigrationVersion: '8.8.0', typeMigrationVersion: SHAPES[type] };
      return `${JSON.stringify({ type, id, attributes, references, managed: false, ...versions })}\n`;
    })
    .join('');
}

/** Where an object says which data view it reads: what it says, and the reference that goes with it. */
export function sourceOf(dataView: string, query = '') {
  const indexRefName = 'kibanaSavedObjectMeta.searchSourceJSON.index';
  const reference: Reference = { name: indexRefName, type: 'index-pattern', id: dataView };
  const search = { query: { query, language: 'lucene' }, filter: [], indexRefName };
  return { reference, meta: { searchSourceJSON: JSON.stringify(search) } };
}
