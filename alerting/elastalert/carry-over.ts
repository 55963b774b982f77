import { any, blacklist, flatline, frequency, spike, whitelist } from './counting-types';
import type { CarryOver } from './draft';
import {
  cardinality,
  change,
  metricAggregation,
  newTerm,
  percentageMatch,
  spikeAggregation,
} from './measuring-types';

/** ElastAlert's rule types, as it writes them. */
export const CARRY_OVER: Readonly<Record<string, CarryOver>> = {
  any,
  blacklist,
  whitelist,
  change,
  frequency,
  spike,
  spike_aggregation: spikeAggregation,
  flatline,
  new_term: newTerm,
  cardinality,
  metric_aggregation: metricAggregation,
  percentage_match: percentageMatch,
};
