import type { Aggregation } from './aggregations';
import { query } from './fields';
import { type SavedObject, sourceOf } from './saved-object';

type Placed = Aggregation & { readonly id: string; readonly enabled: true; readonly schema: string };

/** What a chart shows: kind and looks in Kibana's words, and its aggregations, metrics first. */
export type Chart = {
  readonly kind: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly aggregations: readonly Placed[];
};

const COLORS = { negative: '#CC5642', neutral: '#98A2B3', positive: '#54B399', unscored: '#D6BF57' };

type Buckets = { readonly schema: string; readonly by: Aggregation };

/** Metrics first, then buckets from the outside in. Values come with those of most mentions first, else by name. */
function place(metrics: readonly Aggregation[], buckets: readonly Buckets[]): Placed[] {
  // Kibana knows a metric by its id, which is its place.
  const order =
    metrics[0]?.type === 'count' ? { orderBy: '1', order: 'desc' } : { orderBy: '_key', order: 'asc' };
  const all = [
    ...metrics.map((aggregation) => ({ ...aggregation, schema: 'metric' })),
    ...buckets.map(({ schema, by }) => ({ ...by, schema })),
  ];
  return all.map(({ type, params, schema }, index) => ({
    ...{ id: String(index + 1), enabled: true, type },
    params: type === 'terms' ? { ...params, ...order } : params,
    schema,
  }));
}

type Axes = {
  readonly metrics: readonly Aggregation[];
  readonly x: Aggregation;
  readonly split?: Aggregation;
  readonly shape: 'histogram' | 'line';
  /** Bars as parts of a hundred. */
  readonly inPercent?: boolean;
  readonly isLying?: boolean;
};

/** Bars or lines over time or over values. */
export function axes({ metrics, x, split, shape, inPercent = false, isLying = false }: Axes): Chart {
  const labels = metrics.map(({ params }) => String(params.customLabel));
  const series = labels.map((label, index) => ({
    ...{ show: true, type: shape, mode: shape === 'histogram' ? 'stacked' : 'normal' },
    ...{ data: { id: String(index + 1), label }, valueAxis: 'ValueAxis-1' },
    ...{ drawLinesBetweenPoints: true, lineWidth: 2, showCircles: true, circlesRadius: 3 },
    interpolate: 'linear',
  }));
  const axis = { show: true, style: {} };
  return {
    kind: isLying ? 'horizontal_bar' : shape,
    params: {
      type: shape,
      grid: { categoryLines: false },
      categoryAxes: [
        {
          ...{ id: 'CategoryAxis-1', type: 'category', position: isLying ? 'left' : 'bottom', ...axis },
          ...{ scale: { type: 'linear' }, labels: { show: true, filter: true, truncate: 100 }, title: {} },
        },
      ],
      valueAxes: [
        {
          ...{ id: 'ValueAxis-1', name: 'LeftAxis-1', type: 'value', ...axis },
          position: isLying ? 'bottom' : 'left',
          scale: { type: 'linear', mode: inPercent ? 'percentage' : 'normal' },
          labels: { show: true, rotate: 0, filter: false, truncate: 100 },
          title: { text: labels.join(', ') },
        },
      ],
      seriesParams: series,
      ...{ addTooltip: true, detailedTooltip: true, addLegend: true, legendPosition: 'right' },
      ...{ palette: { type: 'palette', name: 'default' }, truncateLegend: true, maxLegendLines: 1 },
      ...{ times: [], addTimeMarker: false, radiusRatio: 9, labels: { show: false } },
      ...{ orderBucketsBySum: false, fittingFunction: 'linear' },
      thresholdLine: { show: false, value: 10, width: 1, style: 'full', color: '#E7664C' },
    },
    aggregations: place(metrics, [
      { schema: 'segment', by: x },
      ...(split ? [{ schema: 'group', by: split }] : []),
    ]),
  };
}

/** A ring of parts. */
export function ring(split: Aggregation, size: Aggregation): Chart {
  return {
    kind: 'pie',
    params: {
      ...{ type: 'pie', addTooltip: true, isDonut: true, emptySizeRatio: 0.3, distinctColors: false },
      ...{ legendDisplay: 'show', legendPosition: 'right', nestedLegend: false },
      ...{ truncateLegend: true, maxLegendLines: 1, palette: { type: 'palette', name: 'default' } },
      labels: {
        ...{ show: true, last_level: true, values: true, valuesFormat: 'percent', percentDecimals: 1 },
        ...{ truncate: 100, position: 'default' },
      },
    },
    aggregations: place([size], [{ schema: 'segment', by: split }]),
  };
}

/** A row a value, or a value within a value. */
export function table(rows: readonly Aggregation[], metrics: readonly Aggregation[]): Chart {
  return {
    kind: 'table',
    params: {
      ...{ perPage: 10, showPartialRows: false, showMetricsAtAllLevels: false, showTotal: false },
      ...{ totalFunc: 'sum', percentageCol: '', showToolbar: true, autoFitRowToContent: true },
    },
    aggregations: place(
      metrics,
      rows.map((by) => ({ schema: 'bucket', by })),
    ),
  };
}

/** Single numbers, large. */
export function numbers(metrics: readonly Aggregation[]): Chart {
  return {
    kind: 'metric',
    params: {
      ...{ addTooltip: true, addLegend: false, type: 'metric' },
      metric: {
        ...{ percentageMode: false, useRanges: false, colorSchema: 'Green to Red', metricColorMode: 'None' },
        ...{ colorsRange: [{ from: 0, to: 10_000 }], labels: { show: true }, invertColors: false },
        style: { bgFill: '#000', bgColor: false, labelColor: false, subText: '', fontSize: 36 },
      },
    },
    aggregations: place(metrics, []),
  };
}

/** A chart as the object that Kibana keeps. `only` is a Lucene query that mentions must match. */
export function visualization(
  id: string,
  title: string,
  { kind, params, aggregations }: Chart,
  { dataView, only = '' }: { readonly dataView: string; readonly only?: string },
): SavedObject {
  const { reference, meta } = sourceOf(dataView, query(only));
  return {
    type: 'visualization',
    id,
    attributes: {
      title,
      description: '',
      version: 1,
      visState: JSON.stringify({ title, type: kind, aggs: aggregations, params }),
      uiStateJSON: JSON.stringify({ vis: { colors: COLORS } }),
      kibanaSavedObjectMeta: meta,
    },
    references: [reference],
  };
}

/** Words for people, as Markdown. */
export function note(id: string, title: string, markdown: string): SavedObject {
  const params = { fontSize: 12, openLinksInNewTab: false, markdown };
  return {
    type: 'visualization',
    id,
    attributes: {
      title,
      description: '',
      version: 1,
      visState: JSON.stringify({ title, type: 'markdown', aggs: [], params }),
      uiStateJSON: '{}',
      kibanaSavedObjectMeta: { searchSourceJSON: '{"query":{"query":"","language":"lucene"},"filter":[]}' },
    },
    references: [],
  };
}
