import type { Mistake } from './mistakes';

const FROM = `type: percentage_match
    match: ['sentiment="negative"']
    timeframe: 30m
    max_percentage: 40
    min_denominator: 40
`;

/** The second rule of the sound configuration made one of this type; its options begin on line 15. */
function inRule(mistake: string, type: string, options: readonly string[], ...told: string[]): Mistake {
  const lines = [`type: ${type}`, 'timeframe: 2h', ...options];
  return {
    mistake,
    file: 'rules/acme.yaml',
    from: FROM,
    to: `${lines.join('\n    ')}\n`,
    told: told.map((one) => `config/rules/acme.yaml:${one}`),
  };
}

const reach = ['metric_agg_key: reach', 'metric_agg_type: sum'];

/** Mistakes in the options of single rule types. */
export const RULE_TYPE_MISTAKES: readonly Mistake[] = [
  inRule(
    'a flatline that never fires',
    'flatline',
    ['threshold: 0'],
    '15:16 rules[1].threshold: expected number to be >=1 (got 0)',
  ),
  inRule(
    'an unknown option of a flatline',
    'flatline',
    ['threshold: 1', 'forget_key: true'],
    '16:5 rules[1].forget_key: unknown key "forget_key": did you mean "forget_keys"?',
  ),
  inRule(
    'the fields of a new term as ElastAlert names them',
    'new_term',
    ['fields: [outlet]'],
    '12:5 rules[1].field: is missing: whose values are new or known',
    '15:5 rules[1].fields: unknown key "fields": did you mean "field"?',
  ),
  inRule(
    'a field whose values cannot be new',
    'new_term',
    ['field: outlets'],
    '15:12 rules[1].field: unknown value "outlets": did you mean "outlet"?',
  ),
  inRule(
    'a new term that learns for longer than it remembers',
    'new_term',
    ['field: outlet', 'learn_for: 40d'],
    '16:16 rules[1].learn_for: must not be longer than terms_window_size: what is learned would be forgotten before (got "40d")',
  ),
  inRule(
    'a cardinality without any limit',
    'cardinality',
    ['cardinality_field: author'],
    '12:5 rules[1].max_cardinality: is missing: set max_cardinality, min_cardinality or both, or the rule would never fire',
  ),
  inRule(
    'a cardinality whose limits cross',
    'cardinality',
    ['cardinality_field: author', 'min_cardinality: 9', 'max_cardinality: 3'],
    '16:22 rules[1].min_cardinality: must not be above max_cardinality: the rule would always fire (got 9)',
  ),
  inRule(
    'a metric without its floor',
    'metric_aggregation',
    [...reach, 'max_threshold: 5'],
    '12:5 rules[1].min_doc_count: is missing: floor: no finding on fewer mentions with a value in the timeframe',
  ),
  inRule(
    'a metric without any threshold',
    'metric_aggregation',
    [...reach, 'min_doc_count: 5'],
    '12:5 rules[1].max_threshold: is missing: set max_threshold, min_threshold or both, or the rule would never fire',
  ),
  inRule(
    'a metric that there is not',
    'metric_aggregation',
    ['metric_agg_key: rech', 'metric_agg_type: sum', 'min_doc_count: 5', 'max_threshold: 3'],
    '15:21 rules[1].metric_agg_key: unknown value "rech": did you mean "reach"?',
  ),
  inRule(
    'percentiles without saying which',
    'metric_aggregation',
    ['metric_agg_key: reach', 'metric_agg_type: percentiles', 'min_doc_count: 5', 'max_threshold: 3'],
    '12:5 rules[1].percentile_range: goes with metric_agg_type: percentiles, and percentiles with it',
  ),
  inRule(
    'a key to compare that is no list',
    'change',
    ['compare_key: language'],
    '15:18 rules[1].compare_key: expected a list (got "language")',
  ),
  inRule(
    'a key to compare that has no changes',
    'change',
    ['compare_key: [voice, text]'],
    '15:26 rules[1].compare_key[1]: unknown value "text": expected one of language, channel, source, outlet, author, voice, sentiment, press_release.verdict',
  ),
  inRule(
    'an option of another type',
    'any',
    ['num_events: 3'],
    '15:5 rules[1].num_events: unknown key "num_events": expected one of timeframe, name, summary, filter, query_key, count_by, realert, worsen_factor, severity, dedup_key, allowed_lateness, type',
  ),
];
