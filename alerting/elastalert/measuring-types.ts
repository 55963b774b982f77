import { all, type Condition, not } from './condition';
import { isTrue } from './counting-types';
import { type CarryOver, type Draft, floorOf, optionalNumber, queryWindow, timeframeOf } from './draft';
import { mentionField, metricField } from './field-names';
import { type OpenRule, textsOf } from './open-rule';
import { readQuery } from './read-query';
import { readSpan } from './read-span';
import { alternatives } from './said';
import { sayCondition } from './say-condition';

const DAY = 86_400_000;

/** The field of a mention that an option names; `undefined`, having told why, where there is none. */
function fieldIn(
  rule: OpenRule,
  option: string,
  written: unknown,
  read: (name: string) => string | undefined,
) {
  const [name = ''] = textsOf(written);
  const field = read(name);
  if (!field)
    rule.refuse(
      name === '' ? [] : [option],
      name === '' ? `${option} is missing` : `mentions have no field that is called "${name}"`,
    );
  return field;
}

export const newTerm: CarryOver = (rule) => {
  const written = rule.take('fields') ?? rule.take('query_key');
  if (rule.has('fields') && rule.has('query_key'))
    rule.note(['query_key'], 'what is new was new to all together, not for each key: it is left out');
  const window = rule.has('terms_window_size') ? readSpan(rule.take('terms_window_size')) : undefined;
  if (window && (!window.ok || window.ms === 0)) {
    rule.refuse(['terms_window_size'], window.ok ? 'is 0: everything would be new' : window.message);
    return [];
  }
  const isShort = window !== undefined && window.ms < DAY;
  const options = {
    ...(window && { terms_window_size: window.text }),
    ...(isShort && { learn_for: window.text }),
  };
  rule.note(
    [],
    `what is usual is learned from the mentions of the first ${isShort ? window.text : 'day'} (learn_for), not asked of an index`,
  );
  const entries = Array.isArray(written) ? written : [written];
  const drafts = entries.flatMap((entry): Draft[] => {
    if (Array.isArray(entry)) {
      rule.refuse(['fields'], 'a combination of fields cannot be watched: name each field by itself');
      return [];
    }
    const field = fieldIn(rule, 'fields', entry, mentionField);
    return field
      ? [{ type: 'new_term', options: { field, ...options }, countsTogether: true, suffix: field }]
      : [];
  });
  return drafts.length === 1 ? drafts.map(({ suffix: _, ...draft }) => draft) : drafts;
};

export const cardinality: CarryOver = (rule) => {
  const timeframe = timeframeOf(rule);
  const field = fieldIn(rule, 'cardinality_field', rule.take('cardinality_field'), mentionField);
  const limits = limitsOf(rule, 'min_cardinality', 'max_cardinality');
  if (timeframe === undefined || field === undefined || !limits) return [];
  const options = { cardinality_field: field, ...differentValues(limits) };
  return [{ type: 'cardinality', timeframe, options }];
};

type Limits = { readonly min: number | undefined; readonly max: number | undefined };

function limitsOf(rule: OpenRule, least: string, most: string): Limits | undefined {
  const limits = { min: optionalNumber(rule, least), max: optionalNumber(rule, most) };
  if (limits.min !== undefined || limits.max !== undefined) return limits;
  rule.refuse([], `neither ${most} nor ${least} is set, so the rule would never fire`);
  return undefined;
}

const differentValues = ({ min, max }: Limits) => ({
  ...(min !== undefined && { min_cardinality: Math.ceil(min) }),
  ...(max !== undefined && { max_cardinality: Math.floor(max) }),
});

export const metricAggregation: CarryOver = (rule) => {
  const type = String(rule.take('metric_agg_type') ?? '');
  const written = rule.take('metric_agg_key');
  const limits = limitsOf(rule, 'min_threshold', 'max_threshold');
  const timeframe = queryWindow(rule);
  if (rule.has('metric_agg_script')) {
    rule.take('metric_agg_script');
    rule.refuse(['metric_agg_script'], 'scripts are not run: only fields of a mention can be measured');
    return [];
  }
  if (!limits) return [];
  if (type === 'value_count') return countValues(rule, textsOf(written)[0] ?? '', limits, timeframe);
  const field = fieldIn(rule, 'metric_agg_key', written, type === 'cardinality' ? mentionField : metricField);
  if (!field) return [];
  if (type === 'cardinality')
    return [
      { type: 'cardinality', timeframe, options: { cardinality_field: field, ...differentValues(limits) } },
    ];
  const percent = optionalNumber(rule, 'percentile_range');
  const options = {
    metric_agg_key: field,
    metric_agg_type: type,
    ...(type === 'percentiles' && { percentile_range: percent ?? 95 }),
    ...(limits.min !== undefined && { min_threshold: limits.min }),
    ...(limits.max !== undefined && { max_threshold: limits.max }),
    min_doc_count: floorOf(rule, 'min_doc_count', 10, 'or a single mention would decide'),
  };
  return [{ type: 'metric_aggregation', timeframe, options }];
};

