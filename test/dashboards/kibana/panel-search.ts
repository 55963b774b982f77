import { z } from 'zod';
import { fieldsOfQuery } from '#dashboards/kibana/fields';
import type { SavedObject } from '#dashboards/kibana/saved-object';

type Params = {
  readonly field?: string;
  readonly sortField?: string;
  readonly sortOrder?: string;
  readonly size?: number;
  readonly percents?: readonly number[];
  readonly min_doc_count?: number;
  readonly orderBy?: string;
  readonly order?: string;
  readonly filters?: readonly { readonly label: string; readonly input: { readonly query: string } }[];
};
export type Agg = {
  readonly id: string;
  readonly type: string;
  readonly schema: string;
  readonly params: Params;
};
type VisState = { readonly type: string; readonly aggs: readonly Agg[] };
type Json = Record<string, unknown>;

const textOf = (object: SavedObject, name: string) => String(object.attributes[name] ?? '{}');

export function visStateOf(object: SavedObject): VisState {
  return JSON.parse(textOf(object, 'visState')) as VisState;
}

/** The Lucene query that a visualization or saved search is limited to. */
export function queryOf(object: SavedObject): string {
  const meta = object.attributes.kibanaSavedObjectMeta as { searchSourceJSON: string };
  return (JSON.parse(meta.searchSourceJSON) as { query: { query: string } }).query.query;
}

/** The data view that an object reads. */
export function dataViewOf(object: SavedObject, objects: readonly SavedObject[]): SavedObject | undefined {
  const reference = object.references.find(({ type }) => type === 'index-pattern');
  return objects.find(({ type, id }) => type === 'index-pattern' && id === reference?.id);
}

const listAttributes = ({ attributes }: SavedObject) =>
  z
    .object({ columns: z.array(z.string()), sort: z.array(z.tuple([z.string(), z.enum(['asc', 'desc'])])) })
    .parse(attributes);

/** Every field that an object asks for, with what it is asked as: an aggregation's type, or a word for the rest. */
export function fieldsOf(object: SavedObject): { readonly field: string; readonly as: string }[] {
  const named = (as: string, fields: readonly string[]) => fields.map((field) => ({ field, as }));
  switch (object.type) {
    case 'index-pattern':
      return [
        ...named('date_histogram', [textOf(object, 'timeFieldName')]),
        ...named('column', Object.keys(JSON.parse(textOf(object, 'fieldAttrs')))),
        ...named('column', Object.keys(JSON.parse(textOf(object, 'fieldFormatMap')))),
      ];
    case 'search': {
      const { columns, sort } = listAttributes(object);
      const sorts = sort.map(([field]) => field);
      return [
        ...named('column', columns),
        ...named('sort', sorts),
        ...named('query', fieldsOfQuery(queryOf(object))),
      ];
    }
    case 'visualization':
      return [
        ...visStateOf(object).aggs.flatMap(({ type, params }) => [
          ...named(type, params.field === undefined ? [] : [params.field]),
          ...named('sort', params.sortField === undefined ? [] : [params.sortField]),
          ...named(
            'query',
            (params.filters ?? []).flatMap(({ input }) => fieldsOfQuery(input.query)),
          ),
        ]),
        ...named('query', fieldsOfQuery(queryOf(object))),
      ];
    case 'dashboard': {
      const { panelsJSON } = object.attributes.controlGroupInput as { panelsJSON: string };
      const controls = Object.values(
        JSON.parse(panelsJSON) as Record<string, { explicitInput: { fieldName: string } }>,
      );
      return named(
        'terms',
        controls.map(({ explicitInput }) => explicitInput.fieldName),
      );
    }
  }
}

const lucene = (query: string) =>
  query === '' ? { match_all: {} } : { query_string: { query, analyze_wildcard: true } };

/** The search that Kibana sends for a visualization: buckets inside each other, metrics in the innermost. */
export function searchOf(object: SavedObject, dataView: SavedObject): Json {
  const { aggs } = visStateOf(object);
  const metrics = aggs.filter(({ schema, type }) => schema === 'metric' && type !== 'count');
  const inner = Object.fromEntries(metrics.map((agg) => [agg.id, metricOf(agg)]));
  // Each bucket also has the metric that terms are ordered by; all of them do no harm.
  const nested = aggs
    .filter(({ schema }) => schema !== 'metric')
    .reduceRight<Json>((below, agg) => ({ [agg.id]: { ...bucketOf(agg, aggs), aggs: below } }), inner);
  return {
    size: 0,
    track_total_hits: true,
    query: lucene(queryOf(object)),
    runtime_mappings: JSON.parse(textOf(dataView, 'runtimeFieldMap')),
    ...(Object.keys(nested).length > 0 && { aggs: nested }),
  };
}

/** What Discover sends for a saved search. */
export function listOf(object: SavedObject, dataView: SavedObject): Json {
  const { columns, sort } = listAttributes(object);
  return {
    size: 10,
    query: lucene(queryOf(object)),
    runtime_mappings: JSON.parse(textOf(dataView, 'runtimeFieldMap')),
    fields: columns,
    sort: sort.map(([field, order]) => ({ [field]: { order, format: 'strict_date_optional_time' } })),
  };
}

function metricOf({ type, params }: Agg): Json {
  const { field = '', sortField = '', sortOrder, size, percents } = params;
  if (type === 'percentiles') return { percentiles: { field, percents, keyed: false } };
  if (type === 'top_hits')
    return { top_hits: { _source: field, size, sort: [{ [sortField]: { order: sortOrder } }] } };
  return { [type]: { field } };
}

function bucketOf({ type, params }: Agg, aggs: readonly Agg[]): Json {
  const { field, size, orderBy = '', order, min_doc_count, filters = [] } = params;
  if (type === 'date_histogram')
    return { date_histogram: { field, fixed_interval: '5m', time_zone: 'Europe/Paris', min_doc_count } };
  if (type === 'filters') {
    const named = filters.map(({ label, input }) => [label, lucene(input.query)]);
    return { filters: { filters: Object.fromEntries(named) } };
  }
  const isCount = aggs.some(({ id, type: other }) => id === orderBy && other === 'count');
  return { terms: { field, size, order: { [isCount ? '_count' : orderBy]: order }, shard_size: 25 } };
}
