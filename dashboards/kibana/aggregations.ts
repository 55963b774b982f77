import { field, query } from './fields';

/** One aggregation of a visualization, in Kibana's own words; the chart that takes it gives it its id and place. */
export type Aggregation = { readonly type: string; readonly params: Readonly<Record<string, unknown>> };

const metric = (type: string, name: string, label: string): Aggregation => ({
  type,
  params: { field: name, customLabel: label },
});

export const count = (label = 'Mentions'): Aggregation => ({ type: 'count', params: { customLabel: label } });
export const mean = (name: string, label: string) => metric('avg', field(name, 'number'), label);
export const sum = (name: string, label: string) => metric('sum', field(name, 'number'), label);
export const first = (name: string, label: string) => metric('min', field(name, 'number or time'), label);
export const latest = (name: string, label: string) => metric('max', field(name, 'number or time'), label);
export const distinct = (name: string, label: string) =>
  metric('cardinality', field(name, 'distinct'), label);

export const percentiles = (name: string, percents: readonly number[], label: string): Aggregation => ({
  type: 'percentiles',
  params: { field: field(name, 'number'), percents, customLabel: label },
});

/** The value in the earliest mention. */
export const earliest = (name: string, label: string): Aggregation => ({
  type: 'top_hits',
  params: {
    field: field(name, 'value'),
    aggregate: 'concat',
    size: 1,
    sortField: field('publishedAt', 'time'),
    sortOrder: 'asc',
    customLabel: label,
  },
});

/** A bucket a step of time. Empty steps are kept where nothing counts as none. */
export const overTime = (name = 'publishedAt', { keepEmpty = false } = {}): Aggregation => ({
  type: 'date_histogram',
  params: {
    field: field(name, 'time'),
    interval: 'auto',
    useNormalizedEsInterval: true,
    scaleMetricValues: false,
    drop_partials: false,
    min_doc_count: keepEmpty ? 0 : 1,
    extended_bounds: {},
    customLabel: 'Time',
  },
});

/** A bucket a value; which come first is up to the chart. */
export const by = (name: string, label: string, size = 10): Aggregation => ({
  type: 'terms',
  params: {
    field: field(name, 'split'),
    size,
    otherBucket: false,
    otherBucketLabel: 'Other',
    missingBucket: false,
    missingBucketLabel: 'Missing',
    customLabel: label,
  },
});

/** A bucket a condition, by its label. */
export const where = (conditions: Readonly<Record<string, string>>): Aggregation => ({
  type: 'filters',
  params: {
    filters: Object.entries(conditions).map(([label, text]) => ({
      label,
      input: { query: query(text), language: 'lucene' },
    })),
  },
});

/** Mentions by how they speak; the unscored are shown, for they are not harmless. */
export const bySentiment = () =>
  where({
    negative: 'sentiment.label:negative',
    neutral: 'sentiment.label:neutral',
    positive: 'sentiment.label:positive',
    unscored: 'NOT _exists_:sentiment.label',
  });