/** How many mentions have the field at all: more is `frequency`, fewer is `flatline`. */
function countValues(rule: OpenRule, field: string, { min, max }: Limits, timeframe: string): Draft[] {
  rule.take('min_doc_count');
  const also: Condition = { kind: 'field', field, test: { kind: 'exists' }, path: ['metric_agg_key'] };
  const both = min !== undefined && max !== undefined;
  return [
    ...(max === undefined
      ? []
      : [
          {
            type: 'frequency',
            timeframe,
            also,
            options: { num_events: Math.max(1, Math.floor(max) + 1) },
            ...(both && { suffix: 'many' }),
          },
        ]),
    ...(min === undefined
      ? []
      : [
          {
            type: 'flatline',
            timeframe,
            also,
            options: { threshold: Math.max(1, Math.ceil(min)) },
            ...(both && { suffix: 'few' }),
          },
        ]),
  ];
}

export const spikeAggregation: CarryOver = (rule) => {
  const type = String(rule.take('metric_agg_type') ?? '');
  const [field = ''] = textsOf(rule.take('metric_agg_key'));
  const timeframe = timeframeOf(rule);
  for (const option of [
    'spike_height',
    'spike_type',
    'threshold_cur',
    'threshold_ref',
    'min_doc_count',
    'percentile_range',
  ])
    rule.take(option);
  if (timeframe !== undefined)
    rule.refuse(
      ['type'],
      `a spike counts mentions, not the ${type || 'metric'} of ${field === '' ? 'a field' : `"${field.slice(0, 60)}"`}: write a spike over the same filter, or metric_aggregation with a fixed limit`,
    );
  return [];
};

export const percentageMatch: CarryOver = (rule) => {
  const limits = limitsOf(rule, 'min_percentage', 'max_percentage');
  const bucket = rule.take('match_bucket_filter');
  const timeframe = queryWindow(rule);
  const list: readonly unknown[] = Array.isArray(bucket) ? bucket : [bucket];
  if (bucket === undefined) rule.refuse([], 'match_bucket_filter is missing');
  if (bucket === undefined || !limits) return [];
  const condition = all(
    list.map((query, index) =>
      readQuery(query, Array.isArray(bucket) ? ['match_bucket_filter', index] : ['match_bucket_filter']),
    ),
  );
  const min_denominator = floorOf(rule, 'min_denominator', 30, 'five of eight at night says little');
  rule.note(
    ['match_bucket_filter'],
    'fires only when the share is surely beyond the limit: chance in small numbers is set aside',
  );
  const draft = (wanted: Condition, max_percentage: number, suffix?: string): Draft[] => {
    const match = oneWay(rule, wanted);
    if (!match) return [];
    return [
      {
        type: 'percentage_match',
        timeframe,
        options: { match, max_percentage, min_denominator },
        ...(suffix && { suffix }),
      },
    ];
  };
  const both = limits.min !== undefined && limits.max !== undefined;
  const many = limits.max === undefined ? [] : draft(condition, limits.max, both ? 'many' : undefined);
  if (limits.min === undefined) return many;
  rule.note(['min_percentage'], 'too few that match is written as too many that do not');
  return [...many, ...draft(not(condition), 100 - limits.min, both ? 'few' : undefined)];
};

/** Matchers that must all hold; `undefined`, having told why, where it takes more than one way. */
function oneWay(rule: OpenRule, wanted: Condition): readonly string[] | undefined {
  const said = sayCondition(wanted, rule.note);
  const ways = said && alternatives(said, 1);
  if (ways?.[0] && ways[0].length > 0) return ways[0];
  rule.refuse(
    ['match_bucket_filter'],
    said && !ways
      ? 'one share cannot be made of alternatives in several fields: write a rule for each'
      : 'nothing that is left of it can be said in matchers',
  );
  return undefined;
}

export const change: CarryOver = (rule) => {
  const fields = textsOf(rule.take('compare_key')).map((name) =>
    fieldIn(rule, 'compare_key', name, mentionField),
  );
  const ignoresNull = isTrue(rule.take('ignore_null') ?? true);
  const timeframe = rule.has('timeframe') ? timeframeOf(rule) : '24h';
  if (!rule.has('timeframe'))
    rule.note([], 'timeframe: 24h is set: a value is compared with one that is not older');
  if (fields.length === 0) rule.refuse([], 'compare_key is missing');
  if (timeframe === undefined || fields.length === 0 || fields.includes(undefined)) return [];
  return [
    {
      type: 'change',
      timeframe,
      options: { compare_key: [...new Set(fields)], ...(!ignoresNull && { ignore_null: false }) },
    },
  ];
};
