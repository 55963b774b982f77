import { suggest } from '../matchers/likely-word';
import { CHANNELS } from './channels';
import type { OpenRule } from './open-rule';

type LeftOut = { readonly options: RegExp; readonly why: string };

/** Options that no rule of Vigie has, whatever its type. The first that fits counts. */
const LEFT_OUT: readonly LeftOut[] = [
  {
    options:
      /^(es_\w+|index|doc_type|use_ssl|verify_certs|ssl_show_warn|ca_certs|client_cert|client_key|profile|aws_region|use_strftime_index|search_extra_index|timestamp_\w+|_source_enabled|max_query_size|max_scrolling\w*|max_threads|scroll_\w+|use_count_query|use_terms_query|terms_size|buffer_time|run_every|scan_entire_timeframe|replace_dots_in_field_names|misfire_grace_time|fields|include|use_keyword_postfix|window_step_size|metric_agg_script|use_run_every_query_size|allow_buffer_time_overlap|bucket_interval|sync_bucket_interval|statsd_\w+|include_rule_params_in_matches)$/,
    why: 'says how ElastAlert asks Elasticsearch; Vigie counts each mention as it comes, there is nothing to set',
  },
  {
    options: /^(query_delay|old_query_limit)$/,
    why: 'late mentions are counted where they belong: allowed_lateness says how late one may be',
  },
  {
    options: /^(aggregation\w*|aggregate_by_match_time|summary_\w+)$/,
    why: 'alerts about one brand join one incident and one page by themselves; dedup_key: [rule] keeps those of a rule apart',
  },
  {
    options: /^exponential_realert$/,
    why: 'an open incident is told again at repeat_interval of its route, and at once when it is worsen_factor times as bad',
  },
  { options: /^__praeco_\w+$/, why: 'belongs to Praeco, the editor of ElastAlert rules' },
  { options: /^realert_key$/, why: 'realert goes by query_key' },
  {
    options: /^limit_execution\w*$/,
    why: 'a rule counts around the clock and has no hours of rest: route it to people who are awake, or snooze its incidents',
  },
  {
    options:
      /^(alert_subject\w*|alert_text\w*|alert_missing_value|top_count_\w+|raw_count_keys|\w*kibana\w*|opensearch_discover\w*|attach_related|custom_pretty_ts_format|percentage_format_string|metric_format_string|jinja_\w+|timestamp_to_datetime_format_expr)$/,
    why: 'Vigie writes the page itself: what was seen and expected, why it counts, and sample mentions; summary is yours to word',
  },
  {
    options: /^(match_enhancements|run_enhancements_first)$/,
    why: 'Python is not run: what changes or judges a mention is an enricher (enrich/enrichers/)',
  },
  { options: /^(use_local_time|query_timezone)$/, why: 'times are told in timezone of vigie.yaml' },
  {
    options: /^(owner|category|subcategory)$/,
    why: 'rules have no such field: who is told is said by routes',
  },
  {
    options: /^notify_email$/,
    why: 'trouble of Vigie itself is told to the receiver under operators in vigie.yaml',
  },
  {
    options: /^import$/,
    why: 'other files are not read: what they say must be written into this one before it is imported',
  },
  {
    options:
      /^(is_enabled|metadata\w*|add_metadata_alert|rule_file|alert_on_new_data|alert_on_missing_field)$/,
    why: 'there is nothing of this kind',
  },
];

const COMMON = [
  'name',
  'type',
  'filter',
  'query_key',
  'timeframe',
  'realert',
  'priority',
  'description',
  'alert',
  'num_events',
  'threshold',
  'threshold_cur',
  'threshold_ref',
  'spike_height',
  'spike_type',
  'exponential_realert',
  'aggregation',
  'limit_execution',
  'buffer_time',
];

/** Tells of the options that nobody has asked for: one note for all that are left out for the same reason. */
export function noteLeftOut(rule: OpenRule): void {
  const told = new Map<string, string[]>();
  for (const option of rule.rest()) {
    if (CHANNELS.some(({ options }) => options.test(option))) continue;
    const known = LEFT_OUT.find(({ options }) => options.test(option));
    const why = known?.why ?? `unknown to ElastAlert's rules and to Vigie's${hint(option)}`;
    told.set(why, [...(told.get(why) ?? []), option]);
  }
  for (const [why, options] of told) {
    const [first = '', ...more] = options;
    rule.note([first], `${more.length > 0 ? `with ${more.join(', ')}: ` : ''}${why}`);
  }
}

function hint(option: string): string {
  const likely = suggest(option, COMMON);
  return likely.startsWith(': did you mean') ? likely : '; left out';
}
